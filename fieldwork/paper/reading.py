"""A chapter as it is typed in at once: which answers it holds, what was posted for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from surveys.forms import Merge, Posted, Raw, merge, read_posted
from surveys.models import Response
from surveys.pages import PROFILE, Page, Questionnaire
from surveys.questionnaires import asked_of
from surveys.saving import save_answers, save_profile

ROOM = 2
"""Blank entries behind those of a table that repeats."""
MAX_ENTRIES = 200


@dataclass(frozen=True)
class ChapterSheet:
    """A chapter of one response in the language of its paper; the page about the respondent is one too."""

    response: Response
    questionnaire: Questionnaire
    code: str
    title: str
    pages: tuple[Page, ...]

    @property
    def is_profile(self) -> bool:
        """Whether it is about the respondent."""
        return self.code == PROFILE

    @property
    def stored(self) -> Mapping[str, Any]:
        """What is stored now: code of an item, or of a table that repeats -> answer."""
        return self.response.profile if self.is_profile else self.response.answers

    @property
    def codes(self) -> list[str]:
        """What is saved by itself, in order: items, and tables that repeat as wholes."""
        return [code for page in self.pages for code in _codes_of(page)]

    def save(self, patch: Mapping[str, Any], by: Any) -> None:
        """Store a patch. Raises RoundNotOpen or AlreadySubmitted."""
        if self.is_profile:
            save_profile(self.response, patch)
        else:
            save_answers(self.response, patch, by=by)

    def entries_of(self, page: Page) -> list[dict[str, Any]]:
        """The entries stored for a table that repeats."""
        return list(self.stored.get(page.code) or [])


def _codes_of(page: Page) -> list[str]:
    return [page.code] if page.is_repeating else [question.code for question in page.all_questions]


def chapters_of(response: Response) -> list[ChapterSheet]:
    """Everything that the response is asked, chapter by chapter, as the paper has it."""
    questionnaire = asked_of(response, response.language)
    profile = [ChapterSheet(response, questionnaire, PROFILE, "", (questionnaire.profile,))]
    chapters = [
        ChapterSheet(response, questionnaire, chapter.code, chapter.title, chapter.pages)
        for section in questionnaire.sections
        for chapter in section.chapters
    ]
    return [*(profile if questionnaire.profile.questions else []), *chapters]


def prefix_of(page: Page, number: int) -> str:
    """What the names of the fields of one entry begin with; `number` counts from 1."""
    return f"{page.code}~{number}~"


@dataclass
class Typed:
    """What was posted for a chapter.

    `values`: what can be stored, by the codes of the chapter; `typed` and `errors`: by the names of fields.
    """

    values: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, Raw] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_chapter(sheet: ChapterSheet, data: QueryDict) -> Typed:
    """What a browser posted for a chapter."""
    read = Typed()
    for page in sheet.pages:
        if page.is_repeating:
            _read_entries(sheet, page, data, read)
            continue
        posted = read_posted(page.all_questions, data)
        read.values |= posted.values
        read.typed |= posted.typed
        read.errors |= posted.errors
    return read


def _read_entries(sheet: ChapterSheet, page: Page, data: QueryDict, read: Typed) -> None:
    """The entries of a table that repeats: those with nothing in them are left out, what cannot be read stays as it
    was."""
    sent = data.get(f"{page.code}~count", "")
    if not re.fullmatch(r"\d{1,4}", sent):
        return
    stored, entries = sheet.entries_of(page), []
    for number in range(1, min(int(sent), MAX_ENTRIES) + 1):
        prefix = prefix_of(page, number)
        posted = read_posted(page.questions, _part(data, prefix))
        before = stored[number - 1] if number <= len(stored) else {}
        kept = {code: before[code] for code in posted.errors if code in before}
        entry = kept | {code: value for code, value in posted.values.items() if value is not None}
        if entry or posted.errors:
            _complain_of_gaps(page, entry, posted)
        if entry:
            entries.append(entry)
        read.typed |= {prefix + code: raw for code, raw in posted.typed.items()}
        read.errors |= {prefix + code: message for code, message in posted.errors.items()}
    read.values[page.code] = entries or None


def _part(data: QueryDict, prefix: str) -> QueryDict:
    """The fields whose names begin so, under the rest of their names."""
    part = QueryDict(mutable=True)
    for name, sent in data.lists():
        if name.startswith(prefix):
            part.setlist(name.removeprefix(prefix), sent)
    return part


def _complain_of_gaps(page: Page, entry: Mapping[str, Any], posted: Posted) -> None:
    for question in page.questions:
        if question.item.required and question.code not in entry:
            posted.errors.setdefault(question.code, _("Answer this question."))


def save_chapter(sheet: ChapterSheet, read: Typed, seen: str, by: Any) -> Merge:
    """Store what nobody else changed meanwhile; the rest is for the clerk to decide."""
    merged = merge(sheet.codes, sheet.stored, read.values, seen)
    sheet.save(merged.patch, by)
    return merged
