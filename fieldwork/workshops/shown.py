"""What the screens, the phones, the results and the protocol show: frozen values in the active language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.formats import number_format

from fieldwork.models import Agreement, Workshop
from fieldwork.workshops.agenda import Step, all_steps, open_steps
from fieldwork.workshops.spread import DO_NOT_KNOW, spread_of
from fieldwork.workshops.voting import Ballot, ballots_by_item
from surveys.answers import clean_answer
from surveys.pages import Question
from surveys.questionnaires import asked_of
from surveys.rendering import to_words


@dataclass(frozen=True)
class Bar:
    """One answer: how many gave it, and which share of those who know, in per cent."""

    words: str
    count: int
    share: int


@dataclass(frozen=True)
class Reason:
    """Why somebody answered so."""

    answer: str
    words: str


@dataclass(frozen=True)
class SpreadShown:
    """One ballot. `unknown`: None where there is no such answer; `agreement`: empty where there is no measure."""

    number: int
    bars: list[Bar]
    base: int
    unknown: int | None
    agreement: str
    reasons: list[Reason]

    @property
    def commonest(self) -> Bar | None:
        """The answer that most gave; None where two share the place, or nobody answered."""
        ordered = sorted(self.bars, key=lambda bar: -bar.count)
        if not ordered or not ordered[0].count or (len(ordered) > 1 and ordered[0].count == ordered[1].count):
            return None
        return ordered[0]


@dataclass(frozen=True)
class AgreedShown:
    """The answer that was agreed. `present`: how many were there."""

    words: str
    rationale: str
    minority_view: str
    present: int


@dataclass(frozen=True)
class Result:
    """What became of one item. `is_asked`: False where a later answer above it took it away."""

    step: Step
    spreads: list[SpreadShown]
    agreed: AgreedShown | None
    is_asked: bool


def words_of(question: Question, value: str) -> str:
    """An answer that was stored as text, as people read it."""
    if question.choices and ";" not in value:
        return next((choice.text for choice in question.choices if choice.value == value), value)
    try:
        return to_words(question, clean_answer(question.item, value, question.scale))
    except ValidationError:
        return value  # of an earlier draft of the instrument


def show_spread(question: Question, number: int, ballot: Ballot) -> SpreadShown:
    """The spread of a ballot."""
    spread = spread_of(question.item, question.scale, ballot.votes)
    base = spread.base
    knows_unknown = any(choice.value == DO_NOT_KNOW for choice in question.choices)
    return SpreadShown(
        number=number,
        bars=[
            Bar(words_of(question, value), count, round(100 * count / base) if base else 0)
            for value, count in spread.counts
        ],
        base=base,
        unknown=spread.unknown if knows_unknown else None,
        agreement="" if spread.agreement is None else number_format(abs(round(spread.agreement, 2)), 2),
        reasons=[Reason(words_of(question, value), words) for value, words in ballot.reasons],
    )


def show_spreads(question: Question, ballots: Mapping[int, Ballot]) -> list[SpreadShown]:
    """All ballots that may be shown, the first first."""
    return [show_spread(question, number, ballot) for number, ballot in ballots.items()]


def show_agreed(question: Question, agreement: Agreement | None) -> AgreedShown | None:
    """The agreed answer, if there is one."""
    if agreement is None:
        return None
    words = words_of(question, agreement.value)
    return AgreedShown(words, agreement.rationale, agreement.minority_view, len(agreement.present))


def results_of(workshop: Workshop, language: str | None = None) -> list[Result]:
    """Every item of an ended workshop (its round and response loaded) that was asked or voted on, in order."""
    assert workshop.response is not None
    workshop.response.round = workshop.round
    questionnaire = asked_of(workshop.response, language)
    asked = {step.code for step in open_steps(questionnaire, workshop.response.answers)}
    ballots = ballots_by_item(workshop)
    agreements = {agreement.item: agreement for agreement in workshop.agreements.all()}
    return [
        Result(
            step,
            show_spreads(step.question, ballots.get(step.code, {})),
            show_agreed(step.question, agreements.get(step.code)),
            step.code in asked,
        )
        for step in all_steps(questionnaire)
        if step.code in asked or step.code in ballots or step.code in agreements
    ]
