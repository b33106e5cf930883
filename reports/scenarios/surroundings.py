"""What stands around the unit of a scenario: the names of institutions, and the mean over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.figures import UnitView
from reports.results import Results
from reports.scenarios.drawing import Pair
from reports.scenarios.goals import Focus
from reports.scenarios.outcomes import Outcome
from scoring.results import UnitScores, UnitTier


@dataclass(frozen=True)
class Surroundings:
    """`names`: of institutions by code. `everyone`, `institutions`: the mean over all, and those it is taken over.

    None and nothing where the reader may not see them, or where they are of another day than the scenario.
    """

    names: Mapping[str, str]
    everyone: UnitScores | None = None
    institutions: tuple[UnitScores, ...] = ()

    def wider(self, unit: UnitTier, outcome: Outcome) -> Pair | None:
        """The score in question, as the mean over all institutions, before and after what some of them do."""
        if self.everyone is None or unit not in (UnitTier.SUBNATIONAL, UnitTier.INSTITUTION):
            return None
        now, number = outcome.focus.of(self.everyone), self._having(outcome.focus)
        if now is None or not number:
            return None
        return Pair(now, now + _risen(outcome, unit) / number)

    def _having(self, focus: Focus) -> int:
        return sum(focus.of(one) is not None for one in self.institutions)


NOWHERE = Surroundings({})


def surroundings_of(results: Results, view: UnitView, is_stale: bool = False) -> Surroundings:
    """What stands around a unit, with names in the language of its view."""
    institutions = results.units(UnitTier.INSTITUTION)
    names = {one.unit.code: one.unit.called(view.terms.language) for one in institutions}
    if is_stale or results.is_limited:
        return Surroundings(names)
    return Surroundings(names, results.mean, tuple(institutions))


def _risen(outcome: Outcome, unit: UnitTier) -> float:
    """By how much the scores of the institutions that act rise, added up."""
    pairs = [(one.before, one.after) for one in outcome.acting]
    if unit is UnitTier.INSTITUTION:
        pairs = [(outcome.before.at(outcome.focus), outcome.after.at(outcome.focus))]
    return sum(after - before for before, after in pairs if before is not None and after is not None)
