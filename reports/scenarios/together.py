"""Several institutions that take measures, and what becomes of their region or of all institutions. Pure.

A region's score is the mean over its institutions that have it, as is the one of all institutions. Measures never
change which institutions have a score: what one adds to the mean is what it adds to its institution, by their number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from reports.scenarios.goals import Focus
from reports.scenarios.keys import key_of, split_key
from reports.scenarios.measures import Measure, Measures
from reports.scenarios.outcomes import Acting
from reports.scenarios.planning import Candidate
from reports.scenarios.simulating import Situation
from scoring.methods import Method
from scoring.results import UnitScores
from scoring.whatif import mean_scores


@dataclass(frozen=True)
class Together:
    """A region or all institutions. `members`: all that its scores are means over; `may_act`: those that take measures.

    Members are named by their codes.
    """

    scores: UnitScores
    method: Method
    members: Mapping[str, Situation]
    may_act: Collection[str]
    peers: tuple[UnitScores, ...] = ()

    @cached_property
    def measures(self) -> Mapping[str, Measures]:
        """The measures of each institution that may act."""
        return {body: one.measures for body, one in self.members.items() if body in self.may_act}

    def measure(self, key: str) -> Measure:
        """A measure by its key."""
        item, body = split_key(key)
        return self.members[body].measure(item)

    def needs(self, key: str) -> tuple[str, ...]:
        """The measures of the same institution that come before one."""
        item, body = split_key(key)
        return tuple(key_of(need, body) for need in self.members[body].needs(item))

    def under(self, keys: Collection[str]) -> UnitScores:
        """The scores with these measures taken."""
        chosen = _by_body(keys)
        return mean_scores(self.scores, [one.under(chosen.get(body, [])) for body, one in self.members.items()])

    def candidates(self, focus: Focus) -> list[Candidate]:
        """The measures of those that may act, as the solver sees them; none of one without the score in question."""
        having = [body for body, one in self.members.items() if focus.of(one.scores) is not None]
        return [
            replace(
                one,
                code=key_of(one.code, body),
                gain=one.gain / len(having),
                needs=tuple(key_of(need, body) for need in one.needs),
                excludes=tuple(key_of(other, body) for other in one.excludes),
                body=body,
            )
            for body in having
            if body in self.may_act
            for one in self.members[body].candidates(focus)
        ]

    def complete(self, keys: Collection[str]) -> tuple[str, ...]:
        """These measures with all that they need; of those that exclude each other the first of the instrument."""
        chosen = _by_body(keys)
        return tuple(
            key_of(item, body) for body in self.measures for item in self.members[body].complete(chosen.get(body, []))
        )

    def acting(self, keys: Collection[str], focus: Focus) -> tuple[Acting, ...]:
        """The institutions that take these measures."""
        chosen = _by_body(keys)
        return tuple(
            Acting(body, focus.of(one.scores), focus.of(one.under(chosen[body])))
            for body, one in self.members.items()
            if body in chosen
        )


def _by_body(keys: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in keys:
        item, body = split_key(key)
        found.setdefault(body, []).append(item)
    return found
