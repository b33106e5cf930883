"""The diagnostic report as frozen values: what the template prints, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from reports.advice import Advice
from reports.charts import Chart
from reports.passport.codes import Reference
from reports.report.columns import ALL, fit


@dataclass(frozen=True)
class Figure:
    """A chart with its number in the report. `table`: where the table stands that says the same."""

    number: int
    chart: Chart
    table: str


@dataclass(frozen=True)
class ReportTable:
    """Rows of words. `texts`: how many columns at the left hold words, the others hold numbers.

    `widths`: of all columns but the first, in millimetres; empty where they follow from what the table holds.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    anchor: str = ""
    texts: int = 1
    is_dense: bool = False
    widths: tuple[int, ...] = ()

    @property
    def is_words(self) -> bool:
        """Whether no column holds numbers."""
        return self.texts >= len(self.header)

    def columns(self) -> tuple[float, ...]:
        """The width of each column in millimetres; empty where not even its longest words have room."""
        if self.widths:
            return (ALL - sum(self.widths), *self.widths)
        return fit(self.header, self.rows, self.texts, self.is_dense)


@dataclass(frozen=True)
class Band:
    """A band of the scores. `place` chooses its colour."""

    place: int
    name: str
    range: str
    meaning: str


@dataclass(frozen=True)
class Citation:
    """A document in the list of sources: its number there, and its description."""

    number: int
    words: str

    @property
    def anchor(self) -> str:
        """Where it stands in the list."""
        return f"source-{self.number}"


@dataclass(frozen=True)
class Recommendation:
    """A recommendation with its place among all and the documents it cites. `answer`: what the unit answered to it.

    `passports`: where the values of its reasons come from.
    """

    number: int
    advice: Advice
    citations: tuple[Citation, ...]
    answer: str = ""
    passports: tuple[Reference, ...] = ()

    @property
    def reasons(self) -> list[tuple[str, Reference | None]]:
        """Each reason with where its value comes from."""
        return list(zip_longest(self.advice.reasons, self.passports))


@dataclass(frozen=True)
class Section:
    """A part of a chapter; it prints what it has, in this order. `passport`: where its numbers come from."""

    anchor: str
    title: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
    bands: tuple[Band, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    passport: Reference | None = None


class BlockKind(StrEnum):
    """What analysts can write."""

    PARAGRAPH = "paragraph"
    POINTS = "points"
    NUMBERED = "numbered"


@dataclass(frozen=True)
class Block:
    """A paragraph (one line) or a list (a line for each entry)."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """A chapter, which begins on a page of its own. `number`: as it is written, also a letter for an annex.

    `lead`: the sentence it begins with; `blocks`: what analysts wrote. `is_listed`: whether the table of contents names
    its sections.
    """

    anchor: str
    number: str
    title: str
    sections: tuple[Section, ...]
    lead: str = ""
    is_listed: bool = True
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class KeyNumber:
    """A number of the summary."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class Summary:
    """What a reader of one page must know of one unit."""

    title: str
    numbers: tuple[KeyNumber, ...]
    sentences: tuple[str, ...]
    passport: Reference | None = None


@dataclass(frozen=True)
class DiagnosticReport:
    """A whole report. `moment`: when it was made (ISO 8601), `date`: the same in words.

    `label`: by which method. `provenance`: what stands below each page. `warning`: that the data are synthetic; empty
    for real ones. `cautions`: what limits its use. `first_steps`: titles of the most urgent recommendations.
    `foreword`: what analysts wrote before the summary.
    """

    language: str
    title: str
    unit: str
    tier: str
    round_title: str
    country: str
    date: str
    moment: str
    facts: tuple[tuple[str, str], ...]
    label: str
    provenance: str
    warning: str
    cautions: tuple[str, ...]
    summaries: tuple[Summary, ...]
    first_steps: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    foreword: tuple[Block, ...] = ()

    def figures(self) -> Iterator[Figure]:
        """Every figure, in order."""
        for chapter in self.chapters:
            for section in chapter.sections:
                yield from section.figures
