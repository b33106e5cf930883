"""All answers of a response as people read them, with what is missing and what does not count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.models import Response
from surveys.pages import Page, Question, Questionnaire, find_ignored, find_missing, open_questions
from surveys.rendering import to_words


@dataclass(frozen=True)
class Line:
    """One question with its answer.

    `is_missing`: it needs one and has none. `is_ignored`: the answer is stored, but does not count.
    """

    code: str
    text: str
    answer: str
    is_missing: bool = False
    is_required: bool = False
    is_ignored: bool = False


@dataclass(frozen=True)
class Part:
    """The answers of one page, or of one entry of a repeating one. `path`: its address below that of the response."""

    title: str
    path: str
    lines: list[Line]

    @property
    def missing(self) -> list[Line]:
        """The questions that need an answer and have none."""
        return [line for line in self.lines if line.is_missing]


@dataclass(frozen=True)
class SectionParts:
    """The answers of one section."""

    title: str
    parts: list[Part]


@dataclass(frozen=True)
class Check:
    """Everything that would be submitted now."""

    sections: list[SectionParts]

    @property
    def parts(self) -> list[Part]:
        """Every part, in order."""
        return [part for section in self.sections for part in section.parts]

    @property
    def missing(self) -> int:
        """How many questions need an answer and have none."""
        return sum(len(part.missing) for part in self.parts)

    @property
    def ignored(self) -> int:
        """How many answers are stored that do not count."""
        return sum(line.is_ignored for part in self.parts for line in part.lines)

    @property
    def required(self) -> list[tuple[Part, Line]]:
        """The gaps that keep the answers from being submitted."""
        return [(part, line) for part in self.parts for line in part.missing if line.is_required]


def check(response: Response, questionnaire: Questionnaire) -> Check:
    """What a response holds, of what it is asked; the words are those of the questionnaire's language."""
    profile = questionnaire.profile
    sections = [SectionParts("", [_part(profile, _("About you"), response.profile)])] if profile.questions else []
    for section in questionnaire.sections:
        parts = [part for page in section.pages() for part in _parts(page, response.answers)]
        sections.append(SectionParts(section.title, parts))
    return Check(sections)


def _parts(page: Page, answers: Mapping[str, Any]) -> list[Part]:
    if not page.is_repeating:
        return [_part(page, page.title, answers)]
    entries = answers.get(page.code) or []
    if not entries:
        return [Part(page.title, f"{page.code}/", [])]
    parts = []
    for number, entry in enumerate(entries, start=1):
        title = _("%(title)s: entry %(number)d") % {"title": page.title, "number": number}
        lines = [_line(question, entry, question.item.required) for question in page.questions]
        parts.append(Part(title, f"{page.code}/{number}/", lines))
    return parts


def _part(page: Page, title: str, answers: Mapping[str, Any]) -> Part:
    asked = {question.code for question in open_questions(page, answers)}
    missing = set() if page.is_optional else {question.code for question in find_missing(page, answers)}
    ignored = {question.code for question in find_ignored(page.questions, answers)}
    lines = [
        _line(question, answers, question.code in missing, is_ignored=question.code in ignored)
        for question in page.all_questions
        if question.code in asked or question.code in ignored
    ]
    return Part(title, f"{page.code}/", lines)


def _line(question: Question, answers: Mapping[str, Any], is_needed: bool, *, is_ignored: bool = False) -> Line:
    return Line(
        question.code,
        question.text,
        to_words(question, answers.get(question.code)),
        is_missing=is_needed and question.code not in answers,
        is_required=question.item.required,
        is_ignored=is_ignored,
    )
