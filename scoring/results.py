"""Scores as frozen values, for pages, reports and the score document. Pure.

None stands for "no value"; 0 is always a measured zero. Scores run from 0 to 1, gaps from -1 to 1; nothing is rounded.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from surveys.content import ItemType, Source, Text


class UnitTier(StrEnum):
    """What kind of unit is scored, as the score document says it."""

    NATIONAL = "national"
    SUBNATIONAL = "subnational"
    INSTITUTION = "institution"
    ALL_INSTITUTIONS = "all-institutions"


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


@dataclass(frozen=True)
class Score:
    """A part's score with its interval, and how many of the items mapped to it have one.

    `origin` is set for combined scores only. The coverage of a mean over institutions is the mean of theirs.
    """

    score: float | None
    low: float | None
    high: float | None
    coverage: float
    items: int
    mapped: int
    origin: Origin | None = None


@dataclass(frozen=True)
class LevelScores:
    """An overall score and those of the levels, by their codes."""

    overall: Score
    levels: Mapping[str, Score]


@dataclass(frozen=True)
class SourceScores(LevelScores):
    """All parts of one source. `cells` by level and area (`information.legal`), `profiles` by table."""

    areas: Mapping[str, Score]
    cells: Mapping[str, Score]
    technologies: Mapping[str, Score]
    profiles: Mapping[str, Score]


@dataclass(frozen=True)
class ItemScore:
    """An item's score and the counts behind it.

    `n`: answers that count in the score. `no` includes `structural`, those that are No because the parent is. Counts of
    a reverse item are the raw ones. `missing`: asked and left empty. `low` and `high` are on the scale of the score,
    `mean`, `standard_deviation` (with n - 1), `mean_low`, `mean_high` on 0 to 5; these and the `distribution` over 0 to
    5 are None for Yes/No items. `is_validated`: rests on answers set by a reviewer.
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
