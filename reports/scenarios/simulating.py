"""From measures, or from a goal and limits, to what they lead to. Pure: scores in, outcomes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reports.scenarios.expenses import Weights
from reports.scenarios.goals import Focus, Goal, is_reached
from reports.scenarios.measures import Measure, Measures
from reports.scenarios.outcomes import Outcome, Standing, Step
from reports.scenarios.planning import Candidate, Limits, Proof, Verdict, WayOut, find_plan, find_way_out
from reports.scenarios.scheduling import Slot, schedule
from scoring.frame import Frame
from scoring.methods import Method
from scoring.results import UnitScores
from scoring.whatif import scores_under

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

    def ticked(self, codes: Collection[str], focus: Focus, at_once: int | None = None) -> Outcome:
        """What these measures lead to, with all that they need, without what they rule out."""
        chosen = self.complete(codes)
        candidates = self.candidates(focus)
        slots = schedule([one for one in candidates if one.code in chosen], at_once)
        return self._outcome(slots, candidates, focus)

    def planned(self, goal: Goal, limits: Limits) -> Outcome | None:
        """The cheapest way to the goal; None where there is no such score, of this unit or of peers."""
        target, now = goal.target(self.scores, self.method, self.peers), goal.focus.of(self.scores)
        if target is None or now is None:
            return None
        candidates = self.candidates(goal.focus)
        plan = find_plan(
            candidates, target - now, limits, lambda codes: is_reached(goal.focus.of(self.under(codes)), target)
        )
        failed = plan.proof.verdict in (Verdict.IMPOSSIBLE, Verdict.UNKNOWN)
        way_out = find_way_out(candidates, target - now, limits) if failed else None
        return self._outcome(plan.slots, candidates, goal.focus, target, plan.proof, way_out)

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
        now = focus.of(self.scores)
        return [
            Candidate(
                code=code,
                effort=self.weights.effort_of(one.expense),
                months=self.weights.months_of(one.expense),
                gain=0.0 if now is None else (focus.of(self.under([code])) or 0.0) - now,
                needs=self._needs[code],
                excludes=one.excludes,
            )
            for code, one in self.measures.by_code.items()
        ]

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

    def _outcome(
        self,
        slots: Sequence[Slot],
        candidates: Sequence[Candidate],
        focus: Focus,
        target: float | None = None,
        proof: Proof | None = None,
        way_out: WayOut | None = None,
    ) -> Outcome:
        chosen = [slot.code for slot in slots]
        reached = {
            end: focus.of(self.under([slot.code for slot in slots if slot.end <= end]))
            for end in {slot.end for slot in slots}
        }
        gains = {one.code: one.gain for one in candidates}
        steps = tuple(self._step(slot, gains[slot.code], reached[slot.end], chosen) for slot in slots)
        before, after = Standing.of(self.scores), Standing.of(self.under(chosen))
        return Outcome(before, after, focus, steps, target, proof, way_out)

    def _step(self, slot: Slot, gain: float, reached: float | None, chosen: Collection[str]) -> Step:
        measure: Measure = self.measures.by_code[slot.code]
        return Step(
            code=slot.code,
            turn=measure.turn,
            score=measure.score,
            becomes=measure.changes[slot.code],
            effort=self.weights.effort_of(measure.expense),
            start=slot.start,
            end=slot.end,
            gain=gain,
            reached=reached,
            needs=tuple(need for need in self._needs[slot.code] if need in chosen),
            expense=measure.expense,
        )


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
