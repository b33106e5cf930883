"""Formulas for comparing groups of respondents (method, section "Comparing groups"), on counts by value. Pure.

`counts` are the answers of one group to one item by value: (No, Yes), or the points from 0 to 5. Groups that are
compared have the same values. None stands for "no value".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from scipy.special import chdtrc, gammaln, ndtri, stdtrit

from scoring.counts import FloatArray, IntArray

Groups = Sequence[Sequence[int]]
Interval = tuple[float, float]

MOST_TABLES = 20_000  # so many tables are gone through one by one; where there are more, some are drawn
DRAWS = 4_999
SEED = 1935  # the same draws each time: the same answers give the same p
_HAIR = 1e-9  # two probabilities as near as this count as equal


# Estimates and intervals.


def mean_of_counts(counts: Sequence[int]) -> float | None:
    """The mean value; of (No, Yes) the share of Yes. None without answers."""
    n = sum(counts)
    return sum(value * count for value, count in enumerate(counts)) / n if n else None


def variance_of_counts(counts: Sequence[int]) -> float | None:
    """With n - 1; None for fewer than two answers."""
    n, mean = sum(counts), mean_of_counts(counts)
    if mean is None or n < 2:
        return None
    return sum(count * (value - mean) ** 2 for value, count in enumerate(counts)) / (n - 1)


def wilson(yes: int, n: int, confidence: float) -> Interval:
    """Wilson's interval of one share; `n` is above 0."""
    z = float(ndtri((1 + confidence) / 2))
    share, spread = yes / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return min(max(centre - half, 0.0), share), max(min(centre + half, 1.0), share)


def newcombe(one: Sequence[int], other: Sequence[int], confidence: float) -> Interval | None:
    """The interval of the difference of two shares (Newcombe 1998, method 10); None where a group is empty."""
    n, m = sum(one), sum(other)
    if not n or not m:
        return None
    p, q = one[1] / n, other[1] / m
    (low, high), (other_low, other_high) = wilson(one[1], n, confidence), wilson(other[1], m, confidence)
    return (
        p - q - math.hypot(p - low, other_high - q),
        p - q + math.hypot(high - p, q - other_low),
    )


def welch(one: Sequence[int], other: Sequence[int], confidence: float) -> Interval | None:
    """The interval of the difference of two means (Welch 1947); None where no variance is left to judge by."""
    variances = variance_of_counts(one), variance_of_counts(other)
    mean, other_mean = mean_of_counts(one), mean_of_counts(other)
    if mean is None or other_mean is None or variances[0] is None or variances[1] is None:
        return None
    n, m = sum(one), sum(other)
    a, b = variances[0] / n, variances[1] / m
    if not a + b:
        return None
    freedom = (a + b) ** 2 / (a * a / (n - 1) + b * b / (m - 1))
    half = float(stdtrit(freedom, (1 + confidence) / 2)) * math.sqrt(a + b)
    return mean - other_mean - half, mean - other_mean + half


# Tests of shares.


def expected_counts(groups: Groups) -> FloatArray:
    """What each cell would hold if the groups did not differ. Shape: (groups, values)."""
    table = np.array(groups, np.float64)
    return np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()


def chi_square(groups: Groups) -> float:
    """Pearson's statistic; 0 where all answers are alike."""
    expected = expected_counts(groups)
    is_given = expected > 0
    table = np.array(groups, np.float64)
    return float((((table - expected) ** 2)[is_given] / expected[is_given]).sum())


def chi_square_p(groups: Groups) -> float:
    """Of several groups; 1 where all answers are alike."""
    statistic = chi_square(groups)
    return float(chdtrc(len(groups) - 1, statistic)) if statistic else 1.0


def n_minus_one_p(one: Sequence[int], other: Sequence[int]) -> float:
    """Of two shares: chi-square times (N - 1) / N, without a continuity correction (E. S. Pearson 1947)."""
    n = sum(one) + sum(other)
    return float(chdtrc(1, chi_square((one, other)) * (n - 1) / n))


def fisher_irwin_p(one: Sequence[int], other: Sequence[int]) -> float:
    """Of two shares, exactly: the probability of all tables with these margins that are no likelier than this one."""
    n, m, yes = sum(one), sum(other), one[1] + other[1]
    places = np.arange(max(0, yes - m), min(n, yes) + 1)
    logs = _log_choose(n, places) + _log_choose(m, yes - places) - _log_choose(n + m, np.array(yes))
    observed = logs[one[1] - int(places[0])]
    return min(1.0, float(np.exp(logs[logs <= observed + _HAIR]).sum()))


def conditional_p(groups: Groups) -> float:
    """Of several shares that are too small for chi-square; what was found once is remembered."""
    return _conditional_p(tuple((counts[0], counts[1]) for counts in groups))


@lru_cache(maxsize=4096)
def _conditional_p(groups: Groups) -> float:
    """Of several shares: how likely a chi-square as large as this is, given how many answered and how many said Yes.

    Exactly, where few tables have these margins; else from draws that are the same each time, the table itself counted
    among them (Phipson and Smyth 2010).
    """
    sizes = [sum(counts) for counts in groups]
    yes = sum(counts[1] for counts in groups)
    statistic = _spread(np.array([[counts[1] for counts in groups]]), sizes)[0]
    if _how_many(sizes, yes) <= MOST_TABLES:
        tables = np.array(list(_tables(sizes, yes)))
        logs = _log_choose(np.array(sizes), tables).sum(axis=1) - _log_choose(sum(sizes), np.array(yes))
        return min(1.0, float(np.exp(logs[_spread(tables, sizes) >= statistic - _HAIR]).sum()))
    draws = np.random.default_rng(SEED).multivariate_hypergeometric(sizes, yes, DRAWS, method="marginals")
    return float((1 + (_spread(draws, sizes) >= statistic - _HAIR).sum()) / (1 + DRAWS))


def _spread(tables: IntArray, sizes: Sequence[int]) -> FloatArray:
    """Orders tables of the same margins as chi-square does. (tables, groups) -> (tables,)."""
    return np.asarray((tables**2 / np.array(sizes, np.float64)).sum(axis=1))


def _how_many(sizes: Sequence[int], yes: int) -> int:
    """How many tables have these margins."""
    ways = [1] + [0] * yes
    for size in sizes:
        ways = [sum(ways[max(0, place - size) : place + 1]) for place in range(yes + 1)]
        if max(ways) > MOST_TABLES:
            return max(ways)
    return ways[yes]


def _tables(sizes: Sequence[int], yes: int) -> Iterator[tuple[int, ...]]:
    """The Yes of each group, in every way that adds up."""
    if len(sizes) == 1:
        if yes <= sizes[0]:
            yield (yes,)
        return
    for first in range(max(0, yes - sum(sizes[1:])), min(sizes[0], yes) + 1):
        for rest in _tables(sizes[1:], yes - first):
            yield (first, *rest)


def _log_choose(n: int | IntArray, k: IntArray) -> FloatArray:
    return np.asarray(gammaln(np.asarray(n) + 1) - gammaln(k + 1) - gammaln(np.asarray(n) - k + 1))


# Sizes of effects.


def cohens_h(share: float, other: float) -> float:
    """The difference of two shares on the scale of arcsines, from -pi to pi (Cohen 1988)."""
    return 2 * math.asin(math.sqrt(share)) - 2 * math.asin(math.sqrt(other))


def cramers_v(groups: Groups) -> float:
    """From 0 to 1; of two values it equals Cohen's w."""
    return math.sqrt(chi_square(groups) / sum(map(sum, groups)))
