"""Frozen values that the respondent's templates show: plain words in one language. Pure.

An immutable instrument version makes them once for each process and language; a request only adds the answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from surveys.content import Item, ItemType, Scale, Source, Tier

PROFILE = "profile"
"""The code of the page about the respondent."""


@dataclass(frozen=True)
class Choice:
    """One answer to choose. `words` is `text` without the value that may begin it: "3 – adequate" -> "adequate"."""

    value: str
    text: str
    words: str
    help: str


@dataclass(frozen=True)
class Question:
    """One item. `follow_ups` are asked when it is Yes; `is_long`: words that need several lines."""

    item: Item
    scale: Scale | None
    text: str
    help: str
    choices: tuple[Choice, ...] = ()
    column: str = ""
    is_long: bool = False
    follow_ups: tuple[Question, ...] = ()

    @property
    def code(self) -> str:
        """The item's code: the name and the identifier of its field."""
        return self.item.code

    @property
    def type(self) -> ItemType:
        """How it is answered."""
        return self.item.type

    @property
    def is_needed(self) -> bool:
        """Whether leaving it blank is a gap. Words and numbers may be left out: not everybody has them."""
        return self.item.required or self.type in (ItemType.YNDK, ItemType.SCALE05, ItemType.CHOICE)

    def with_follow_ups(self) -> Iterator[Question]:
        """This question and all below it, in order."""
        yield self
        for question in self.follow_ups:
            yield from question.with_follow_ups()


@dataclass(frozen=True)
class GridRow:
    """A row of a table with columns: one question in each column."""

    code: str
    text: str
    cells: tuple[Question, ...]


@dataclass(frozen=True)
class Page:
    """One table on one page. `intros` are the paragraphs that open its section and chapter."""

    code: str
    title: str
    lead: str = ""
    help: str = ""
    section: str = ""
    chapter: str = ""
    intros: tuple[str, ...] = ()
    is_optional: bool = False
    is_repeating: bool = False
    columns: tuple[str, ...] = ()
    rows: tuple[GridRow, ...] = ()
    questions: tuple[Question, ...] = ()
    points: tuple[Choice, ...] = ()

    @cached_property
    def all_questions(self) -> tuple[Question, ...]:
        """Every question of the page, in order."""
        cells = [cell for row in self.rows for cell in row.cells]
        return (*cells, *(below for question in self.questions for below in question.with_follow_ups()))

    @cached_property
    def by_code(self) -> Mapping[str, Question]:
        """Every question by its code."""
        return {question.code: question for question in self.all_questions}

    def without_institution(self) -> Page:
        """The page for somebody who answers for no institution: questions about one are left out."""
        rows = (replace(row, cells=tuple(filter(_is_national, row.cells))) for row in self.rows)
        return replace(
            self,
            rows=tuple(row for row in rows if row.cells),
            questions=tuple(filter(_is_national, self.questions)),
        )


def _is_national(question: Question) -> bool:
    # A sub-question speaks about the same tier as its parent: the tops decide for all below them.
    return question.item.tier is Tier.NATIONAL


@dataclass(frozen=True)
class ChapterPages:
    """Pages under one heading."""

    code: str
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class SectionPages:
    """A section as pages. `needs_institution`: only those who answer for an institution are asked it."""

    code: str
    title: str
    intro: str
    source: Source
    is_personal: bool
    is_optional: bool
    needs_institution: bool
    chapters: tuple[ChapterPages, ...]

    def pages(self) -> Iterator[Page]:
        """The section's pages, in order."""
        for chapter in self.chapters:
            yield from chapter.pages

    def without_institution(self) -> SectionPages:
        """The section for somebody who answers for no institution. Everybody may describe what he knows."""
        if self.source is Source.NARRATIVE:
            return self
        chapters = (
            replace(
                chapter,
                pages=tuple(page for page in map(Page.without_institution, chapter.pages) if page.all_questions),
            )
            for chapter in self.chapters
        )
        return replace(self, chapters=tuple(chapter for chapter in chapters if chapter.pages))

    def limited_to(self, codes: Collection[str]) -> SectionPages:
        """The section with only these of its chapters."""
        return replace(self, chapters=tuple(chapter for chapter in self.chapters if chapter.code in codes))


@dataclass(frozen=True)
class Questionnaire:
    """A whole instrument version in one language, or what of it somebody is asked.

    `fragments` remembers what templates made of questions that look the same for everybody.
    """

    language: str
    title: str
    profile: Page
    sections: tuple[SectionPages, ...]
    fragments: dict[Any, str] = field(default_factory=dict, compare=False, repr=False)
    _asked: dict[Any, Questionnaire] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page but the profile, in order."""
        return tuple(page for section in self.sections for page in section.pages())

    @cached_property
    def page_by_code(self) -> Mapping[str, Page]:
        """Every page but the profile, by its code."""
        return {page.code: page for page in self.pages}

    def asked(self, sections: Collection[str], has_institution: bool, chapters: Collection[str] = ()) -> Questionnaire:
        """What somebody is asked who was given these sections; of them only these chapters, if any are named.

        Who was given chapters only is not asked about herself: the response is another's.
        """
        key = (frozenset(sections), has_institution, frozenset(chapters))
        if key not in self._asked:
            chosen = (section for section in self.sections if section.code in key[0])
            kept = (section if has_institution else section.without_institution() for section in chosen)
            kept = (section.limited_to(key[2]) if key[2] else section for section in kept)
            profile = replace(self.profile, rows=(), questions=()) if key[2] else self.profile
            sections_asked = tuple(section for section in kept if section.chapters)
            self._asked[key] = replace(self, profile=profile, sections=sections_asked, _asked={})
        return self._asked[key]

    def neighbours(self, code: str) -> tuple[Page | None, Page | None]:
        """The pages before and after one; None at the ends."""
        place = self.pages.index(self.page_by_code[code])
        return (
            self.pages[place - 1] if place else None,
            self.pages[place + 1] if place + 1 < len(self.pages) else None,
        )
