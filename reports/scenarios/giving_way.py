"""What would help where no plan is possible: which limit must give way. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from time import monotonic

from reports.scenarios.planning import Candidate, Limits, Verdict, build_programme, find_plan

ASIDE = 1.0  # seconds that each question may take


class Limit(StrEnum):
    """What can give way."""

    EFFORT = "effort"
    MONTHS = "months"
    AT_ONCE = "at_once"
    MEASURES = "measures"
    INSTITUTIONS = "institutions"
    BANNED = "banned"


@dataclass(frozen=True)
class WayOut:
    """What would help where no plan is possible.

    `most`: what the limits let add to the score at most, None where even the required measures break them; `unlimited`:
    the same without limits; `effort_unlimited`: the least effort for the goal without limits, None where nothing
    reaches it. `enough`: limits of which a single one must give way, with the effort that is enough once it does.
    `is_proved`: whether each limit was looked at in time.
    """

    most: float | None
    unlimited: float
    effort_unlimited: int | None
    enough: tuple[tuple[Limit, int], ...]
    is_proved: bool = True


def find_way_out(candidates: Sequence[Candidate], needed: float, limits: Limits) -> WayOut:
    """Which limit must give way, and what is possible at all."""
    nothing = Limits(required=limits.required)
    free = find_plan(candidates, needed, nothing, seconds=ASIDE)
    enough, is_proved = [], True
    for limit in Limit:
        relaxed = _without(limit, limits)
        if relaxed != limits:
            proof = find_plan(candidates, needed, relaxed, seconds=ASIDE).proof
            is_proved = is_proved and proof.verdict is not Verdict.UNKNOWN
            if proof.effort is not None:
                enough.append((limit, proof.effort))
    return WayOut(
        most=_most(candidates, limits),
        unlimited=_most(candidates, Limits()) or 0.0,
        effort_unlimited=free.proof.effort,
        enough=tuple(enough),
        is_proved=is_proved,
    )


def _most(candidates: Sequence[Candidate], limits: Limits) -> float | None:
    """What can be added to the score within the limits; None where they contradict each other."""
    programme = build_programme(candidates, limits, monotonic() + ASIDE)
    found = programme.least([-one.gain for one in candidates])
    return None if found.value is None else min(-found.bound, sum(max(one.gain, 0.0) for one in candidates))


def _without(limit: Limit, limits: Limits) -> Limits:
    match limit:
        case Limit.EFFORT:
            return replace(limits, effort=None)
        case Limit.MONTHS:
            return replace(limits, months=None)
        case Limit.AT_ONCE:  # without a horizon it only moves the ends
            return limits if limits.months is None else replace(limits, at_once=None)
        case Limit.MEASURES:
            return replace(limits, measures=None)
        case Limit.INSTITUTIONS:
            return replace(limits, institutions=None)
        case Limit.BANNED:
            return replace(limits, banned=frozenset())
