"""The blank questionnaire as a form of paper shows it: plain values, what to tick, what to write, where to go next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from surveys.content import ItemType
from surveys.pages import Page, Question, Questionnaire, SectionPages
from surveys.pages.model import Choice

ENTRIES = 3
"""How often a table that repeats is printed."""
MAX_SHORT = 24
_TICKED = (ItemType.YNDK, ItemType.SCALE05)


@dataclass(frozen=True)
class Line:
    """One question.

    `depth`: how many answers above it must be Yes; `opens`: the first of those below a Yes; `skip`: where to go unless
    this one is Yes; `lines`: how many there are to write on.
    """

    question: Question
    depth: int = 0
    opens: bool = False
    skip: str = ""
    lines: range = range(1)

    @property
    def is_wordy(self) -> bool:
        """Whether its choices are too long to stand in two columns."""
        return any(len(choice.text) > MAX_SHORT for choice in self.question.choices)

    @property
    def kind(self) -> str:
        """How it is answered on paper."""
        kind = self.question.type
        if kind in _TICKED:
            return "ticks"
        if kind in (ItemType.CHOICE, ItemType.MULTICHOICE):
            return "boxes"
        if kind in (ItemType.PERCENT, ItemType.COUNT):
            return "number"
        return "date" if kind is ItemType.DATE else "words"


@dataclass(frozen=True)
class Block:
    """Questions that share a table, because they are ticked in the same columns; or those that do not."""

    lines: Sequence[Line]

    @property
    def is_ticked(self) -> bool:
        """Whether its choices are columns."""
        return self.lines[0].kind == "ticks"

    @property
    def is_numeric(self) -> bool:
        """Whether it asks for numbers only: they need little room."""
        return self.lines[0].kind == "number"

    @property
    def choices(self) -> Sequence[Choice]:
        """The columns of a ticked block."""
        return self.lines[0].question.choices if self.is_ticked else ()


@dataclass(frozen=True)
class Sheet:
    """One table of the questionnaire. `entries`: the numbers of its blank copies, where it repeats."""

    page: Page
    blocks: list[Block]
    entries: range = range(0)


@dataclass(frozen=True)
class ChapterSheets:
    """A chapter. `address`: of the page where its answers are typed in."""

    code: str
    title: str
    sheets: list[Sheet]
    address: str = ""


@dataclass(frozen=True)
class SectionSheets:
    """A section. `points`: what the points of its rating scale mean, where it uses one."""

    section: SectionPages
    points: tuple[Choice, ...] = ()
    chapters: list[ChapterSheets] = field(default_factory=list)


def profile_blocks(questionnaire: Questionnaire) -> list[Block]:
    """The questions about the respondent."""
    return _blocks([Line(question) for question in questionnaire.profile.questions])


def sections_of(questionnaire: Questionnaire) -> list[SectionSheets]:
    """Every section of a questionnaire, or of what is left of it."""
    order = [question.code for page in questionnaire.pages for question in page.all_questions]
    after = dict(zip(order, [*order[1:], ""], strict=True))
    return [
        SectionSheets(
            section,
            next((page.points for page in section.pages() if page.points), ()),
            [
                ChapterSheets(chapter.code, chapter.title, [_sheet(page, after) for page in chapter.pages])
                for chapter in section.chapters
            ],
        )
        for section in questionnaire.sections
    ]


def _sheet(page: Page, after: dict[str, str]) -> Sheet:
    lines = [line for question in page.questions for line in _lines(question, after)]
    return Sheet(page, _blocks(lines), range(1, ENTRIES + 1) if page.is_repeating else range(0))


def _lines(question: Question, after: dict[str, str], depth: int = 0, *, opens: bool = False) -> Iterator[Line]:
    yield Line(question, depth, opens, _skip(question, after), range(4 if question.is_long else 1))
    for place, below in enumerate(question.follow_ups):
        yield from _lines(below, after, depth + 1, opens=place == 0)


def _skip(question: Question, after: dict[str, str]) -> str:
    """Where somebody goes on who does not answer Yes; empty where nothing is passed over."""
    if not question.follow_ups:
        return ""
    *_others, last = question.with_follow_ups()
    following = after.get(last.code, "")
    if not following:
        return _("If your answer is not Yes, you have reached the end.")
    return _("If your answer is not Yes, go to %(code)s.") % {"code": following}


def _blocks(lines: Iterable[Line]) -> list[Block]:
    """Neighbours with the same columns stand in one table."""

    def columns(line: Line) -> tuple[str, ...]:
        if line.kind == "ticks":
            return tuple(choice.value for choice in line.question.choices)
        return ("", "number" if line.kind == "number" else "")

    return [Block(list(group)) for _key, group in groupby(lines, columns)]
