"""What a plan is to reach. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scoring.methods import Method
from scoring.results import Family, Measure, UnitScores

_HAIR = 12  # decimals of a score that are trusted, as in scoring.display


class GoalKind(StrEnum):
    """How a goal is named."""

    BAND = "band"  # the lower bound of a band
    SCORE = "score"  # a score from 0 to 100
    RISE = "rise"  # so many points more than now
    PEER = "peer"  # as much as the best of the other institutions


@dataclass(frozen=True)
class Focus:
    """The score that a scenario is about."""

    measure: Measure = Measure.COMBINED
    family: Family = Family.OVERALL
    code: str = ""

    def of(self, scores: UnitScores) -> float | None:
        """The score of a unit; None where it has none."""
        part = scores.of(self.measure).part(self.family, self.code)
        return part.score if part else None

    @property
    def part(self) -> str:
        """As it stands in addresses."""
        return f"{self.family}:{self.code}"


@dataclass(frozen=True)
class Goal:
    """`value`: the number of a band, a score or a rise from 0 to 100; of no account for the best peer."""

    kind: GoalKind
    focus: Focus
    value: float = 0.0

    def target(self, scores: UnitScores, method: Method, peers: Iterable[UnitScores] = ()) -> float | None:
        """The score (0 to 1) that counts as reached; None where the unit or its peers have no such score."""
        now = self.focus.of(scores)
        if now is None:
            return None
        match self.kind:
            case GoalKind.BAND:
                return next((band.low for band in method.bands if band.value == self.value), None)
            case GoalKind.SCORE:
                return self.value / 100
            case GoalKind.RISE:
                return now + self.value / 100
            case GoalKind.PEER:
                others = (self.focus.of(one) for one in peers if one.unit != scores.unit)
                return max((score for score in others if score is not None), default=None)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"kind": self.kind.value, "value": self.value} | focus_as_json(self.focus)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Goal:
        """What was kept."""
        return cls(GoalKind(kept["kind"]), focus_from_json(kept), float(kept["value"]))


def focus_as_json(focus: Focus) -> dict[str, str]:
    """As it is kept."""
    return {"measure": focus.measure.value, "family": focus.family.value, "code": focus.code}


def focus_from_json(kept: Mapping[str, Any]) -> Focus:
    """What was kept."""
    return Focus(Measure(kept["measure"]), Family(kept["family"]), kept["code"])


def is_reached(score: float | None, target: float) -> bool:
    """Whether a score reaches a target, hairs of binary arithmetic aside."""
    return score is not None and round(score, _HAIR) >= round(target, _HAIR)
