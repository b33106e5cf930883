"""Who is asked about a card: the respondents of its unit who answered the item, and what they see of the thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from fieldwork.models import Card, CardState, Remark
from surveys.models import Participant, Response
from surveys.prepared import PreparedStatement

ANSWERED = ("yes", "no", "dk")

# Every list of a respondent's tasks asks this, and nearly none has a card.
_ASKED = PreparedStatement(
    "cards_asked",
    {"round": "bigint", "institution": "bigint"},
    f"""
    SELECT card.id, card.item FROM {Card._meta.db_table} AS card
    WHERE card.round_id = %(round)s AND (card.institution_id IS NULL OR card.institution_id = %(institution)s)
      AND card.state <> '{CardState.DROPPED}'
      AND EXISTS (
        SELECT FROM {Remark._meta.db_table} AS remark WHERE remark.card_id = card.id AND remark.by_id IS NOT NULL)
    """,  # noqa: S608 - names of our own
)


def cards_for(response: Response) -> list[Card]:
    """Cards on which a reviewer asked about something that this response answers. One query; two where there are."""
    with connection.cursor() as cursor:
        _ASKED.execute(cursor, {"round": response.round_id, "institution": response.institution_id})
        keys = [key for key, item in cursor.fetchall() if response.answers.get(item) in ANSWERED]
    return list(Card.objects.filter(pk__in=keys)) if keys else []


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
    """The threads that a respondent sees: what staff ask, and her own replies, not those of others.

    One query; three where there are any.
    """
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
