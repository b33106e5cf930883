"""Formulas for comparing answers in order (method, section "Comparing groups"), on counts by value. Pure.

Points have an order, but a step from 0 to 1 need not be as long as one from 4 to 5: tests look at ranks only.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from scipy.special import chdtrc

from scoring.counts import FloatArray
from scoring.group_formulas import Groups


def mid_ranks(groups: Groups) -> list[float]:
    """The rank of each value among all answers, ties sharing theirs; one for each value."""
    totals = [sum(values) for values in zip(*groups, strict=True)]
    return [end - (total - 1) / 2 for end, total in zip(itertools.accumulate(totals), totals, strict=True)]


def tie_factor(groups: Groups) -> float:
    """1 without ties, 0 where all answers are alike."""
    totals = [sum(values) for values in zip(*groups, strict=True)]
    n = sum(totals)
    return 1 - sum(total**3 - total for total in totals) / (n**3 - n) if n > 1 else 0.0


def u_statistic(one: Sequence[int], other: Sequence[int]) -> float:
    """In how many pairs the first group's answer is the higher; a tie counts one half."""
    below, pairs = 0.0, 0.0
    for count, other_count in zip(one, other, strict=True):
        pairs += count * (below + other_count / 2)
        below += other_count
    return pairs


def mann_whitney_p(one: Sequence[int], other: Sequence[int]) -> float:
    """From the normal distribution, with ties and without a continuity correction; 1 where all answers are alike."""
    n, m, ties = sum(one), sum(other), tie_factor((one, other))
    if not ties:
        return 1.0
    deviation = math.sqrt(n * m * (n + m + 1) / 12 * ties)
    return math.erfc(abs(u_statistic(one, other) - n * m / 2) / deviation / math.sqrt(2))


def exact_mann_whitney_p(one: Sequence[int], other: Sequence[int]) -> float:
    """The same exactly, ties and all: over every way in which the answers could have fallen to the two groups."""
    if sum(one) > sum(other):
        one, other = other, one
    n, total = sum(one), sum(one) + sum(other)
    doubled = [round(2 * rank) for rank in mid_ranks((one, other))]
    ways = [np.ones(1)] + [np.zeros(1)] * n  # by how many were chosen: ways by the doubled sum of their ranks
    for count, rank in zip(np.add(one, other), doubled, strict=True):
        ways = [_with_value(ways, chosen, int(count), int(rank)) for chosen in range(n + 1)]
    observed = int(np.dot(one, doubled))
    sums = np.arange(len(ways[n]))
    is_as_far = np.abs(sums - n * (total + 1)) >= abs(observed - n * (total + 1))
    return float(ways[n][is_as_far].sum() / ways[n].sum())


def _with_value(ways: Sequence[FloatArray], chosen: int, count: int, rank: int) -> FloatArray:
    """The ways to have chosen so many, once some of the `count` answers of one more value may be among them."""
    parts = [(taken, ways[chosen - taken]) for taken in range(min(chosen, count) + 1)]
    added = np.zeros(max(len(before) + taken * rank for taken, before in parts))
    for taken, before in parts:
        added[taken * rank : taken * rank + len(before)] += before * math.comb(count, taken)
    return added


def kruskal_wallis(groups: Groups) -> float:
    """H with ties; 0 where all answers are alike."""
    table, ties = np.array(groups, np.float64), tie_factor(groups)
    if not ties:
        return 0.0
    sizes, n = table.sum(axis=1), table.sum()
    means = table @ mid_ranks(groups) / sizes
    return float(12 / (n * (n + 1)) * (sizes * (means - (n + 1) / 2) ** 2).sum() / ties)


def kruskal_wallis_p(groups: Groups) -> float:
    """From the chi-square distribution; 1 where all answers are alike."""
    return float(chdtrc(len(groups) - 1, kruskal_wallis(groups)))


def cliffs_delta(one: Sequence[int], other: Sequence[int]) -> float:
    """How much more often an answer of the first group is the higher than the lower one, from -1 to 1 (Cliff 1993)."""
    return 2 * u_statistic(one, other) / (sum(one) * sum(other)) - 1


def epsilon_squared(groups: Groups) -> float:
    """The part of the spread of ranks between the groups, from 0 to 1 (Tomczak and Tomczak 2014): H / (N - 1)."""
    return kruskal_wallis(groups) / (sum(map(sum, groups)) - 1)
