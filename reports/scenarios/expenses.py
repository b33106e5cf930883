"""What measures take: effort, months and costs, from the recommendations that fire on their items. Pure.

Recommendations name classes; that a class stands for a number is this project's choice, which each scenario can change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from reports.recommendations.content import Costs, Effort, Horizon, Recommendation, TriggerKind
from reports.recommendations.matching import Match
from reports.scenarios.measures import Expense

_ABOUT_ITEMS = (TriggerKind.ITEM, TriggerKind.DO_NOT_KNOW, TriggerKind.COMPARISON)
MOST = 1000  # that a class may stand for


@dataclass(frozen=True)
class Weights:
    """What the classes stand for: points of effort, and months. Whole numbers from 1 to MOST.

    A measure without a recommendation has medium effort and takes `unknown` months.
    """

    low: int = 1
    medium: int = 2
    high: int = 4
    months: int = 6
    year: int = 12
    years: int = 36
    unknown: int = 12

    def effort_of(self, expense: Expense) -> int:
        """Points of effort."""
        numbers = {Effort.LOW: self.low, Effort.MEDIUM: self.medium, Effort.HIGH: self.high}
        return numbers[expense.effort or Effort.MEDIUM]

    def months_of(self, expense: Expense) -> int:
        """How long it takes."""
        if expense.horizon is None:
            return self.unknown
        return {Horizon.MONTHS: self.months, Horizon.YEAR: self.year, Horizon.YEARS: self.years}[expense.horizon]

    def as_json(self) -> dict[str, int]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, int]) -> Weights:
        """What was kept; the usual number where nothing was."""
        return cls(**{name: kept[name] for name in asdict(cls()) if name in kept})


def find_expenses(matches: Iterable[Match]) -> dict[str, Expense]:
    """What each item's measure takes, by item code: of the least demanding recommendation that fires on the item."""
    found: dict[str, list[Recommendation]] = {}
    for match in matches:
        for code in dict.fromkeys(fired.target for fired in match.fired if fired.kind in _ABOUT_ITEMS):
            found.setdefault(code, []).append(match.recommendation)
    return {code: _expense(sorted(ours, key=_demand)) for code, ours in found.items()}


def _demand(recommendation: Recommendation) -> tuple[int, int, int]:
    return (
        list(Effort).index(recommendation.effort),
        list(Horizon).index(recommendation.horizon),
        list(Costs).index(recommendation.costs),
    )


def _expense(ours: list[Recommendation]) -> Expense:
    least = ours[0]
    return Expense(least.effort, least.horizon, least.costs, tuple(one.code for one in ours))
