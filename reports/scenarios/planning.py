"""The cheapest plan that reaches a goal, by mixed integer programming (HiGHS through SciPy). Pure.

What a measure adds to the score of the goal does not depend on the others (docs/methodology.md), so the plan is a
choice of whole measures under linear limits: the solver proves that none is cheaper, or says how far it may be off.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from time import monotonic

from reports.scenarios.keys import split_key
from reports.scenarios.programme import Programme, Solution
from reports.scenarios.scheduling import Slot, earliest_ends, schedule

Reaches = Callable[[Collection[str]], bool]
"""Whether these measures together reach the goal, by the formulas of the method."""

SECONDS = 6.0  # that a plan may take
_ROUNDING = 1e-9  # of the solver, below what shows in any score; what it lets through is checked by the formulas
_SHARPER = 1000  # the solver lets a rule be missed by a millionth of its own unit
_ATTEMPTS = 20  # plans that the solver accepts and the formulas do not


@dataclass(frozen=True)
class Candidate:
    """A measure as the solver sees it: whole numbers of effort and months, what it adds to the score of the goal.

    `code`: the key of the measure; `body`: the institution that takes it, empty where only one unit acts.
    """

    code: str
    effort: int
    months: int
    gain: float
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    body: str = ""

    @property
    def item(self) -> str:
        """The item that is turned."""
        return split_key(self.code)[0]


@dataclass(frozen=True)
class Limits:
    """What a plan must keep to; None: no limit. `months`: the horizon, `at_once`: measures under way together, in each
    institution that acts; `institutions`: how many may act. `banned`, `required`: items; one that is required is taken
    by one institution at least.
    """

    effort: int | None = None
    months: int | None = None
    at_once: int | None = None
    measures: int | None = None
    institutions: int | None = None
    banned: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()


class Verdict(StrEnum):
    """What is known of a plan."""

    PROVED = "proved"  # none is cheaper
    GAP = "gap"  # time ran out: a cheaper one may exist, by no more than the gap
    IMPOSSIBLE = "impossible"  # no choice of measures reaches the goal within the limits
    UNKNOWN = "unknown"  # time ran out before anything was found


@dataclass(frozen=True)
class Proof:
    """What the solver found out: the effort of the plan, a bound that no plan can be below, the share between them.

    `is_settled`: whether among equally cheap plans the one with the fewest measures that end earliest was proved.
    """

    verdict: Verdict
    effort: int | None = None
    bound: float | None = None
    gap: float | None = None
    is_settled: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Plan:
    """The measures of a plan in the order in which they begin, and what is known of it."""

    slots: tuple[Slot, ...]
    proof: Proof

    @property
    def codes(self) -> tuple[str, ...]:
        """The measures in order."""
        return tuple(slot.code for slot in self.slots)


def find_plan(
    candidates: Sequence[Candidate],
    needed: float,
    limits: Limits,
    reaches: Reaches | None = None,
    seconds: float | None = None,
) -> Plan:
    """The cheapest plan that adds `needed` to the score; among those the fewest measures, then the earliest ends.

    Among plans alike in all that, one that adds most. `reaches` decides by the formulas where rounding could matter.
    `seconds`: how long it may take, SECONDS by default.
    """
    started = monotonic()
    until = started + (SECONDS if seconds is None else seconds)
    plan = _search(candidates, needed, limits, reaches or (lambda _codes: True), until)
    if plan.proof.verdict is Verdict.UNKNOWN and limits.months is not None and limits.at_once is not None:
        plan = _search_loosely(candidates, needed, limits, reaches or (lambda _codes: True)) or plan
    return replace(plan, proof=replace(plan.proof, seconds=monotonic() - started))


def _search(candidates: Sequence[Candidate], needed: float, limits: Limits, reaches: Reaches, until: float) -> Plan:
    programme = build_programme(candidates, limits, until)
    programme.at_least([one.gain * _SHARPER for one in candidates], (needed - _ROUNDING) * _SHARPER)
    return _first_that_reaches(programme, candidates, limits, reaches)


def _search_loosely(candidates: Sequence[Candidate], needed: float, limits: Limits, reaches: Reaches) -> Plan | None:
    """A plan without beginnings, put in order by the rule of schedules; None where that does not keep to the horizon.

    With fewer rules the least effort is no greater: what is proved of it, or of there being no plan, holds for the
    horizon as well.
    """
    assert limits.months is not None
    assert limits.at_once is not None
    programme = build_programme(candidates, replace(limits, at_once=None), monotonic() + SECONDS / 2)
    programme.at_least([one.gain * _SHARPER for one in candidates], (needed - _ROUNDING) * _SHARPER)
    for body in {one.body for one in candidates}:
        programme.at_most([one.months if one.body == body else 0 for one in candidates], limits.months * limits.at_once)
    found = _first_that_reaches(programme, candidates, replace(limits, months=None), reaches)
    if found.proof.verdict is Verdict.UNKNOWN or any(slot.end > limits.months for slot in found.slots):
        return None
    return replace(found, proof=replace(found.proof, is_settled=False))


def _first_that_reaches(
    programme: Programme, candidates: Sequence[Candidate], limits: Limits, reaches: Reaches
) -> Plan:
    """The cheapest solution that the formulas accept, too."""
    for _attempt in range(_ATTEMPTS):
        solution, proof = _cheapest(programme, candidates, limits)
        if solution is None:
            return Plan((), proof)
        if reaches(solution.chosen):
            return Plan(_slots(solution, candidates, limits), proof)
        programme.forbid(solution.chosen)
    return Plan((), Proof(Verdict.UNKNOWN))


def build_programme(candidates: Sequence[Candidate], limits: Limits, until: float) -> Programme:
    """Every rule but the goal. Which measures are under way together matters only within a horizon."""
    is_timed = limits.months is not None and limits.at_once is not None
    months, at_once = (limits.months, limits.at_once) if is_timed else (None, None)
    programme = Programme(candidates, months, at_once, until, limits.institutions)
    ends = earliest_ends(candidates)
    late = {code for code, end in ends.items() if limits.months is not None and end > limits.months}
    programme.ban(late | {one.code for one in candidates if one.item in limits.banned})
    for item in limits.required:
        programme.require_one_of([one.code for one in candidates if one.item == item])
    if limits.effort is not None:
        programme.at_most([one.effort for one in candidates], limits.effort)
    if limits.measures is not None:
        programme.at_most([1] * len(candidates), limits.measures)
    return programme


def _cheapest(programme: Programme, candidates: Sequence[Candidate], limits: Limits) -> tuple[Solution | None, Proof]:
    """The cheapest solution, made unique step by step: each step keeps what those before have reached."""
    efforts = [one.effort for one in candidates]
    first = programme.least(efforts)
    if first.value is None:
        return None, Proof(Verdict.IMPOSSIBLE if first.is_proved else Verdict.UNKNOWN)
    effort = round(first.value)
    # Efforts are whole numbers: a bound above the next smaller one proves as much as one that meets the value.
    if not (first.is_proved or first.bound > effort - 1 + _ROUNDING):
        bound = max(first.bound, 0.0)
        return first, Proof(Verdict.GAP, effort, bound, (effort - bound) / effort if effort else 0.0)
    best, is_settled = _settle(programme, candidates, first, efforts, effort)
    return best, Proof(Verdict.PROVED, effort, float(effort), 0.0, is_settled)


def _settle(
    programme: Programme, candidates: Sequence[Candidate], first: Solution, efforts: Sequence[int], effort: int
) -> tuple[Solution, bool]:
    """Among the cheapest: the fewest measures, then the smallest sum of the months at which they end, then the most."""
    best, kept = first, [(programme.weighed(efforts), effort)]
    for weights in (programme.weighed([1] * len(candidates)), programme.ends()):
        found = programme.least_of(weights, kept)
        if found.value is None or not found.is_proved:
            return best, False
        best = found
        kept.append((weights, round(found.value)))
    last = programme.least_of(programme.weighed([-one.gain for one in candidates]), kept)
    return (last, True) if last.value is not None and last.is_proved else (best, True)


def _slots(solution: Solution, candidates: Sequence[Candidate], limits: Limits) -> tuple[Slot, ...]:
    """When each measure begins and ends: as the solver placed them within a horizon, else by the rule of schedules."""
    chosen = [one for one in candidates if one.code in solution.starts]
    if limits.months is None or limits.at_once is None:
        return schedule(chosen, limits.at_once)
    places = {one.code: place for place, one in enumerate(candidates)}
    slots = [Slot(one.code, solution.starts[one.code], solution.starts[one.code] + one.months) for one in chosen]
    return tuple(sorted(slots, key=lambda slot: (slot.start, slot.end, places[slot.code])))
