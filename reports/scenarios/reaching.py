"""From measures, or from a goal and limits, to what they lead to. Pure: scores in, outcomes out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from reports.scenarios.giving_way import WayOut, find_way_out
from reports.scenarios.goals import Focus, Goal, is_reached
from reports.scenarios.keys import split_key
from reports.scenarios.measures import Measure
from reports.scenarios.outcomes import Acting, Outcome, Standing, Step
from reports.scenarios.planning import Candidate, Limits, Proof, Verdict, find_plan
from reports.scenarios.scheduling import Slot, schedule
from scoring.methods import Method
from scoring.results import UnitScores


class Scene(Protocol):
    """One unit, or several institutions, with the measures that could be taken, by their keys."""

    @property
    def scores(self) -> UnitScores: ...
    @property
    def method(self) -> Method: ...
    @property
    def peers(self) -> tuple[UnitScores, ...]: ...
    def measure(self, key: str) -> Measure:
        """A measure by its key."""

    def needs(self, key: str) -> tuple[str, ...]:
        """The keys of the measures that come before one."""

    def under(self, keys: Collection[str]) -> UnitScores:
        """The scores with these measures taken."""

    def candidates(self, focus: Focus) -> list[Candidate]:
        """The measures as the solver sees them."""

    def complete(self, keys: Collection[str]) -> tuple[str, ...]:
        """These measures with all that they need; of those that exclude each other the first of the instrument."""

    def acting(self, keys: Collection[str], focus: Focus) -> tuple[Acting, ...]:
        """The institutions that take these measures, where several may."""


def take(scene: Scene, keys: Collection[str], focus: Focus, at_once: int | None = None) -> Outcome:
    """What these measures lead to, with all that they need, without what they rule out."""
    chosen = set(scene.complete(keys))
    candidates = scene.candidates(focus)
    slots = schedule([one for one in candidates if one.code in chosen], at_once)
    return _outcome(scene, slots, candidates, focus)


def plan_towards(scene: Scene, goal: Goal, limits: Limits) -> Outcome | None:
    """The cheapest way to the goal; None where there is no such score, of this unit or of peers."""
    target, now = goal.target(scene.scores, scene.method, scene.peers), goal.focus.of(scene.scores)
    if target is None or now is None:
        return None
    candidates = scene.candidates(goal.focus)
    plan = find_plan(
        candidates, target - now, limits, lambda keys: is_reached(goal.focus.of(scene.under(keys)), target)
    )
    failed = plan.proof.verdict in (Verdict.IMPOSSIBLE, Verdict.UNKNOWN)
    way_out = find_way_out(candidates, target - now, limits) if failed else None
    return _outcome(scene, plan.slots, candidates, goal.focus, target, plan.proof, way_out)


def _outcome(
    scene: Scene,
    slots: Sequence[Slot],
    candidates: Sequence[Candidate],
    focus: Focus,
    target: float | None = None,
    proof: Proof | None = None,
    way_out: WayOut | None = None,
) -> Outcome:
    chosen = [slot.code for slot in slots]
    reached = {
        end: focus.of(scene.under([slot.code for slot in slots if slot.end <= end]))
        for end in {slot.end for slot in slots}
    }
    known = {one.code: one for one in candidates}
    steps = tuple(_step(scene, slot, known[slot.code], reached[slot.end], chosen) for slot in slots)
    before, after = Standing.of(scene.scores), Standing.of(scene.under(chosen))
    return Outcome(before, after, focus, steps, target, proof, way_out, scene.acting(chosen, focus))


def _step(scene: Scene, slot: Slot, candidate: Candidate, reached: float | None, chosen: Collection[str]) -> Step:
    measure, item = scene.measure(slot.code), candidate.item
    return Step(
        code=item,
        turn=measure.turn,
        score=measure.score,
        becomes=measure.changes[item],
        effort=candidate.effort,
        start=slot.start,
        end=slot.end,
        gain=candidate.gain,
        reached=reached,
        needs=tuple(split_key(need)[0] for need in scene.needs(slot.code) if need in chosen),
        expense=measure.expense,
        body=candidate.body,
    )
