"""Groups of respondents against each other by the scores of levels (method, section "Comparing groups"). Pure.

Scores have no simple sampling distribution, so their errors are those of the jackknife: the same groups that give a
score its interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc, stdtr, stdtrit

from scoring.counts import BoolArray, FloatArray


@dataclass(frozen=True)
class Estimate:
    """A group's score (0 to 1) with its error by the jackknife of `k` groups, and how many responses it rests on.

    None for the error where the jackknife has none (fewer than two groups, or a replicate without a value).
    """

    score: float | None
    error: float | None
    k: int
    respondents: int

    def interval(self, confidence: float) -> tuple[float | None, float | None]:
        """As everywhere: cut to 0 to 1."""
        if self.score is None or self.error is None:
            return None, None
        half = float(stdtrit(self.k - 1, (1 + confidence) / 2)) * self.error
        return max(self.score - half, 0.0), min(self.score + half, 1.0)


@dataclass(frozen=True)
class LevelComparison:
    """Groups by one score. `tested`: places of the groups that have an error and enough responses.

    Of two groups `difference` is the first minus the second with its interval; of more, the highest minus the lowest.
    """

    groups: tuple[Estimate, ...]
    tested: tuple[int, ...] = ()
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None


def estimate(scores: FloatArray, respondents: FloatArray | np.ndarray) -> Estimate:
    """From a score with its replicates (1 + groups,) and the responses by jackknife group (groups,)."""
    is_present: BoolArray = np.asarray(respondents) > 0
    k, total = int(is_present.sum()), int(np.sum(respondents))
    score = None if math.isnan(scores[0]) else float(scores[0])
    replicates = scores[1:][is_present]
    if k < 2 or score is None or np.isnan(replicates).any():
        return Estimate(score, None, k, total)
    return Estimate(score, math.sqrt((k - 1) / k * float(((replicates - replicates.mean()) ** 2).sum())), k, total)


def compare_scores(groups: Sequence[Estimate], confidence: float, minimum: int) -> LevelComparison:
    """Two groups by Welch's t, more by Welch's F, with the errors and degrees of freedom of the jackknife."""
    places = tuple(place for place, group in enumerate(groups) if group.error and group.respondents >= minimum)
    ours = [groups[place] for place in places]
    scores = [group.score or 0.0 for group in ours]
    if len(groups) == 2:
        return _two(groups, places, confidence)
    if len(places) < 2:
        return LevelComparison(tuple(groups))
    errors, freedom = [group.error or 0.0 for group in ours], [group.k - 1 for group in ours]
    return LevelComparison(tuple(groups), places, max(scores) - min(scores), p=welch_f_p(scores, errors, freedom))


def _two(groups: Sequence[Estimate], places: tuple[int, ...], confidence: float) -> LevelComparison:
    one, other = groups
    if one.score is None or other.score is None:
        return LevelComparison(tuple(groups))
    difference = one.score - other.score
    if len(places) < 2 or not one.error or not other.error:
        return LevelComparison(tuple(groups), difference=difference)
    error = math.hypot(one.error, other.error)
    freedom = error**4 / (one.error**4 / (one.k - 1) + other.error**4 / (other.k - 1))
    half = float(stdtrit(freedom, (1 + confidence) / 2)) * error
    p = 2 * float(stdtr(freedom, -abs(difference) / error))
    low, high = max(difference - half, -1.0), min(difference + half, 1.0)
    return LevelComparison(tuple(groups), places, difference, low, high, p)


def welch_f_p(scores: Sequence[float], errors: Sequence[float], freedom: Sequence[float]) -> float:
    """Whether several estimates differ by more than their errors (Welch 1951); `errors` are above 0."""
    k = len(scores)
    weights = np.array(errors, np.float64) ** -2
    centre = float((weights * scores).sum() / weights.sum())
    spread = float((weights * (np.array(scores) - centre) ** 2).sum()) / (k - 1)
    unevenness = float(((1 - weights / weights.sum()) ** 2 / np.array(freedom)).sum())
    statistic = spread / (1 + 2 * (k - 2) / (k * k - 1) * unevenness)
    return float(fdtrc(k - 1, (k * k - 1) / (3 * unevenness), statistic))
