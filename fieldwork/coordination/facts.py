"""Facts as several respondents of an institution answered them: where they differ, and what nothing is shown for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from surveys.answer_counts import answer_counts
from surveys.catalogue import instrument_of
from surveys.coding import Code
from surveys.content import Instrument, ItemType, Source
from surveys.models import CodedResponse, Evidence, Response, Round
from surveys.pages import Questionnaire
from surveys.rendering import to_words

VALUES = {Code.YES: "yes", Code.NO: "no", Code.DO_NOT_KNOW: "dk"}
SHOWN = 10  # references beside one value; of more, the number is said


@dataclass(frozen=True)
class Value:
    """One answer to a fact: by how many, and the references of the first of them."""

    words: str
    count: int
    references: list[str]

    @property
    def others(self) -> int:
        """How many references are left out."""
        return self.count - len(self.references)


@dataclass(frozen=True)
class Difference:
    """A fact to which some said Yes and others No."""

    item: str
    text: str
    values: list[Value]


@dataclass(frozen=True)
class CodedFacts:
    """Codes of facts of one institution: a row for each response that counts, a column for each item."""

    items: list[str]
    responses: list[UUID]
    codes: np.ndarray

    @property
    def differing(self) -> list[int]:
        """The columns in which some said Yes and others No. Below a parent's No nothing is said: it differs itself."""
        said = np.stack([(self.codes == code).sum(axis=0) for code in Code], axis=1)
        return [int(column) for column in np.flatnonzero(_differ(said))]


def read_facts(survey_round: Round, institutions: Iterable[int]) -> dict[int, CodedFacts]:
    """The facts of institutions, by their primary keys. One statement."""
    columns, items = _columns(instrument_of(survey_round.version_id))
    rows = (
        CodedResponse.objects.filter(round=survey_round, institution__in=list(institutions))
        .order_by("response__submitted_at", "pk")
        .values_list("institution_id", "response_id", "data")
    )
    gathered: dict[int, list[tuple[UUID, bytes]]] = defaultdict(list)
    for institution, response, data in rows:
        gathered[institution].append((response, bytes(data)))
    return {institution: _facts(of_one, columns, items) for institution, of_one in gathered.items()}


def _facts(rows: list[tuple[UUID, bytes]], columns: list[int], items: list[str]) -> CodedFacts:
    codes = np.frombuffer(b"".join(data for _response, data in rows), np.uint8).reshape(len(rows), -1)[:, columns]
    return CodedFacts(items, [response for response, _data in rows], codes)


def _differ(said: np.ndarray) -> np.ndarray:
    """To which facts some said Yes and others No: (facts, codes) -> (facts,)."""
    differ: np.ndarray = (said[:, Code.YES] > 0) & (said[:, Code.NO] > 0)
    return differ


def _columns(instrument: Instrument) -> tuple[list[int], list[str]]:
    """Where the facts stand among the coded items, and their codes."""
    places = [
        (place, item.code)
        for place, item in enumerate(instrument.scored_items)
        if item.type is ItemType.YNDK and instrument.section_by_item[item.code].source is Source.FACTS
    ]
    return [place for place, _item in places], [item for _place, item in places]


def count_differing(survey_round: Round, institutions: Collection[int]) -> dict[int | None, int]:
    """On how many facts respondents of each institution differ, by primary keys."""
    columns, _items = _columns(instrument_of(survey_round.version_id))
    counts = answer_counts(survey_round, institutions)
    return {institution: int(_differ(said[columns]).sum()) for institution, said in counts.items()}


def describe_differences(facts: CodedFacts, questionnaire: Questionnaire) -> list[Difference]:
    """Each fact on which respondents differ, in the order of the questionnaire."""
    questions = {question.code: question for page in questionnaire.pages for question in page.all_questions}
    found = []
    for column in facts.differing:
        question = questions[facts.items[column]]
        values = [
            Value(to_words(question, value), len(rows), [_reference(facts.responses[row]) for row in rows[:SHOWN]])
            for code, value in VALUES.items()
            if len(rows := np.flatnonzero(facts.codes[:, column] == code))
        ]
        found.append(Difference(question.code, question.text, values))
    return found


def _reference(response: UUID) -> str:
    return Response(id=response).reference


def count_without_evidence(facts: CodedFacts) -> tuple[int, int]:
    """(how many answers say Yes, for how many of them nothing is shown). One statement."""
    shown: Mapping[UUID, set[str]] = defaultdict(set)
    for response, items in Evidence.objects.filter(response__in=facts.responses).values_list("response_id", "items"):
        shown[response].update(items)
    said = [
        (facts.responses[row], facts.items[column]) for row, column in np.argwhere(facts.codes == Code.YES).tolist()
    ]
    return len(said), sum(item not in shown[response] for response, item in said)
