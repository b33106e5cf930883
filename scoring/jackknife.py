"""The delete-a-group jackknife (method, section 6), all replicates at once. Pure."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from scoring.counts import BoolArray, FloatArray, IntArray


def with_replicates(answers: IntArray) -> IntArray:
    """From counts by group to counts by replicate: all groups first, then all but group g, for each g.

    (items, codes, groups) -> (items, codes, 1 + groups).
    """
    everyone = answers.sum(axis=-1, keepdims=True)
    return np.concatenate([everyone, everyone - answers], axis=-1)


def jackknife_interval(
    estimates: FloatArray, is_present: BoolArray, confidence: float, minimum: float = 0, maximum: float = 1
) -> tuple[FloatArray, FloatArray]:
    """The interval of each estimate, cut to `minimum` and `maximum`.

    `estimates`: (..., 1 + groups), the estimate from all responses first. `is_present`: (groups,), the groups that have
    a response of the unit; the others are no replicates. NaN with fewer than two such groups, and where the estimate or
    one of its replicates has no value.
    """
    estimate = estimates[..., 0]
    error, freedom = jackknife_error(estimates, is_present)
    half = stdtrit(max(freedom, 1), (1 + confidence) / 2) * error
    return np.clip(estimate - half, minimum, maximum), np.clip(estimate + half, minimum, maximum)


def jackknife_error(estimates: FloatArray, is_present: BoolArray) -> tuple[FloatArray, int]:
    """The standard error of each estimate, and its degrees of freedom; shapes and absences as above."""
    k = int(is_present.sum())
    estimate = estimates[..., 0]
    if k < 2:
        return np.full(estimate.shape, np.nan), 0
    changes = estimates[..., 1:][..., is_present] - estimate[..., None]  # exactly 0 where nothing changes
    deviations = changes - changes.mean(axis=-1, keepdims=True)
    return np.sqrt((k - 1) / k * (deviations**2).sum(axis=-1)), k - 1
