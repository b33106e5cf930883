"""Which facts to look at again: where counted respondents differ, and where nobody shows anything for a Yes."""

from __future__ import annotations

from dataclasses import dataclass

from fieldwork.facts.facts import Fact, Facts
from fieldwork.facts.spread import Answers
from fieldwork.models import Card, Cause
from surveys.evidence_counts import count_evidence
from surveys.models import Institution, Round, Validation

MAX_DIGITS = 18  # of a key that the database can hold


@dataclass(frozen=True)
class Suggestion:
    """A fact that has no card yet and no agreed value. `unit`: None for the country."""

    fact: Fact
    unit: Institution | None
    text: str
    answers: Answers
    cause: Cause

    @property
    def key(self) -> str:
        """What names it in a form: institution (empty for the country) and item."""
        return f"{self.fact.institution or ''}:{self.fact.item}"


def read_key(key: str) -> Fact | None:
    """The fact that a form names; None for nonsense."""
    institution, separator, item = key.partition(":")
    if not separator or not item or not (institution == "" or (institution.isascii() and institution.isdigit())):
        return None
    if len(institution) > MAX_DIGITS:
        return None
    return Fact(item, int(institution) if institution else None)


def find_suggestions(facts: Facts, texts: dict[str, str]) -> list[Suggestion]:
    """Disagreements first, the evenest before the others; then what has a Yes and no evidence. Three queries.

    `texts`: the wording of items by code.
    """
    settled = _settled(facts.round)
    shown = _shown(facts.round)
    units = {institution.pk: institution for institution in facts.institutions}
    differing: list[Suggestion] = []
    unshown: list[Suggestion] = []
    for fact in facts.all():
        if fact in settled:
            continue
        answers = facts.answers(fact)
        if not answers.yes:
            continue
        unit = units[fact.institution] if fact.institution else None
        cause = Cause.DISAGREEMENT if answers.differ else Cause.NO_EVIDENCE
        if cause == Cause.NO_EVIDENCE and fact in shown:
            continue
        found = Suggestion(fact, unit, texts.get(fact.item, fact.item), answers, cause)
        (differing if cause == Cause.DISAGREEMENT else unshown).append(found)
    differing.sort(key=lambda one: (-one.answers.evenness, -one.answers.number))
    unshown.sort(key=lambda one: -one.answers.yes)
    return differing + unshown


def cause_of(facts: Facts, fact: Fact) -> Cause:
    """Why a card about the fact would be opened."""
    return Cause.DISAGREEMENT if facts.answers(fact).differ else Cause.NO_EVIDENCE


def _settled(survey_round: Round) -> set[Fact]:
    """Facts with a card, whatever became of it, or with an agreed value."""
    cards = Card.objects.filter(round=survey_round).values_list("item", "institution_id")
    validations = Validation.objects.filter(round=survey_round).values_list("item", "institution_id")
    return {Fact(item, institution) for item, institution in cards.union(validations)}


def _shown(survey_round: Round) -> set[Fact]:
    """Facts for which a counted response gives evidence; an item of the country, whoever gives it."""
    found = {Fact(*pair) for pair in count_evidence(survey_round, "item", "institution")}
    return found | {Fact(fact.item, None) for fact in found}
