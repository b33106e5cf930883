"""Scores as frozen values, for pages, reports and the score document. Pure.

None stands for "no value"; 0 is always a measured zero. Scores run from 0 to 1, gaps from -1 to 1; nothing is rounded.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from surveys.content import ItemType, Source, Text, in_language

SOURCES = (Source.FACTS, Source.PERCEPTIONS)
"""The sources that are scored."""

_CELL = "."  # between the codes of a cell's level and area: information.legal


def cell_code(level: str, area: str) -> str:
    """The code of the cell of a level and an area."""
    return f"{level}{_CELL}{area}"


def split_cell(code: str) -> tuple[str, str]:
    """The codes of a cell's level and area; the area is empty where the code is that of no cell."""
    level, _dot, area = code.partition(_CELL)
    return level, area


class UnitTier(StrEnum):
    """What kind of unit is scored, as the score document says it."""

    NATIONAL = "national"
    SUBNATIONAL = "subnational"
    INSTITUTION = "institution"
    ALL_INSTITUTIONS = "all-institutions"


class Family(StrEnum):
    """Kinds of parts, named as in the score document."""

    OVERALL = "overall"
    LEVELS = "levels"
    AREAS = "areas"
    CELLS = "cells"
    TECHNOLOGIES = "technologies"
    PROFILES = "profiles"


class Measure(StrEnum):
    """What is told of a unit: the scores of a source, those of both combined, the gap between them."""

    FACTS = "facts"
    PERCEPTIONS = "perceptions"
    COMBINED = "combined"
    GAP = "gap"


class Origin(StrEnum):
    """Which sources a combined score comes from."""

    FACTS = "facts"
    PERCEPTIONS = "perceptions"
    BOTH = "both"


@dataclass(frozen=True)
class Unit:
    """What is scored. `region`: the code of an institution's region; empty without one."""

    tier: UnitTier
    code: str
    name: Text
    region: str = ""

    def called(self, language: str) -> str:
        """Its name in a language; its code where it has none."""
        return in_language(self.name, language) or self.code


@dataclass(frozen=True)
class Score:
    """A part's score with its interval, and how many of the items mapped to it have one.

    `origin` is set for combined scores only. The coverage of a mean over institutions is the mean of theirs.
    `is_suppressed`: there is a score, but it may not be published.
    """

    score: float | None
    low: float | None
    high: float | None
    coverage: float
    items: int
    mapped: int
    origin: Origin | None = None
    is_suppressed: bool = False


@dataclass(frozen=True)
class LevelScores:
    """An overall score and those of the levels, by their codes."""

    overall: Score
    levels: Mapping[str, Score]

    def parts(self) -> Iterator[tuple[Family, str, Score]]:
        """Every part with its family and code, in the order of Family."""
        yield Family.OVERALL, "", self.overall
        yield from ((Family.LEVELS, code, score) for code, score in self.levels.items())

    def part(self, family: str, code: str) -> Score | None:
        """The score of a part; None where there is none such."""
        return next((score for kind, name, score in self.parts() if (kind, name) == (family, code)), None)


@dataclass(frozen=True)
class SourceScores(LevelScores):
    """All parts of one source. `cells` by level and area (`information.legal`), `profiles` by table."""

    areas: Mapping[str, Score]
    cells: Mapping[str, Score]
    technologies: Mapping[str, Score]
    profiles: Mapping[str, Score]

    @classmethod
    def from_parts(cls, parts: Iterable[tuple[Family, str, Score]]) -> SourceScores:
        """From what `parts` gives, in the order in which it comes. There must be an overall score."""
        families: dict[Family, dict[str, Score]] = {family: {} for family in Family}
        for family, code, score in parts:
            families[family][code] = score
        return cls(
            overall=families[Family.OVERALL][""],
            levels=families[Family.LEVELS],
            areas=families[Family.AREAS],
            cells=families[Family.CELLS],
            technologies=families[Family.TECHNOLOGIES],
            profiles=families[Family.PROFILES],
        )

    def parts(self) -> Iterator[tuple[Family, str, Score]]:
        """The same, with what only a source has."""
        yield from super().parts()
        for family, scores in (
            (Family.AREAS, self.areas),
            (Family.CELLS, self.cells),
            (Family.TECHNOLOGIES, self.technologies),
            (Family.PROFILES, self.profiles),
        ):
            yield from ((family, code, score) for code, score in scores.items())


@dataclass(frozen=True)
class ItemScore:
    """An item's score and the counts behind it.

    `n`: answers that count in the score. `no` includes `structural`, those that are No because the parent is. Counts of
    a reverse item are the raw ones. `missing`: asked and left empty. `low` and `high` are on the scale of the score,
    `mean`, `standard_deviation` (with n - 1), `mean_low`, `mean_high` on 0 to 5; these and the `distribution` over 0 to
    5 are None for Yes/No items. `is_validated`: rests on answers set by a reviewer. `is_suppressed`: may not be
    published; nothing else is then told of it.
    """

    code: str
    type: ItemType
    source: Source
    score: float | None
    low: float | None
    high: float | None
    n: int
    yes: int
    no: int
    structural: int
    dk: int
    missing: int
    dk_share: float | None
    agreement: float | None
    is_validated: bool
    mean: float | None = None
    standard_deviation: float | None = None
    mean_low: float | None = None
    mean_high: float | None = None
    distribution: tuple[int, ...] | None = None
    is_suppressed: bool = False


@dataclass(frozen=True)
class UnitScores:
    """Everything that is known of a unit. `respondents`: counted responses that belong to it."""

    unit: Unit
    respondents: int
    facts: SourceScores
    perceptions: SourceScores
    combined: LevelScores
    gap: LevelScores
    items: Mapping[str, ItemScore]

    def of(self, measure: Measure) -> LevelScores:
        """What a measure tells of the unit."""
        match measure:
            case Measure.FACTS:
                return self.facts
            case Measure.PERCEPTIONS:
                return self.perceptions
            case Measure.COMBINED:
                return self.combined
            case Measure.GAP:
                return self.gap


@dataclass(frozen=True)
class RoundFacts:
    """What a score document says of its round: code, moment of the computation, numbers of responses by state."""

    code: str
    computed_at: datetime.datetime
    counted: int
    excluded: int
    draft: int


@dataclass(frozen=True)
class RoundScores:
    """The scores of a round, with the versions they come from. `method`: `scheme/version`."""

    round: RoundFacts
    instrument: str
    version: str
    method: str
    units: tuple[UnitScores, ...]

    def unit(self, tier: UnitTier, code: str) -> UnitScores | None:
        """The unit of this tier and code; None where there is none."""
        return next((scores for scores in self.units if (scores.unit.tier, scores.unit.code) == (tier, code)), None)
