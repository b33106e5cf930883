"""Which units a reader can choose."""

from __future__ import annotations

from dataclasses import dataclass

from reports.dashboard.words import TIERS, spoken
from reports.results import Results
from scoring.results import Unit, UnitTier

_ORDER = (UnitTier.NATIONAL, UnitTier.ALL_INSTITUTIONS, UnitTier.SUBNATIONAL, UnitTier.INSTITUTION)


@dataclass(frozen=True)
class UnitChoice:
    """One unit in the list. `value`: as it stands in addresses."""

    value: str
    name: str
    is_chosen: bool


def unit_choices(results: Results, chosen: Unit) -> list[tuple[str, list[UnitChoice]]]:
    """All units of a round by tier."""
    return [
        (
            str(TIERS[tier]),
            [
                UnitChoice(f"{tier}:{one.unit.code}", spoken(one.unit.name) or one.unit.code, one.unit == chosen)
                for one in results.units(tier)
            ],
        )
        for tier in _ORDER
    ]
