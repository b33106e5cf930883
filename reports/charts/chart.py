"""What a chart is: a picture with its words and a table that says the same. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.number_format import NOTHING, NumberFormat
from scoring.display import band_of
from scoring.methods import Method
from scoring.results import Measure, Score
from surveys.content import in_language


@dataclass(frozen=True)
class Table:
    """The twin of a picture: every number in it, as words. The first cell of a row names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Caption:
    """What the caller says of a chart. `key`: unique on a page, a letter first. `sentence`: what matters, whole."""

    key: str
    title: str
    sentence: str


@dataclass(frozen=True)
class Chart:
    """A picture (SVG), its title, the sentence that is also its alternative text, and its twin."""

    key: str
    svg: str
    title: str
    sentence: str
    table: Table


@dataclass(frozen=True)
class Words:
    """The words that stand in pictures and their tables, in one language."""

    facts: str
    perceptions: str
    combined: str
    gap: str
    score: str
    interval: str
    coverage: str
    items: str
    answers: str
    band: str
    level: str
    area: str
    all_areas: str
    all_levels: str
    technology: str
    item: str
    name: str
    source: str
    mean: str
    share: str
    day: str
    responses: str
    all_responses: str
    nothing_asked: str
    no_answers: str
    suppressed: str


@dataclass(frozen=True)
class Terms:
    """What all charts in a language share: words, the way of writing numbers, the bands of the method."""

    language: str
    words: Words
    numbers: NumberFormat
    method: Method

    def called(self, measure: Measure) -> str:
        """What a measure is called, as it stands alone."""
        match measure:
            case Measure.FACTS:
                return self.words.facts
            case Measure.PERCEPTIONS:
                return self.words.perceptions
            case Measure.COMBINED:
                return self.words.combined
            case Measure.GAP:
                return self.words.gap

    def band(self, score: float | None) -> str:
        """The name of a score's band."""
        if score is None:
            return NOTHING
        return in_language(band_of(score, self.method).text, self.language)

    def band_names(self) -> Sequence[str]:
        """The names of all bands, from the lowest."""
        return [in_language(band.text, self.language) for band in self.method.bands]

    def absence(self, score: Score | None) -> str:
        """Why there is no score: it may not be published, nothing asks for it, or nobody answered."""
        if score is not None and score.is_suppressed:
            return self.words.suppressed
        return self.words.no_answers if score is not None and score.mapped else self.words.nothing_asked

    def with_interval(self, score: Score, is_gap: bool = False) -> str:
        """A number and its interval in brackets, where it has one."""
        shown = self.numbers.gap(score.score) if is_gap else self.numbers.score(score.score)
        if score.score is None or score.low is None or score.high is None:
            return shown
        return f"{shown} ({self.numbers.interval(score.low, score.high, is_gap)})"

    def coverage(self, score: Score) -> str:
        """The coverage of a score; nothing where nothing is mapped."""
        return self.numbers.share(score.coverage) if score.mapped else NOTHING
