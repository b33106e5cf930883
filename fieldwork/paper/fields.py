"""The fields of a chapter as the entry page shows them: one row for each question, one key for each answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fieldwork.paper.reading import ROOM, ChapterSheet, Typed, prefix_of
from surveys.coding import ONGOING
from surveys.content import ItemType
from surveys.countries import country_choices
from surveys.forms import Raw
from surveys.pages import Page, Question, find_ignored
from surveys.rendering import to_input

_TICKED = (ItemType.YNDK, ItemType.SCALE05, ItemType.CHOICE)


@dataclass(frozen=True)
class Pick:
    """One answer to choose. `key`: what is pressed for it."""

    value: str
    text: str
    key: str
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    """One question with what stands in its field. `label`: what stands before it in a table with columns."""

    name: str
    question: Question
    kind: str
    value: str
    picks: tuple[Pick, ...]
    label: str = ""
    depth: int = 0
    error: str = ""
    notice: str = ""

    @property
    def text(self) -> str:
        """The words of the question."""
        return f"{self.label} – {self.question.column}" if self.label else self.question.text


@dataclass(frozen=True)
class Group:
    """The fields of a page, or of one entry of a page that repeats (`number`; 0: it does not)."""

    fields: list[Field]
    number: int = 0


@dataclass(frozen=True)
class FilledPage:
    """A table of the questionnaire. `count`: how many entries it shows; 0 where it does not repeat."""

    page: Page
    groups: list[Group]
    count: int = 0


def fill(sheet: ChapterSheet, read: Typed, notices: Mapping[str, str]) -> list[FilledPage]:
    """Every page of a chapter. What was typed and could not be stored stands in its field again."""
    return [
        _fill_entries(sheet, page, read, notices) if page.is_repeating else _fill_page(sheet, page, read, notices)
        for page in sheet.pages
    ]


def _fill_page(sheet: ChapterSheet, page: Page, read: Typed, notices: Mapping[str, str]) -> FilledPage:
    stored = sheet.stored
    does_not_count = _("This is kept, but it does not count unless the answer above is Yes.")
    ignored = {question.code: does_not_count for question in find_ignored(page.questions, stored)}
    maker = _Maker(stored, read, {**ignored, **notices})
    fields = [maker.field(cell, label=row.text) for row in page.rows for cell in row.cells]
    fields += maker.fields(page.questions)
    return FilledPage(page, [Group(fields)])


def _fill_entries(sheet: ChapterSheet, page: Page, read: Typed, notices: Mapping[str, str]) -> FilledPage:
    stored = sheet.entries_of(page)
    numbers = [int(name.split("~")[1]) for name in read.typed if name.startswith(f"{page.code}~")]
    # An entry whose fields hold nothing readable is not stored: it must not vanish before it is corrected.
    count = max([len(stored) + ROOM, *numbers])
    groups = []
    for number in range(1, count + 1):
        entry = stored[number - 1] if number <= len(stored) else {}
        maker = _Maker(entry, read, {}, prefix_of(page, number))
        groups.append(Group(maker.fields(page.questions), number))
    return FilledPage(page, groups, count)


@dataclass(frozen=True)
class _Maker:
    """Makes fields of one page or entry: `stored` by item code, the rest by the name of the field."""

    stored: Mapping[str, Any]
    read: Typed
    notices: Mapping[str, str]
    prefix: str = ""

    def fields(self, questions: Iterable[Question], depth: int = 0) -> list[Field]:
        found = []
        for question in questions:
            found.append(self.field(question, depth=depth))
            found += self.fields(question.follow_ups, depth + 1)
        return found

    def field(self, question: Question, *, label: str = "", depth: int = 0) -> Field:
        name = self.prefix + question.code
        error, notice = self.read.errors.get(name, ""), self.notices.get(name, "")
        value: Raw = to_input(question, self.stored.get(question.code))
        if name in self.read.typed and (error or notice or (self.prefix and self.read.errors)):
            value = self.read.typed[name]
        words = value if isinstance(value, str) else next((part for part in value if part != ONGOING), "")
        return Field(name, question, _kind_of(question), words, _picks(question, value), label, depth, error, notice)


def _kind_of(question: Question) -> str:
    if question.type in _TICKED:
        return "picks"
    if question.type is ItemType.MULTICHOICE:
        return "boxes"
    if question.type is ItemType.COUNTRY:
        return "country"
    if question.type is ItemType.DATE:
        return "date"
    if question.type in (ItemType.PERCENT, ItemType.COUNT):
        return "number"
    return "long" if question.is_long else "line"


def _picks(question: Question, value: Raw) -> tuple[Pick, ...]:
    """The choices of a question with their keys: the point of a rating, else the place in the list."""
    chosen = [value] if isinstance(value, str) else value
    if question.type is ItemType.DATE:
        ongoing = Pick(ONGOING, _("It is ongoing"), "", ONGOING in chosen)
        return (ongoing,) if question.item.open_ended else ()
    if question.type is ItemType.COUNTRY:
        return tuple(Pick(code, name, "", code in chosen) for code, name in country_choices(get_language() or ""))
    return tuple(
        Pick(
            choice.value,
            _short(question, choice.text, choice.words),
            _key(question, choice.value, place),
            choice.value in chosen,
        )
        for place, choice in enumerate(question.choices, start=1)
    )


def _short(question: Question, text: str, words: str) -> str:
    return "" if question.type is ItemType.SCALE05 else text or words


def _key(question: Question, value: str, place: int) -> str:
    if question.type is ItemType.SCALE05:
        return value
    return str(place) if place < 10 else ""
