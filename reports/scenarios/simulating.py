"""One unit with the measures that it could take, and what they change. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reports.scenarios.expenses import Weights
from reports.scenarios.goals import Focus
from reports.scenarios.measures import Measure, Measures
from reports.scenarios.outcomes import Acting
from reports.scenarios.planning import Candidate
from scoring.frame import Frame, Part
from scoring.methods import Method
from scoring.results import UnitScores
from scoring.whatif import part_under, scores_under

Dependencies = Sequence[tuple[str, str]]
"""Named by hand: the item whose measure comes first, the one that needs it."""


@dataclass(frozen=True)
class Situation:
    """A country or an institution with the measures it could take, and what they take."""

    scores: UnitScores
    frame: Frame
    method: Method
    measures: Measures
    weights: Weights = field(default_factory=Weights)
    dependencies: Dependencies = ()
    peers: tuple[UnitScores, ...] = ()

    def under(self, codes: Collection[str]) -> UnitScores:
        """The scores with these measures taken."""
        return scores_under(self.scores, self.frame, self.method, self.measures.changes(codes))

    def measure(self, key: str) -> Measure:
        """A measure by its key, here its item."""
        return self.measures.by_code[key]

    def needs(self, key: str) -> tuple[str, ...]:
        """The measures that come before one."""
        return self._needs[key]

    def acting(self, _keys: Collection[str], _focus: Focus) -> tuple[Acting, ...]:
        """Only the unit itself acts."""
        return ()

    def complete(self, codes: Collection[str]) -> tuple[str, ...]:
        """These measures with all that they need; of those that exclude each other the first of the instrument."""
        kept: tuple[str, ...] = ()
        for code in (one for one in self.measures.by_code if one in codes):
            together = self._with_needs((*kept, code))
            if self.measures.go_together(together):
                kept = together
        return kept

    def candidates(self, focus: Focus) -> list[Candidate]:
        """The measures as the solver sees them."""
        gains = self._gains(focus)
        return [
            Candidate(
                code=code,
                effort=self.weights.effort_of(one.expense),
                months=self.weights.months_of(one.expense),
                gain=gains[code],
                needs=self._needs[code],
                excludes=one.excludes,
            )
            for code, one in self.measures.by_code.items()
        ]

    def _gains(self, focus: Focus) -> dict[str, float]:
        """What each measure adds to a score, whatever else is done; nothing where there is no such score."""
        now = focus.of(self.scores)
        if now is None:
            return dict.fromkeys(self.measures.by_code, 0.0)
        part = (focus.measure, Part(focus.family, focus.code))
        changes = [one.changes for one in self.measures.by_code.values()]
        under = part_under(self.scores, self.frame, self.method, part, changes)
        return dict(zip(self.measures.by_code, (under - now).tolist(), strict=True))

    @cached_property
    def _needs(self) -> Mapping[str, tuple[str, ...]]:
        """By the instrument and by hand; what is done already is needed no more."""
        known = self.measures.by_code
        return {
            code: tuple(
                dict.fromkeys(
                    [*one.needs, *(first for first, then in self.dependencies if then == code and first in known)]
                )
            )
            for code, one in known.items()
        }

    def _with_needs(self, codes: Sequence[str]) -> tuple[str, ...]:
        wanted: set[str] = set()
        waiting = list(codes)
        while waiting:
            code = waiting.pop()
            if code not in wanted:
                wanted.add(code)
                waiting.extend(self._needs[code])
        return tuple(code for code in self.measures.by_code if code in wanted)


def find_circle(pairs: Dependencies) -> tuple[str, ...]:
    """The items of dependencies that go in a circle; nothing where there is none."""
    left = list(dict.fromkeys(pairs))
    while left:
        followers = {then for _first, then in left}
        free = [pair for pair in left if pair[0] not in followers]
        if not free:
            return tuple(dict.fromkeys(first for first, _then in left))
        left = [pair for pair in left if pair not in free]
    return ()
