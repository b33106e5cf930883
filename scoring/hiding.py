"""What is hidden of a unit's scores, and the words in which suppression speaks of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scoring.results import Family, UnitScores, UnitTier
from surveys.content import Source

UnitKey = tuple[UnitTier, str]
Part = tuple[Family, str]

BELOW = (UnitTier.SUBNATIONAL, UnitTier.ALL_INSTITUTIONS)
"""Units that are means of institutions."""


@dataclass
class Hidden:
    """What of a unit is not published: items, and parts of its perceptions (with them, combined scores and gaps)."""

    items: set[str] = field(default_factory=set)
    parts: set[Part] = field(default_factory=set)

    def hides(self, family: Family, code: str) -> bool:
        """Whether the score of a part is withheld; for the overall score and levels also combined ones and gaps."""
        return (family, code) in self.parts


def key_of(unit: UnitScores) -> UnitKey:
    """By what a unit is found."""
    return unit.unit.tier, unit.unit.code


def perceptions_of(unit: UnitScores) -> Iterator[str]:
    """Items of perceptions that have a score."""
    return (item.code for item in unit.items.values() if item.source is Source.PERCEPTIONS and item.score is not None)


def scored_parts(unit: UnitScores) -> Iterator[Part]:
    """Parts of perceptions that have a score."""
    return ((family, code) for family, code, score in unit.perceptions.parts() if score.score is not None)
