"""Answers to the same item in two languages, among alike respondents (method, section "Comparing groups"). Pure.

Different people answer in different languages: officials more often in one, organisations in another. So answers are
compared within strata (here: type of respondent by kind of institution), and what is found there is put together. What
remains may come from the wording, or from what the strata do not tell about the people.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scipy.special import ndtri

from scoring import group_formulas as formulas
from scoring import group_ranks as ranks
from scoring.group_tests import MINIMUM, Answers, Comparison, Correction, Effect, Measure, Test, compare, correct

Pair = tuple[Answers, Answers]


@dataclass(frozen=True)
class Adjusted:
    """Two languages put together from the strata in which both answered.

    `first`, `second`: estimates with the same mix of respondents. `used`, `total`: answers in those strata, and in all.
    """

    first: float
    second: float
    difference: float
    low: float
    high: float
    strata: int
    used: int
    total: int
    test: Test
    p: float
    effect: Effect


@dataclass(frozen=True)
class Shift:
    """One item in two languages. `raw`: all who answered; `adjusted`: among alike respondents, None where too few.

    `corrected`: the adjusted p after correction for all comparisons made with it.
    """

    raw: Comparison
    adjusted: Adjusted | None
    corrected: float | None = None

    def is_clear(self, level: float) -> bool:
        """Whether a difference remains among alike respondents that chance alone is unlikely to explain."""
        return self.corrected is not None and self.corrected < level


def find_shift(strata: Sequence[Pair], confidence: float = 0.95, minimum: int = MINIMUM) -> Shift:
    """One item: for each stratum the answers in the first and in the second language. Raises ValueError for none."""
    first, second = ([pair[place].counts for pair in strata] for place in (0, 1))
    raw = compare((_together(first), _together(second)), confidence, minimum)
    both = [(one.counts, other.counts) for one, other in strata if one.n and other.n]
    enough = all(sum(sum(pair[place]) for pair in both) >= minimum for place in (0, 1))
    total = raw.groups[0].n + raw.groups[1].n
    return Shift(raw, _adjust(both, total, confidence) if enough else None)


def corrected_shifts(shifts: Sequence[Shift], correction: Correction) -> list[Shift]:
    """The same with the adjusted p corrected for all that were tested."""
    values = iter(correct([shift.adjusted.p for shift in shifts if shift.adjusted], correction))
    return [replace(shift, corrected=next(values)) if shift.adjusted else shift for shift in shifts]


Counts = Sequence[int]
Strata = Sequence[tuple[Counts, Counts]]


def mantel_haenszel_weights(strata: Strata) -> list[float]:
    """n · m / (n + m) of each stratum: it counts by how much it tells about the difference."""
    return [sum(one) * sum(other) / (sum(one) + sum(other)) for one, other in strata]


def standardised_means(strata: Strata) -> tuple[float, float]:
    """Both languages' means with the weights of Mantel and Haenszel: their difference is the adjusted one."""
    weights = mantel_haenszel_weights(strata)
    sums = [
        math.fsum(
            weight * (formulas.mean_of_counts(pair[place]) or 0) for weight, pair in zip(weights, strata, strict=True)
        )
        for place in (0, 1)
    ]
    return sums[0] / math.fsum(weights), sums[1] / math.fsum(weights)


def sato_variance(strata: Strata) -> float:
    """Of the adjusted difference of shares (Sato 1989): holds for a few large strata and for many small ones."""
    first, second = standardised_means(strata)
    p_sum = q_sum = 0.0
    for one, other in strata:
        n, m = sum(one), sum(other)
        p_sum += (n * n * other[1] - m * m * one[1] + n * m * (m - n) / 2) / (n + m) ** 2
        q_sum += (one[1] * other[0] + other[1] * one[0]) / (2 * (n + m))
    variance = ((first - second) * p_sum + q_sum) / math.fsum(mantel_haenszel_weights(strata)) ** 2
    return max(variance, 0.0)


def variance_of_means(strata: Strata) -> float:
    """Of the adjusted difference of means; a language with a single answer in a stratum has the variance of all."""
    squares = [formulas.variance_of_counts(counts) for pair in strata for counts in pair]
    sizes = [sum(counts) for pair in strata for counts in pair]
    known = [(n - 1, square) for n, square in zip(sizes, squares, strict=True) if square is not None]
    freedom = sum(n for n, _ in known)
    pooled = sum(n * square for n, square in known) / freedom if freedom else 0.0
    each = [(square if square is not None else pooled) / n for n, square in zip(sizes, squares, strict=True)]
    weights = mantel_haenszel_weights(strata)
    terms = (w * w * (each[2 * place] + each[2 * place + 1]) for place, w in enumerate(weights))
    return math.fsum(terms) / math.fsum(weights) ** 2


def mantel_haenszel_p(strata: Strata) -> float:
    """Shares within strata, without a continuity correction; 1 where no stratum tells anything."""
    deviation = variance = 0.0
    for one, other in strata:
        n, m, yes = sum(one), sum(other), one[1] + other[1]
        total = n + m
        deviation += one[1] - n * yes / total
        if total > 1:
            variance += n * m * yes * (total - yes) / (total**2 * (total - 1))
    return _two_sided(deviation, variance)


def van_elteren_p(strata: Strata) -> float:
    """Ranks within strata, each weighted by 1 / (N + 1) (van Elteren 1960); 1 where no stratum tells anything."""
    deviation = variance = 0.0
    for one, other in strata:
        n, m = sum(one), sum(other)
        weight = 1 / (n + m + 1)
        deviation += weight * (ranks.u_statistic(one, other) - n * m / 2)
        variance += weight**2 * n * m * (n + m + 1) / 12 * ranks.tie_factor((one, other))
    return _two_sided(deviation, variance)


def stratified_delta(strata: Strata) -> float:
    """Cliff's delta put together with van Elteren's weights, n · m / (N + 1)."""
    weights = [sum(one) * sum(other) / (sum(one) + sum(other) + 1) for one, other in strata]
    deltas = (weight * ranks.cliffs_delta(*pair) for weight, pair in zip(weights, strata, strict=True))
    return math.fsum(deltas) / math.fsum(weights)


def _adjust(strata: Strata, total: int, confidence: float) -> Adjusted:
    is_share = len(strata[0][0]) == 2
    first, second = standardised_means(strata)
    variance = sato_variance(strata) if is_share else variance_of_means(strata)
    half = float(ndtri((1 + confidence) / 2)) * math.sqrt(variance)
    most = 1.0 if is_share else len(strata[0][0]) - 1.0
    difference = first - second
    return Adjusted(
        first=first,
        second=second,
        difference=difference,
        low=max(difference - half, -most),
        high=min(difference + half, most),
        strata=len(strata),
        used=sum(sum(one) + sum(other) for one, other in strata),
        total=total,
        test=Test.MANTEL_HAENSZEL if is_share else Test.VAN_ELTEREN,
        p=mantel_haenszel_p(strata) if is_share else van_elteren_p(strata),
        effect=_effect(strata, first, second),
    )


def _effect(strata: Strata, first: float, second: float) -> Effect:
    if len(strata[0][0]) > 2:
        return Effect(Measure.CLIFFS_DELTA, stratified_delta(strata))
    return Effect(Measure.COHENS_H, formulas.cohens_h(min(max(first, 0), 1), min(max(second, 0), 1)))


def _two_sided(deviation: float, variance: float) -> float:
    return math.erfc(abs(deviation) / math.sqrt(2 * variance)) if variance > 0 else 1.0


def _together(groups: Sequence[Counts]) -> Answers:
    return Answers(tuple(sum(values) for values in zip(*groups, strict=True)))
