"""Which units a reader can choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reports.dashboard.words import TIERS
from reports.figures import UnitView
from scoring.results import UnitScores, UnitTier


class HasUnits(Protocol):
    """Results of a round: those of now, or public ones. `is_limited`: to institutions of the reader."""

    @property
    def is_limited(self) -> bool: ...

    def units(self, tier: UnitTier) -> list[UnitScores]:
        """The units of a tier, by name."""


@dataclass(frozen=True)
class UnitChoice:
    """One unit in the list. `value`: as it stands in addresses."""

    value: str
    name: str
    is_chosen: bool


def unit_choices(results: HasUnits, view: UnitView) -> list[tuple[str, list[UnitChoice]]]:
    """The units of a round by tier that the reader can open, by name; that of the view is chosen."""
    language = view.terms.language
    tiers = {UnitTier.INSTITUTION: TIERS[UnitTier.INSTITUTION]} if results.is_limited else TIERS
    return [
        (
            str(name),
            [
                UnitChoice(f"{tier}:{one.unit.code}", one.unit.called(language), one.unit == view.scores.unit)
                for one in results.units(tier)
            ],
        )
        for tier, name in tiers.items()
    ]
