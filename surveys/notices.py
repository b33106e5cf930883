"""The notice of a round in versions: what people agreed to stays as it was."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Subquery

from surveys.models import Notice, Round
from surveys.texts import columns_of, text_of


def current_notice(survey_round: Round) -> Notice:
    """The version of the notice that is in force; the next one is made where the round's text has changed since."""
    latest = _latest(survey_round)
    if latest is not None and text_of(latest, "text") == text_of(survey_round, "notice"):
        return latest
    return _next(survey_round)


def notice_shown(survey_round: Round) -> Subquery:
    """The newest version, for the statement that stores a consent: beginning has its budget of queries.

    The page that shows a notice makes its version (`current_notice`), so whoever agrees has seen one.
    """
    return Subquery(Notice.objects.filter(round=survey_round).order_by("-number").values("pk")[:1])


@transaction.atomic
def _next(survey_round: Round) -> Notice:
    """One version for one text, even when two people make it at the same moment."""
    Round.objects.select_for_update().get(pk=survey_round.pk)
    latest = _latest(survey_round)
    words = text_of(survey_round, "notice")
    if latest is not None and text_of(latest, "text") == words:
        return latest
    number = latest.number + 1 if latest else 1
    return Notice.objects.create(round=survey_round, number=number, **columns_of("text", words))


def _latest(survey_round: Round) -> Notice | None:
    return Notice.objects.filter(round=survey_round).order_by("-number").first()
