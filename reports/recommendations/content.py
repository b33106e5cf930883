"""The repository of recommendations as pure content: TOML in, frozen values out.

A recommendation says what to do, why, and when it applies: its triggers name items, cells, levels or gaps of an
instrument and the score below which they fire. Pure: nothing here knows Django or a database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from surveys.content import Defective, Source, Text, Tier
from surveys.content.read import read_toml


class BrokenRecommendations(Defective):
    """The file holds no recommendations."""


class TriggerKind(StrEnum):
    """What a trigger looks at."""

    ITEM = "item"  # the score of an item
    CELL = "cell"  # the score of level × area in one source
    DO_NOT_KNOW = "do_not_know"  # the share of Do not know in the answers to an item
    GAP = "gap"  # perceptions minus facts of a level
    LEVEL = "level"  # the score of a level in one source
    COMPARISON = "comparison"  # the score of an item less its mean over all institutions


class Effort(StrEnum):
    """What carrying it out costs, in people and money."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Costs(StrEnum):
    """Where the money comes from."""

    NONE = "none"  # nothing beyond working time
    WITHIN_BUDGET = "within_budget"
    PROJECT = "project"
    PROGRAMME = "programme"  # of several years


class Horizon(StrEnum):
    """How soon it can be done."""

    MONTHS = "months"
    YEAR = "year"
    YEARS = "years"


@dataclass(frozen=True)
class SourceDocument:
    """A document that recommendations cite: a bibliographic description in each language."""

    code: str
    text: Text


@dataclass(frozen=True)
class Trigger:
    """When a recommendation applies: any target weaker than the bound fires it, if every trigger in `also` fires too.

    `targets` are item codes (item, do_not_know, comparison), `level.area` (cell) or levels (gap, level). `below` bounds
    scores (0 to 1), gaps and comparisons (-1 to 1); `share` is the least share of Do not know (0 to 1); `source`
    belongs to cells and levels only. Those in `also` have no `also` of their own: any of some, all of each, is enough.
    """

    kind: TriggerKind
    targets: tuple[str, ...]
    below: float | None = None
    share: float | None = None
    source: Source | None = None
    also: tuple[Trigger, ...] = ()

    @property
    def bound(self) -> float:
        """The score, gap or share at which the trigger fires."""
        bound = self.share if self.kind is TriggerKind.DO_NOT_KNOW else self.below
        if bound is None:
            raise ValueError(f"A trigger of kind {self.kind} has no bound: find_problems names it.")
        return bound


@dataclass(frozen=True)
class Example:
    """How a country does it. `country`: ISO 3166, two letters; `source`: the code of a document, one of the entry's."""

    country: str
    text: Text
    source: str = ""


@dataclass(frozen=True)
class Recommendation:
    """What to do, why, when; `place` says where in the sources it stands. `steps`: one a line, in order."""

    code: str
    title: Text
    action: Text
    reason: Text
    levels: tuple[str, ...]
    area: str
    tiers: tuple[Tier, ...]
    effort: Effort
    costs: Costs
    horizon: Horizon
    sources: tuple[str, ...]
    place: Text
    triggers: tuple[Trigger, ...]
    steps: Text = field(default_factory=dict)
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class RecommendationFile:
    """The recommendations for one instrument and the documents they cite."""

    instrument: str
    sources: tuple[SourceDocument, ...]
    recommendations: tuple[Recommendation, ...]

    @cached_property
    def sources_by_code(self) -> dict[str, SourceDocument]:
        """Every cited document by its code."""
        return {source.code: source for source in self.sources}


def read_recommendations(toml: str) -> RecommendationFile:
    """The recommendations written in `toml`: a file, or several of a folder one after another, the sources first.

    Raises BrokenRecommendations with every defect of form.
    """
    return read_toml(RecommendationFile, toml, "file", BrokenRecommendations)
