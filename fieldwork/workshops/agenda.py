"""The items that a workshop goes through: shared sections, one after another, sub-items only below a Yes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.content import ItemType
from surveys.pages import Page, Question, Questionnaire, SectionPages, open_questions

VOTED_ON = (ItemType.YNDK, ItemType.SCALE05, ItemType.CHOICE, ItemType.PERCENT, ItemType.COUNT)
"""What people can vote on; on words they agree directly."""


@dataclass(frozen=True)
class Step:
    """One item and the page that it stands on."""

    page: Page
    question: Question

    @property
    def code(self) -> str:
        """That of the item."""
        return self.question.code

    @property
    def row(self) -> str:
        """The words of the row it stands in, which its own text may lean on; empty outside tables with columns."""
        return next((row.text for row in self.page.rows if self.question in row.cells), "")

    @property
    def is_voted_on(self) -> bool:
        """Whether there can be a vote."""
        return self.question.type in VOTED_ON


def shared_pages(section: SectionPages) -> Iterator[Page]:
    """What of a section a workshop can answer: no personal opinions, no lists of entries."""
    if not section.is_personal:
        yield from (page for page in section.pages() if not page.is_repeating)


def all_steps(questionnaire: Questionnaire) -> list[Step]:
    """Every item that can come, in order."""
    return [
        Step(page, question)
        for section in questionnaire.sections
        for page in shared_pages(section)
        for question in page.all_questions
    ]


def open_steps(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> list[Step]:
    """The items that are asked, given what is agreed so far."""
    return [
        Step(page, question)
        for section in questionnaire.sections
        for page in shared_pages(section)
        for question in open_questions(page, answers)
    ]


def find_step(questionnaire: Questionnaire, code: str) -> Step | None:
    """The item with this code; None where there is none such."""
    for page in questionnaire.pages:
        if code in page.by_code:
            return Step(page, page.by_code[code])
    return None


def neighbours(everything: Sequence[Step], asked: Sequence[Step], code: str) -> tuple[Step | None, Step | None]:
    """The items asked before and after one, which itself need not be asked any longer; None at the ends."""
    order = {step.code: place for place, step in enumerate(everything)}
    here = order.get(code, -1)
    before = [step for step in asked if order[step.code] < here]
    after = [step for step in asked if order[step.code] > here]
    return (before[-1] if before else None), (after[0] if after else None)
