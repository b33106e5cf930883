"""Privacy in the demonstration: a notice that was changed once, and who agreed to which version."""

from __future__ import annotations

import numpy as np
from django.db.models import F
from django.utils import timezone

from metep.demo.fieldwork.staff import Staff
from surveys.models import Response, Round
from surveys.notices import current_notice
from surveys.texts import columns_of, text_of

ADDED = {
    "kk": "Байланыс деректері сақтау мерзімі біткен күні жойылады.",
    "ru": "Контактные данные удаляются в день окончания срока хранения.",
    "en": "Contact details are removed on the day on which they are kept no longer.",
}


def make(survey_round: Round, staff: Staff, generator: np.random.Generator) -> None:
    """Two versions of the notice: the earlier half of the responses agreed to the first, the later to the second."""
    responses = Response.objects.filter(round=survey_round)
    responses.update(notice=None)
    survey_round.notices.all().delete()
    words = text_of(survey_round, "notice")
    first = current_notice(survey_round)
    survey_round = _change(survey_round, {language: f"{text}\n\n{ADDED[language]}" for language, text in words.items()})
    second = current_notice(survey_round)
    started = list(responses.order_by("started_at").values_list("started_at", flat=True))
    middle = started[len(started) // 2] if started else timezone.now()
    responses.filter(started_at__lt=middle).update(notice=first, consented_at=F("started_at"))
    responses.filter(started_at__gte=middle).update(notice=second, consented_at=F("started_at"))


def _change(survey_round: Round, words: dict[str, str]) -> Round:
    """The round with another notice."""
    Round.objects.filter(pk=survey_round.pk).update(**columns_of("notice", words))
    survey_round.refresh_from_db()
    return survey_round
