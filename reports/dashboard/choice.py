"""Which units a reader can choose."""

from __future__ import annotations

from dataclasses import dataclass

from reports.dashboard.words import TIERS
from reports.figures import UnitView
from reports.results import Results
from scoring.results import UnitTier


@dataclass(frozen=True)
class UnitChoice:
    """One unit in the list. `value`: as it stands in addresses."""

    value: str
    name: str
    is_chosen: bool


def unit_choices(results: Results, view: UnitView) -> list[tuple[str, list[UnitChoice]]]:
    """The units of a round by tier that the reader can open; that of the view is chosen."""
    tiers = {UnitTier.INSTITUTION: TIERS[UnitTier.INSTITUTION]} if results.is_limited else TIERS
    return [
        (
            str(name),
            [
                UnitChoice(
                    f"{tier}:{one.unit.code}", one.unit.called(view.terms.language), one.unit == view.scores.unit
                )
                for one in results.units(tier)
            ],
        )
        for tier, name in tiers.items()
    ]
