"""Groups of respondents against each other, item by item (method, section "Comparing groups"). Pure.

A comparison tells how many answered in each group, what they said, how far apart they are, whether chance could have
done it, and how large the difference is. It never tells why.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from scoring import group_formulas as formulas
from scoring import group_ranks as ranks

MINIMUM = 5
"""Fewer answers than this in a group are not tested, unless the caller sets another bound."""
FEW = 10  # with fewer answers in the smaller group, ranks are compared exactly


class Test(StrEnum):
    """How chance was judged."""

    __test__ = False

    CHI_SQUARE = "chi-square"
    FISHER = "fisher"
    CONDITIONAL = "conditional"
    MANN_WHITNEY = "mann-whitney"
    EXACT_RANKS = "exact-ranks"
    KRUSKAL_WALLIS = "kruskal-wallis"
    MANTEL_HAENSZEL = "mantel-haenszel"
    VAN_ELTEREN = "van-elteren"
    JACKKNIFE = "jackknife"


class Measure(StrEnum):
    """How the size of a difference was measured."""

    COHENS_H = "cohens-h"
    CRAMERS_V = "cramers-v"
    CLIFFS_DELTA = "cliffs-delta"
    EPSILON_SQUARED = "epsilon-squared"


class Size(StrEnum):
    """The size of a difference in a word."""

    NEGLIGIBLE = "negligible"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


BOUNDS: dict[Measure, tuple[float, float, float]] = {
    Measure.COHENS_H: (0.2, 0.5, 0.8),
    Measure.CRAMERS_V: (0.1, 0.3, 0.5),
    Measure.CLIFFS_DELTA: (0.147, 0.33, 0.474),
    Measure.EPSILON_SQUARED: (0.01, 0.06, 0.14),
}
"""From where a difference counts as small, medium and large."""


class Correction(StrEnum):
    """What is done about many comparisons."""

    HOLM = "holm"
    BENJAMINI_HOCHBERG = "benjamini-hochberg"


@dataclass(frozen=True)
class Answers:
    """A group's answers to one item. `counts`: by value, (No, Yes) or the points from 0 to 5, without Do not know."""

    counts: tuple[int, ...]
    dk: int = 0
    missing: int = 0

    @property
    def n(self) -> int:
        """How many answers are compared."""
        return sum(self.counts)

    @property
    def is_share(self) -> bool:
        """Whether Yes or No was asked."""
        return len(self.counts) == 2

    @property
    def mean(self) -> float | None:
        """The share of Yes, or the mean point."""
        return formulas.mean_of_counts(self.counts)

    @property
    def dk_share(self) -> float | None:
        """Do not know among all answers given; None without any."""
        given = self.n + self.dk
        return self.dk / given if given else None


@dataclass(frozen=True)
class Effect:
    """The size of a difference; of two groups with a sign: above 0 the first is the higher."""

    measure: Measure
    value: float

    @property
    def size(self) -> Size:
        """In a word."""
        return list(Size)[sum(abs(self.value) >= bound for bound in BOUNDS[self.measure])]


@dataclass(frozen=True)
class Comparison:
    """Groups by their answers to one item.

    `tested`: the places of the groups with enough answers; nothing was tested where fewer than two have. Of two groups
    `difference` is the first's estimate minus the second's, with its interval; of more, the highest minus the lowest of
    those tested, without one. `corrected`: p after correction for all comparisons made with it.
    """

    groups: tuple[Answers, ...]
    tested: tuple[int, ...] = ()
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    test: Test | None = None
    p: float | None = None
    effect: Effect | None = None
    corrected: float | None = None

    @property
    def is_tested(self) -> bool:
        """Whether there were enough answers to test."""
        return self.p is not None

    def is_clear(self, level: float) -> bool:
        """Whether chance alone is an unlikely explanation: the corrected p is below the level."""
        return self.corrected is not None and self.corrected < level

    @property
    def highest(self) -> int:
        """The place of the tested group with the highest estimate."""
        return max(self.tested, key=lambda place: self.groups[place].mean or 0)

    @property
    def lowest(self) -> int:
        """The place of the tested group with the lowest estimate."""
        return min(self.tested, key=lambda place: self.groups[place].mean or 0)


def compare(groups: Sequence[Answers], confidence: float = 0.95, minimum: int = MINIMUM) -> Comparison:
    """Two or more groups by their answers to one item. Raises ValueError for fewer groups, or items of two kinds."""
    if len(groups) < 2 or len({len(group.counts) for group in groups}) > 1:
        raise ValueError("Two or more groups with answers to the same item are compared.")
    comparison = Comparison(tuple(groups))
    if len(groups) == 2:
        comparison = _with_difference(comparison, confidence)
    enough = tuple(place for place, group in enumerate(groups) if group.n >= minimum)
    if len(enough) < 2:
        return comparison
    comparison = replace(comparison, tested=enough)
    table = [groups[place].counts for place in enough]
    if len(groups) == 2:
        test, p, effect = _two(*table)
        return replace(comparison, test=test, p=p, effect=effect)
    means = [mean for place in enough if (mean := groups[place].mean) is not None]
    test, p, effect = _several(table)
    return replace(comparison, difference=max(means) - min(means), test=test, p=p, effect=effect)


def corrected(comparisons: Sequence[Comparison], correction: Correction) -> list[Comparison]:
    """The same with each p corrected for all that were tested."""
    tested = [comparison.p for comparison in comparisons if comparison.p is not None]
    values = iter(correct(tested, correction))
    return [replace(one, corrected=next(values)) if one.is_tested else one for one in comparisons]


def correct(values: Sequence[float], correction: Correction) -> list[float]:
    """p values corrected for their number, in the same order."""
    return holm(values) if correction is Correction.HOLM else benjamini_hochberg(values)


def holm(values: Sequence[float]) -> list[float]:
    """The probability of even one false alarm among all stays below the level (Holm 1979)."""
    order = np.argsort(values, kind="stable")
    steps = np.array(values)[order] * (len(values) - np.arange(len(values)))
    return _back(order, np.minimum(np.maximum.accumulate(steps), 1))


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """The expected share of false alarms among the differences called clear stays below the level (1995)."""
    order = np.argsort(values, kind="stable")
    steps = np.array(values)[order] * len(values) / (1 + np.arange(len(values)))
    return _back(order, np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1))


def _back(order: np.ndarray, values: np.ndarray) -> list[float]:
    found = np.empty(len(order))
    found[order] = values
    return [float(value) for value in found]


def _with_difference(comparison: Comparison, confidence: float) -> Comparison:
    one, other = comparison.groups
    if one.mean is None or other.mean is None:
        return comparison
    interval = formulas.newcombe if one.is_share else formulas.welch
    low, high = interval(one.counts, other.counts, confidence) or (None, None)
    return replace(comparison, difference=one.mean - other.mean, low=low, high=high)


def _two(one: Sequence[int], other: Sequence[int]) -> tuple[Test, float, Effect]:
    if len(one) == 2:
        effect = Effect(Measure.COHENS_H, formulas.cohens_h(one[1] / sum(one), other[1] / sum(other)))
        if formulas.expected_counts((one, other)).min() >= 1:  # Campbell 2007
            return Test.CHI_SQUARE, formulas.n_minus_one_p(one, other), effect
        return Test.FISHER, formulas.fisher_irwin_p(one, other), effect
    effect = Effect(Measure.CLIFFS_DELTA, ranks.cliffs_delta(one, other))
    if min(sum(one), sum(other)) < FEW:
        return Test.EXACT_RANKS, ranks.exact_mann_whitney_p(one, other), effect
    return Test.MANN_WHITNEY, ranks.mann_whitney_p(one, other), effect


def _several(table: Sequence[Sequence[int]]) -> tuple[Test, float, Effect]:
    if len(table[0]) > 2:
        effect = Effect(Measure.EPSILON_SQUARED, ranks.epsilon_squared(table))
        return Test.KRUSKAL_WALLIS, ranks.kruskal_wallis_p(table), effect
    effect = Effect(Measure.CRAMERS_V, formulas.cramers_v(table))
    expected = formulas.expected_counts(table)
    if expected.min() >= 1 and (expected < 5).sum() <= math.floor(expected.size / 5):  # Cochran 1954
        return Test.CHI_SQUARE, formulas.chi_square_p(table), effect
    return Test.CONDITIONAL, formulas.conditional_p(table), effect
