"""How far a respondent has come: the state of each page, what is missing, what is stored but does not count. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from surveys.pages.model import Page, Question


class PageState(StrEnum):
    """Where a page stands."""

    DONE = "done"
    IN_PROGRESS = "in-progress"
    NOT_STARTED = "not-started"
    OPTIONAL = "optional"  # blank, and may stay so


@dataclass(frozen=True)
class Progress:
    """How many of the questions that need an answer have one."""

    answered: int
    needed: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.answered == self.needed


def _find_open(questions: Iterable[Question], answers: Mapping[str, Any]) -> Iterator[Question]:
    """The questions that are asked, given the answers: sub-questions only below a Yes."""
    for question in questions:
        yield question
        if question.follow_ups and answers.get(question.code) == "yes":
            yield from _find_open(question.follow_ups, answers)


def find_ignored(questions: Iterable[Question], answers: Mapping[str, Any]) -> Iterator[Question]:
    """Answered sub-questions below an answer that is not Yes: kept, but they do not count."""
    for question in questions:
        if answers.get(question.code) == "yes":
            yield from find_ignored(question.follow_ups, answers)
        else:
            below = (below for child in question.follow_ups for below in child.with_follow_ups())
            yield from (child for child in below if child.code in answers)


def open_questions(page: Page, answers: Mapping[str, Any]) -> list[Question]:
    """What of a page is asked, given the answers."""
    return [*(cell for row in page.rows for cell in row.cells), *_find_open(page.questions, answers)]


def find_missing(page: Page, answers: Mapping[str, Any]) -> list[Question]:
    """The questions of a page (not a repeating one) that need an answer and have none."""
    return [
        question for question in open_questions(page, answers) if question.is_needed and question.code not in answers
    ]


def state_of(page: Page, answers: Mapping[str, Any]) -> PageState:
    """Where a page stands, given all answers."""
    blank = PageState.OPTIONAL if page.is_optional else PageState.NOT_STARTED
    if page.is_repeating:
        entries = answers.get(page.code) or []
        if any(
            question.item.required and question.code not in entry for entry in entries for question in page.questions
        ):
            return PageState.IN_PROGRESS
        return PageState.DONE if entries else blank
    asked = open_questions(page, answers)
    is_begun = any(question.code in answers for question in asked)
    if not any(question.is_needed for question in asked):
        return PageState.DONE if is_begun else PageState.OPTIONAL
    if not is_begun:
        return blank
    return PageState.IN_PROGRESS if find_missing(page, answers) else PageState.DONE


def progress_of(pages: Iterable[Page], answers: Mapping[str, Any]) -> Progress:
    """How many questions of the pages need an answer, and how many have one. Optional and repeating pages aside."""
    needed = [
        question
        for page in pages
        if not page.is_repeating and not page.is_optional
        for question in open_questions(page, answers)
        if question.is_needed
    ]
    return Progress(sum(question.code in answers for question in needed), len(needed))
