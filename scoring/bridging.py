"""The bridge: two rounds scored on their common items by one method, and what changed between them. Pure.

Both rounds are scored by the method and with the dimensions of the later one. Within a unit only items with a score
in both rounds count, so that no change comes from who answered what. Responses of the two rounds are taken as
independent: variances add up (method, "Rounds over time").
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from scoring import formulas
from scoring.comparing import Side
from scoring.counts import BoolArray, Counts, FloatArray
from scoring.document import ALL_INSTITUTIONS, MeasuredUnit
from scoring.estimates import Estimates, PartEstimates, average_units, estimate_unit
from scoring.frame import Frame, build_frame, items_of
from scoring.jackknife import jackknife_error
from scoring.methods import Method
from scoring.results import Family, ItemScore, Measure, Unit, UnitScores, UnitTier
from scoring.units import describe_unit
from surveys.coding import VALUES
from surveys.content import ItemType, Tier

Place = tuple[Measure, Family, str]
"""A part of a unit: of which measure, of which family, which."""


@dataclass(frozen=True)
class Change:
    """Later minus earlier, from -1 to 1 (of a gap, from -2 to 2), with its interval; None where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def is_apart(self) -> bool:
        """Whether the interval leaves out 0: chance alone hardly explains the change."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class BridgedUnit:
    """A unit of both rounds on the common items. `items`: changes by the code of the item."""

    earlier: UnitScores
    later: UnitScores
    changes: Mapping[Place, Change]
    items: Mapping[str, Change]

    @property
    def unit(self) -> Unit:
        """The unit, as the later round names it."""
        return self.later.unit

    def change(self, measure: Measure, family: Family = Family.OVERALL, code: str = "") -> Change:
        """The change of a part."""
        return self.changes.get((measure, family, code), Change(None))


def bridge(earlier: Side, later: Side, common: frozenset[str]) -> tuple[BridgedUnit, ...]:
    """Every unit that both rounds have: countries, regions, institutions, the mean of the institutions in both.

    `common`: codes of the items; see `scoring.comparing.judge`. The methods of the two must keep the same counts.
    """
    method = later.method
    national = _Bridger(earlier, later, build_frame(later.instrument, method, Tier.NATIONAL, common))
    below = _Bridger(earlier, later, build_frame(later.instrument, method, Tier.INSTITUTION, common))
    found = [national.describe(unit, *pair) for unit, *pair in national.pairs(UnitTier.NATIONAL)]
    pairs = below.pairs(UnitTier.INSTITUTION)
    known = {unit.code for unit in earlier.regions}
    for region in later.regions:
        own = [pair for pair in pairs if pair[0].region == region.code]
        if own and region.code in known:
            found.append(below.average(region, own))
    found += [below.describe(unit, before, after) for unit, before, after in pairs]
    if pairs:
        everyone = Unit(UnitTier.ALL_INSTITUTIONS, ALL_INSTITUTIONS, method.all_institutions)
        found.append(below.average(everyone, pairs))
    return tuple(found)


_Pair = tuple[Unit, Estimates, Estimates]


@dataclass(frozen=True)
class _Bridger:
    """Scores the units of one tier in both rounds."""

    earlier: Side
    later: Side
    frame: Frame

    @property
    def method(self) -> Method:
        return self.later.method

    def pairs(self, tier: UnitTier) -> list[_Pair]:
        """The units of both rounds, in the order of the later one, with their estimates."""
        before = {one.unit.code: one for one in self.earlier.measured if one.unit.tier is tier}
        return [
            (one.unit, *self._estimate(before[one.unit.code], one))
            for one in self.later.measured
            if one.unit.tier is tier and one.unit.code in before
        ]

    def _estimate(self, before: MeasuredUnit, after: MeasuredUnit) -> tuple[Estimates, Estimates]:
        """Both on the items that have a score in both."""
        sides = ((self.earlier, before), (self.later, after))
        counts = [self._reordered(side, one.counts) for side, one in sides]
        settled = [self._settled(side, one.unit.code) for side, one in sides]
        has_both = self._has_score(counts[0], settled[0]) & self._has_score(counts[1], settled[1])
        one, other = (
            estimate_unit(
                self.frame,
                self.method,
                Counts(ours.answers * has_both[:, None, None], ours.respondents),
                {item: value for item, value in theirs.items() if has_both[self.frame.places[item]]},
            )
            for ours, theirs in zip(counts, settled, strict=True)
        )
        return one, other

    def _settled(self, side: Side, unit: str) -> dict[str, str]:
        """The validated facts of a unit among the common items."""
        places = self.frame.places
        return {item: value for (code, item), value in side.validated.items() if code == unit and item in places}

    def _has_score(self, counts: Counts, settled: Mapping[str, str]) -> BoolArray:
        """Which items have an answer that counts, or a validated one in its place. Shape: (items,)."""
        has_score = formulas.valid_answers(counts.answers.sum(axis=-1), self.frame) > 0
        for item, value in settled.items():
            place = self.frame.places[item]
            has_score[place] = self.frame.is_valid[place, VALUES[ItemType.YNDK][value]]
        return has_score

    def _reordered(self, side: Side, counts: Counts) -> Counts:
        """The counts of a round in the order of the common items."""
        places = {item.code: place for place, item in enumerate(items_of(side.instrument, self.frame.tier))}
        rows = np.array([places[item.code] for item in self.frame.items], np.intp)
        return Counts(counts.answers[rows], counts.respondents)

    def average(self, unit: Unit, pairs: Sequence[_Pair]) -> BridgedUnit:
        """The mean of institutions that are in both rounds."""
        before, after = (average_units(self.frame, self.method, [pair[side] for pair in pairs]) for side in (1, 2))  # type: ignore[misc]
        return self.describe(unit, before, after)

    def describe(self, unit: Unit, before: Estimates, after: Estimates) -> BridgedUnit:
        """The scores of a unit in both rounds, and what changed."""
        earlier, later = (describe_unit(unit, self.frame, self.method, one) for one in (before, after))
        return BridgedUnit(
            earlier,
            later,
            dict(_part_changes(self.frame, self.method, before, after)),
            {code: item_change(earlier.items[code], score) for code, score in later.items.items()},
        )


def _part_changes(frame: Frame, method: Method, before: Estimates, after: Estimates) -> Iterator[tuple[Place, Change]]:
    heads = [(part.family, part.code) for part in frame.facts.parts[: frame.facts.heads]]
    kinds: tuple[tuple[Measure, Callable[[Estimates], PartEstimates], list[tuple[Family, str]]], ...] = (
        (Measure.FACTS, lambda one: one.facts, [(part.family, part.code) for part in frame.facts.parts]),
        (Measure.PERCEPTIONS, lambda one: one.perceptions, [(p.family, p.code) for p in frame.perceptions.parts]),
        (Measure.COMBINED, lambda one: one.combined, heads),
        (Measure.GAP, lambda one: one.gap, heads),
    )
    for measure, pick, parts in kinds:
        width = 2 if measure is Measure.GAP else 1
        changes = _changes(
            (pick(before).scores, before.respondents > 0), (pick(after).scores, after.respondents > 0), method, width
        )
        for (family, code), change in zip(parts, changes, strict=True):
            yield (measure, family, code), change


def _changes(
    before: tuple[FloatArray, np.ndarray], after: tuple[FloatArray, np.ndarray], method: Method, width: int
) -> list[Change]:
    """One change for each part: its interval from the sum of both variances, with the degrees of freedom of Welch."""
    (one, freedom_one), (two, freedom_two) = jackknife_error(*before), jackknife_error(*after)
    values = after[0][:, 0] - before[0][:, 0]
    variance = one**2 + two**2
    if not freedom_one or not freedom_two:
        return [Change(_number(value)) for value in values]
    below = one**4 / freedom_one + two**4 / freedom_two
    freedom = formulas.divide(variance**2, below)
    # Where nothing varies there are no degrees of freedom to count, and none are needed.
    half = np.where(
        variance == 0, 0.0, stdtrit(np.nan_to_num(freedom, nan=1.0), (1 + method.confidence) / 2) * np.sqrt(variance)
    )
    low, high = np.clip(values - half, -width, width), np.clip(values + half, -width, width)
    return [Change(*map(_number, row)) for row in zip(values, low, high, strict=True)]


def item_change(before: ItemScore, after: ItemScore) -> Change:
    """The change of an item, its interval recovered from those of both scores (Zou and Donner 2008).

    A validated fact rests on no sample: it is taken as exact. Without an interval in one round there is none.
    """
    if before.score is None or after.score is None:
        return Change(None)
    value = after.score - before.score
    bounds = [_bounds(one) for one in (before, after)]
    if None in bounds or (before.is_validated and after.is_validated):
        return Change(value)
    (low_one, high_one), (low_two, high_two) = (pair for pair in bounds if pair is not None)
    low = value - math.hypot(after.score - low_two, high_one - before.score)
    high = value + math.hypot(high_two - after.score, before.score - low_one)
    return Change(value, max(low, -1.0), min(high, 1.0))


def _bounds(item: ItemScore) -> tuple[float, float] | None:
    if item.is_validated and item.score is not None:
        return item.score, item.score
    return None if item.low is None or item.high is None else (item.low, item.high)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
