from __future__ import annotations

import math

import numpy as np
import pytest

from scoring.jackknife import jackknife_interval, with_replicates

NAN = math.nan


def test_a_replicate_leaves_out_one_group() -> None:
    answers = np.array([[[1, 2, 3], [0, 5, 0]]])
    assert with_replicates(answers).tolist() == [[[6, 5, 4, 3], [5, 5, 0, 5]]]


@pytest.mark.parametrize(
    ("estimates", "present", "interval"),
    [
        # k = 3, sum of squares 0.02, se = 0.1154701, t(0.975, 2) = 4.3026527
        ([0.5, 0.4, 0.5, 0.6], [1, 1, 1], (0.0031723, 0.9968277)),
        # the empty group is no replicate: k = 2, sum of squares 0.005, se = 0.05, t(0.975, 1) = 12.7062047
        ([0.9, 0.85, 0.9, 0.95], [1, 0, 1], (0.2646898, 1)),
        ([0.5, 0.5, 0.5, 0.5], [1, 1, 1], (0.5, 0.5)),
        ([0.5, 0.5, 0.4, 0.3], [1, 0, 0], (NAN, NAN)),
        ([0.5, 0.5, 0.5, 0.5], [0, 0, 0], (NAN, NAN)),
        ([0.5, NAN, 0.5, 0.5], [1, 1, 1], (NAN, NAN)),
        ([0.5, NAN, 0.5, 0.5], [0, 1, 1], (0.5, 0.5)),
        ([NAN, NAN, NAN, NAN], [1, 1, 1], (NAN, NAN)),
    ],
)
def test_the_interval_comes_from_the_groups_that_have_a_response(
    estimates: list[float], present: list[int], interval: tuple[float, float]
) -> None:
    found = jackknife_interval(np.array([estimates]), np.array(present, np.bool_), 0.95)
    assert np.ravel(found) == pytest.approx(interval, abs=1e-6, nan_ok=True)


def test_the_mean_of_replicates_need_not_be_the_estimate() -> None:
    # mean 0.3, sum of squares 0.02, se 0.1154701: the interval is laid around the estimate all the same
    low, high = jackknife_interval(np.array([0.6, 0.2, 0.3, 0.4]), np.ones(3, np.bool_), 0.5)
    assert (high + low) / 2 == pytest.approx(0.6)
    assert high - low == pytest.approx(2 * 0.8164966 * 0.1154701, abs=1e-6)  # t(0.75, 2) = 0.8164966


def test_a_gap_may_be_negative() -> None:
    estimates = np.array([-0.5, -0.4, -0.5, -0.6])
    found = jackknife_interval(estimates, np.ones(3, np.bool_), 0.95, minimum=-1)
    assert np.ravel(found) == pytest.approx([-0.9968277, -0.0031723], abs=1e-6)


def test_for_a_plain_mean_the_jackknife_is_the_textbook_interval() -> None:
    values = np.array([0.2, 0.5, 0.4, 0.9, 0.6, 0.3, 0.7])
    total, n = values.sum(), len(values)
    estimates = np.array([total / n, *((total - values) / (n - 1))])
    half = 2.4469119 * values.std(ddof=1) / math.sqrt(n)  # t(0.975, 6)
    found = jackknife_interval(estimates, np.ones(n, np.bool_), 0.95)
    assert np.ravel(found) == pytest.approx([values.mean() - half, values.mean() + half], abs=1e-6)
