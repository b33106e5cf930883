"""Reconciliation in the demonstration: open cards with questions and replies, settled ones, one dropped.

Settled are only facts that the demonstration holds as validated anyway: the scores stay as they are. Nobody is mailed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from django.utils import timezone

from fieldwork.facts.asked import ANSWERED
from fieldwork.facts.cards import AGREED_VALUES
from fieldwork.facts.facts import Facts
from fieldwork.facts.suggestions import Suggestion, find_suggestions
from fieldwork.models import Card, CardDecision, CardState, Cause, Remark
from metep.demo.fieldwork.staff import Staff
from surveys.models import COUNTED, Response, Round, Validation

OPEN, SETTLED = 6, 3
QUESTION = "Бұл фактіні қандай құжат растайды? (синтетикалық сұрақ)"
REPLY = "Мекеменің сайтында жарияланған, сілтемесін қостым. (синтетикалық жауап)"
OF_COORDINATOR = "Бөліммен нақтылап, осы аптада жауап береміз. (синтетикалық жауап)"
DROPPED = "Сұрақ екі түрлі түсінілген, жауаптар сол күйінде қалады. (синтетикалық мысал)"


def make(survey_round: Round, staff: Staff, generator: np.random.Generator) -> None:
    """Cards about the facts on which respondents differ most, and about some that are validated."""
    Card.objects.filter(round=survey_round).delete()
    suggested = find_suggestions(Facts(survey_round), {})
    own = [one for one in suggested if one.unit is not None]
    chosen = [*suggested[: OPEN - 2], *own[-2:]] if len(suggested) > OPEN else suggested
    for place, suggestion in enumerate(dict.fromkeys(chosen)):
        _open(survey_round, suggestion, place, staff)
    validations = list(Validation.objects.filter(round=survey_round, value__in=AGREED_VALUES).order_by("pk"))
    for validation in [*validations[:2], *validations[-1:]][:SETTLED]:
        _settle(validation, staff)
    left = [one for one in suggested if one not in chosen]
    if left:
        _drop(survey_round, left[0], staff)


def _open(survey_round: Round, suggestion: Suggestion, place: int, staff: Staff) -> None:
    """The first card is overdue, the last has no deadline; the first ones have replies."""
    now = timezone.now()
    days = (-2, 3, 7, 10, 14, None)[place % OPEN]
    card = Card.objects.create(
        round=survey_round,
        institution=suggestion.unit,
        item=suggestion.fact.item,
        cause=suggestion.cause,
        answer_by=now.date() + timedelta(days=days) if days is not None else None,
        opened_by=staff.reviewer,
        opened_at=now - timedelta(days=6),
    )
    if place < OPEN - 1:
        _say(card, QUESTION, now - timedelta(days=5), staff)
    if place < 2:
        _reply(card, now - timedelta(days=4))
    elif card.institution_id:
        Remark.objects.create(card=card, by=staff.coordinator, text=OF_COORDINATOR, at=now - timedelta(days=3))


def _settle(validation: Validation, staff: Staff) -> None:
    card = Card.objects.create(
        round=validation.round,
        institution=validation.institution,
        item=validation.item,
        cause=Cause.DISAGREEMENT,
        state=CardState.SETTLED,
        opened_by=staff.reviewer,
        opened_at=validation.at - timedelta(days=5),
        ended_by=staff.reviewer,
        ended_at=validation.at,
        outcome=validation.reason,
    )
    _say(card, QUESTION, validation.at - timedelta(days=4), staff)
    _reply(card, validation.at - timedelta(days=2))
    CardDecision.objects.create(
        card=card,
        state=CardState.SETTLED,
        value=validation.value,
        reason=validation.reason,
        by=staff.reviewer,
        at=validation.at,
    )


def _drop(survey_round: Round, suggestion: Suggestion, staff: Staff) -> None:
    now = timezone.now()
    card = Card.objects.create(
        round=survey_round,
        institution=suggestion.unit,
        item=suggestion.fact.item,
        cause=suggestion.cause,
        state=CardState.DROPPED,
        opened_by=staff.reviewer,
        opened_at=now - timedelta(days=8),
        ended_by=staff.reviewer,
        ended_at=now - timedelta(days=1),
        outcome=DROPPED,
    )
    CardDecision.objects.create(card=card, state=CardState.DROPPED, reason=DROPPED, by=staff.reviewer)


def _say(card: Card, text: str, at: datetime, staff: Staff) -> None:
    Remark.objects.create(card=card, by=staff.reviewer, text=text, at=at)


def _reply(card: Card, at: datetime) -> None:
    """A respondent of the unit who answered the item replies."""
    counted = Response.objects.filter(round=card.round, state__in=COUNTED)
    if card.institution_id:
        counted = counted.filter(institution=card.institution)
    for value in ANSWERED[:2]:
        answering = counted.filter(answers__contains={card.item: value}).order_by("pk").first()
        if answering is not None:
            Remark.objects.create(card=card, response=answering, text=REPLY, at=at)
            return
