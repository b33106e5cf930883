"""The formulas of the method (sections 3 and 4), on arrays of counts. Pure.

NaN stands for "no value". Where an array ends with the axis *replicates*, place 0 of it is the estimate from all
responses and place g the estimate without jackknife group g (see `scoring.jackknife`); a formula treats them alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri, stdtrit

from scoring.counts import FloatArray, IntArray
from scoring.frame import Frame, SourceFrame
from scoring.methods import Weights
from scoring.results import Family
from surveys.coding import Code


def mean_of(values: FloatArray, axis: int = 0) -> FloatArray:
    """The mean along an axis of the values that exist; NaN where none does."""
    exists = ~np.isnan(values)
    return divide(np.where(exists, values, 0.0).sum(axis=axis), exists.sum(axis=axis))


def divide(part: FloatArray | IntArray, whole: FloatArray | IntArray) -> FloatArray:
    """Part by part; NaN where the whole is 0."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole != 0)


# From answers to items (section 3). Answers have the shape (items, codes) or (items, codes, replicates).


def valid_answers(answers: IntArray, frame: Frame) -> IntArray:
    """n: how many answers count in each item's score. Shape: (items, ...)."""
    return np.einsum("ic...,ic->i...", answers, frame.is_valid.astype(np.int64))


def item_means(answers: IntArray, frame: Frame) -> FloatArray:
    """The mean on each item's own scale: the share of Yes, or the mean point. Shape: (items, ...)."""
    return divide(np.einsum("ic...,ic->i...", answers, frame.values), valid_answers(answers, frame))


def item_scores(answers: IntArray, frame: Frame) -> FloatArray:
    """s: from 0 to 1, reverse items turned. Shape: (items, ...)."""
    scores = (item_means(answers, frame).T / frame.widths).T
    scores[frame.is_reverse] = 1 - scores[frame.is_reverse]
    return scores


def dk_shares(answers: IntArray) -> FloatArray:
    """Do not know among all answers of (items, codes); a structural zero is an answer. Shape: (items,)."""
    do_not_know = answers[:, Code.DO_NOT_KNOW]
    given = answers[:, [Code.YES, Code.NO, Code.STRUCTURAL]].sum(axis=1) + do_not_know
    return divide(do_not_know, given)


def standard_deviations(answers: IntArray, frame: Frame) -> FloatArray:
    """Of the answers on each item's own scale, with n - 1; NaN for fewer than two. Shape: (items,)."""
    n = valid_answers(answers, frame)
    total = (answers * frame.values).sum(axis=1)
    squares = (answers * frame.values**2).sum(axis=1)
    return np.sqrt(divide(n * squares - total**2, n * (n - 1)))


def agreement(answers: IntArray, frame: Frame) -> FloatArray:
    """Of the respondents (Tastle and Wierman 2007): 1 all alike, 0 half at each end. Shape: (items,)."""
    shares = divide(answers * frame.is_valid, np.broadcast_to(valid_answers(answers, frame)[:, None], answers.shape))
    distances = np.abs(frame.values - item_means(answers, frame)[:, None]) / frame.widths[:, None]
    is_given = shares > 0
    logarithms = np.log2(1 - distances, out=np.zeros(answers.shape), where=is_given)
    return np.where(np.isnan(shares[:, 0]), np.nan, 1 + (np.where(is_given, shares, 0) * logarithms).sum(axis=1))


# Intervals of items (section 6).


def wilson_interval(yes: IntArray, n: IntArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """The interval of a share, from 0 to 1; NaN where n is 0."""
    z = ndtri((1 + confidence) / 2)
    share, spread = divide(yes, n), divide(np.full(np.shape(n), z**2), n)
    centre = (share + spread / 2) / (1 + spread)
    half = np.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return np.clip(centre - half, 0, share), np.clip(centre + half, share, 1)


def mean_interval(
    mean: FloatArray, deviation: FloatArray, n: IntArray, confidence: float, width: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The interval of a mean point, cut to the scale (0 to `width`); NaN where n is below 2."""
    enough = np.where(n > 1, n, 0)
    half = stdtrit(np.maximum(n - 1, 1), (1 + confidence) / 2) * np.sqrt(divide(deviation**2, enough))
    return np.clip(mean - half, 0, width), np.clip(mean + half, 0, width)


# From items to levels (section 4). Scores of items have the shape (items, replicates), of parts (parts, replicates).


def part_scores(scores: FloatArray, frame: SourceFrame) -> FloatArray:
    """The score of every part of a source, in the order of `frame.parts`."""
    cells = _means(scores, frame.members_of(Family.CELLS))
    matrix = cells.reshape(len(frame.levels), len(frame.areas), scores.shape[-1])
    levels, areas = mean_of(matrix, axis=1), mean_of(matrix, axis=0)
    beside = _means(scores, frame.members_of(Family.TECHNOLOGIES, Family.PROFILES))
    return np.concatenate([mean_of(levels)[None], levels, areas, cells, beside])


def scored_items(scores: FloatArray, frame: SourceFrame) -> IntArray:
    """How many of the items mapped to each part have a score. Shape: (parts,)."""
    has_score = ~np.isnan(scores[:, 0])
    return np.array([has_score[members].sum() for members in frame.members], np.int64)


def combined_scores(facts: FloatArray, perceptions: FloatArray, weights: Weights) -> FloatArray:
    """Overall (first) and levels from both sources where both exist, else from the one that does.

    Both arrays hold the overall score and the levels: (1 + levels, replicates). The result has the same shape.
    """
    total = weights.facts + weights.perceptions
    both = (weights.facts * facts[1:] + weights.perceptions * perceptions[1:]) / total
    one = np.where(np.isnan(facts[1:]), perceptions[1:], facts[1:])
    levels = np.where(np.isnan(both), one, both)
    return np.concatenate([mean_of(levels)[None], levels])


def gaps(facts: FloatArray, perceptions: FloatArray) -> FloatArray:
    """Perceptions minus facts, from -1 to 1; NaN unless both exist."""
    return perceptions - facts


def _means(scores: FloatArray, groups: Sequence[IntArray]) -> FloatArray:
    means = [mean_of(scores[members]) for members in groups]
    return np.stack(means) if means else np.empty((0, scores.shape[-1]))
