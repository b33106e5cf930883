"""A card as it is read: the question in every language, the answers with evidence, votes, the thread, the decisions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Func, IntegerField, QuerySet, Value
from django.utils.translation import gettext as _

from fieldwork.facts.facts import Fact, Facts
from fieldwork.facts.spread import ANSWERS, Answers
from fieldwork.models import Agreement, Card, Vote
from surveys.coding import VALUES
from surveys.content import in_language
from surveys.labels import language_names
from surveys.models import CodedResponse, Evidence, Institution, Response
from surveys.pages import Question
from surveys.questionnaires import questionnaire_of
from surveys.rendering import to_words

PER_PAGE = 50


@dataclass(frozen=True)
class GivenAnswer:
    """What one response says. `details`: (question, answer) of what was asked beside it."""

    response: Response
    answer: str
    details: list[tuple[str, str]]
    evidence: list[Evidence]


@dataclass(frozen=True)
class Ballot:
    """The votes of one workshop in one ballot, or what it agreed on (ballot 0)."""

    workshop: str
    number: int
    votes: list[tuple[str, int]]


@dataclass(frozen=True)
class Subject:
    """What a card is about."""

    code: str
    texts: list[tuple[str, str, str]]  # language, its name, wording
    answers: Answers
    by_institution: list[tuple[Institution | None, Answers]]


def read_subject(facts: Facts, card: Card) -> Subject:
    """The question in every language of the instrument, and how the unit answers it."""
    item = facts.instrument.items_by_code[card.item]
    names = language_names()
    return Subject(
        card.item,
        [(code, names.get(code, code), in_language(item.text, code)) for code in facts.instrument.languages],
        facts.answers(Fact(card.item, card.institution_id)),
        [] if card.institution_id else facts.by_institution(card.item),
    )


def read_answers(facts: Facts, card: Card, number: str | None) -> tuple[Page, list[GivenAnswer]]:
    """A page of the counted responses that answer the item, by institution. Four queries, however many they are."""
    page = Paginator(_answering(facts, card), PER_PAGE).get_page(number)
    keys = list(page.object_list)
    responses = Response.objects.select_related("institution").in_bulk(keys)
    evidence: dict[Any, list[Evidence]] = defaultdict(list)
    for piece in Evidence.objects.filter(response__in=keys, items__contains=[card.item]):
        evidence[piece.response_id].append(piece)
    question = question_of(card)
    given = [
        GivenAnswer(
            response,
            to_words(question, response.answers.get(card.item)) or _("Do not know, like the question before"),
            _details(question, response),
            evidence.get(response.pk, []),
        )
        for key in keys
        if (response := responses.get(key))
    ]
    return page, given


def _answering(facts: Facts, card: Card) -> QuerySet[CodedResponse, Any]:
    """Keys of responses. Their coded bytes are looked at, not their answers: those would have to be unpacked."""
    item = facts.instrument.items_by_code[card.item]
    place = facts.instrument.scored_items.index(item)
    code = Func(F("data"), Value(place), function="get_byte", output_field=IntegerField())
    coded = CodedResponse.objects.filter(round=card.round_id)
    if card.institution_id:
        coded = coded.filter(institution=card.institution_id)
    answering = coded.annotate(code=code).filter(code__in=[int(one) for one in ANSWERS])
    return answering.order_by("institution__code", "response_id").values_list("response_id", flat=True)


def question_of(card: Card) -> Question:
    """The card's item as a question, in the active language."""
    pages = questionnaire_of(card.round.version_id).pages
    return next(page.by_code[card.item] for page in pages if card.item in page.by_code)


def _details(question: Question, response: Response) -> list[tuple[str, str]]:
    """What was asked directly below the question in words, links and numbers."""
    return [
        (below.text, to_words(below, response.answers[below.code]))
        for below in question.follow_ups
        if below.type not in VALUES and below.code in response.answers
    ]


def read_ballots(card: Card, question: Question) -> list[Ballot]:
    """How workshops of the round about the unit voted on the item. One query."""
    votes = Vote.objects.filter(item=card.item, seat__workshop__round=card.round_id)
    if card.institution_id:
        votes = votes.filter(seat__workshop__institution=card.institution_id)
    columns = ("seat__workshop", "seat__workshop__title", "ballot", "value")
    found: dict[tuple[int, str, int], list[tuple[str, int]]] = defaultdict(list)
    for key, title, ballot, value, number in (
        votes.order_by().values_list(*columns).annotate(number=Count("pk")).order_by(*columns)
    ):
        found[key, title, ballot].append((to_words(question, value) or value, number))
    return [Ballot(title, ballot, counted) for (_key, title, ballot), counted in found.items()]


def read_agreements(card: Card, question: Question) -> list[tuple[Agreement, str]]:
    """What workshops agreed on, with the value in words. One query."""
    agreed = Agreement.objects.filter(item=card.item, workshop__round=card.round_id).select_related("workshop")
    if card.institution_id:
        agreed = agreed.filter(workshop__institution=card.institution_id)
    return [(one, to_words(question, one.value) or one.value) for one in agreed]
