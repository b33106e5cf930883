"""A scenario held against a later round: which measures came true, and what the scores have become. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reports.scenarios.goals import Focus
from reports.scenarios.outcomes import Outcome, Step
from scoring.display import band_of
from scoring.methods import Method
from scoring.results import Family, Measure, Score, UnitScores
from surveys.content import Instrument

_HAIR = 12  # decimals of a score that are trusted, as in scoring.display


class Came(StrEnum):
    """What became of a measure. Chance is judged by the interval of the later score alone."""

    TRUE = "true"  # the score is what was planned, or more; or higher beyond chance, and in the band that was planned
    RISEN = "risen"  # higher than before, beyond chance, not in the band that was planned
    ALIKE = "alike"  # the interval of the later score holds the earlier one: chance alone may explain a difference
    FALLEN = "fallen"  # lower than before, beyond chance
    UNKNOWN = "unknown"  # no score
    GONE = "gone"  # not asked any more
    AWAY = "away"  # the institution that was to take it has no part in the later round


class Fit(StrEnum):
    """Where a planned score lies against the interval of the one reached."""

    WITHIN = "within"
    BELOW = "below"  # more was reached
    ABOVE = "above"  # less was reached
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class HeldStep:
    """A measure with the item that asks the same later (empty: none) and its score then."""

    step: Step
    item: str
    score: float | None
    low: float | None
    high: float | None
    came: Came


@dataclass(frozen=True)
class HeldScore:
    """A score as it was, as it was planned, and as it came, with its interval."""

    focus: Focus
    before: float | None
    planned: float | None
    reached: Score
    fit: Fit


def find_followers(instrument: Instrument) -> dict[str, str]:
    """The items of a later instrument by the code that an earlier one gave them: their own, or what they replace."""
    followers = {item.replaces: item.code for item in instrument.items_by_code.values() if item.replaces}
    return followers | {code: code for code in instrument.items_by_code}


def hold_steps(
    outcome: Outcome, later: Mapping[str, UnitScores], followers: Mapping[str, str], method: Method
) -> Iterator[HeldStep]:
    """What became of each measure.

    `later`: the unit under an empty name, or the institutions that act by their codes. `method`: of the later round,
    for its bands.
    """
    for step in outcome.steps:
        code, unit = followers.get(step.code, ""), later.get(step.body)
        item = unit.items.get(code) if unit else None
        if unit is None:
            yield HeldStep(step, "", None, None, None, Came.AWAY)
        elif item is None:
            yield HeldStep(step, "", None, None, None, Came.GONE)
        else:
            came = _came(step, item.score, item.low, item.high, method)
            yield HeldStep(step, code, item.score, item.low, item.high, came)


def hold_scores(outcome: Outcome, later: UnitScores) -> Iterator[HeldScore]:
    """The score that the scenario is about, the combined overall score and those of the levels; each once."""
    focuses = [
        outcome.focus,
        Focus(),
        *(Focus(Measure.COMBINED, Family.LEVELS, code) for code in later.combined.levels),
    ]
    for focus in dict.fromkeys(focuses):
        reached = later.of(focus.measure).part(focus.family, focus.code)
        if reached is not None:
            planned = outcome.after.at(focus)
            yield HeldScore(focus, outcome.before.at(focus), planned, reached, _fit(planned, reached))


def _came(step: Step, score: float | None, low: float | None, high: float | None, method: Method) -> Came:
    if score is None:
        return Came.UNKNOWN
    if round(score, _HAIR) >= round(step.becomes, _HAIR):
        return Came.TRUE
    # A validated fact rests on no sample: it has no interval, and any difference is one.
    low, high = (score if low is None else low), (score if high is None else high)
    if step.score < low:
        # Where many answer, hardly a fact is Yes for every one of them.
        is_there = band_of(score, method).value >= band_of(step.becomes, method).value
        return Came.TRUE if is_there else Came.RISEN
    return Came.FALLEN if step.score > high else Came.ALIKE


def _fit(planned: float | None, reached: Score) -> Fit:
    if planned is None or reached.score is None or reached.low is None or reached.high is None:
        return Fit.UNKNOWN
    if planned > reached.high:
        return Fit.ABOVE
    return Fit.BELOW if planned < reached.low else Fit.WITHIN
