"""Who is asked about a card: the respondents of its unit who answered the item, and what they see of the thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from fieldwork.models import Card, CardState, Remark
from surveys.models import Participant, Response

ANSWERED = ("yes", "no", "dk")


def cards_for(response: Response) -> list[Card]:
    """Cards on which a reviewer asked about something that this response answers. One query."""
    asked = Remark.objects.filter(card=OuterRef("pk"), by__isnull=False)
    units = Q(institution=None)
    if response.institution_id:
        units |= Q(institution=response.institution_id)
    cards = Card.objects.filter(units, Exists(asked), round=response.round_id).exclude(state=CardState.DROPPED)
    return [card for card in cards if response.answers.get(card.item) in ANSWERED]


@dataclass(frozen=True)
class Said:
    """A remark as a respondent sees it."""

    text: str
    at: datetime
    is_mine: bool


@dataclass(frozen=True)
class Question:
    """A card as a respondent sees it. `waits`: the last word is not hers, and she may still reply."""

    card: Card
    thread: list[Said]
    waits: bool


def questions_to(response: Response) -> list[Question]:
    """The threads that a respondent sees: what staff ask, and her own replies, not those of others. Two queries."""
    cards = cards_for(response)
    if not cards:
        return []
    threads: dict[int, list[Said]] = {card.pk: [] for card in cards}
    visible = Q(by__isnull=False) | Q(response=response.pk)
    for remark in Remark.objects.filter(visible, card__in=cards):
        threads[remark.card_id].append(Said(remark.text, remark.at, remark.response_id == response.pk))
    return [Question(card, threads[card.pk], _waits(card, threads[card.pk])) for card in cards]


def _waits(card: Card, thread: list[Said]) -> bool:
    return card.state == CardState.OPEN and bool(thread) and not thread[-1].is_mine


def participants_asked(card: Card) -> QuerySet[Participant]:
    """The participants with an address whose responses answer the card's item for its unit."""
    answered = Response.objects.annotate(answer=KeyTextTransform(card.item, "answers"))
    responses = answered.filter(round=card.round_id, participant__isnull=False, answer__in=ANSWERED)
    if card.institution_id:
        responses = responses.filter(institution=card.institution_id)
    people = Participant.objects.filter(response__in=responses).exclude(contact__email="")
    return people.filter(contact__isnull=False).select_related("round", "institution")
