"""Whether a share moved: Newcombe's interval against his own examples and statsmodels' formula worked by hand."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from reports.actions.moving import Difference, Movement, difference_of_shares


@pytest.mark.parametrize(
    ("after", "n_after", "before", "n_before", "low", "high"),
    [
        # Newcombe (1998), Interval estimation for the difference between independent proportions, table II, method 10.
        (56 / 70, 70, 48 / 80, 80, 0.0524, 0.3339),
        (9 / 10, 10, 3 / 10, 10, 0.1705, 0.8090),
        (10 / 10, 10, 0 / 10, 10, 0.6075, 1.0000),
    ],
)
def test_the_interval_is_that_of_newcombe(
    after: float, n_after: int, before: float, n_before: int, low: float, high: float
) -> None:
    found = difference_of_shares(before, n_before, after, n_after)
    assert found.value == pytest.approx(after - before)
    assert (found.low, found.high) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


def test_it_is_made_of_wilsons_intervals_as_scipy_has_them() -> None:
    one, other = (binomtest(k, n).proportion_ci(method="wilson") for k, n in ((30, 50), (12, 40)))
    found = difference_of_shares(0.3, 40, 0.6, 50)
    down = ((0.6 - one.low) ** 2 + (other.high - 0.3) ** 2) ** 0.5
    up = ((one.high - 0.6) ** 2 + (0.3 - other.low) ** 2) ** 0.5
    assert (found.low, found.high) == (pytest.approx(0.3 - down), pytest.approx(0.3 + up))


@pytest.mark.parametrize(
    ("difference", "movement"),
    [
        (Difference(0.2, 0.1, 0.3), Movement.ROSE),
        (Difference(-0.2, -0.3, -0.1), Movement.FELL),
        (Difference(0.2, -0.1, 0.5), Movement.STILL),
        (Difference(0.0, 0.0, 0.0), Movement.STILL),  # facts that were settled, alike
        (Difference(1.0, 1.0, 1.0), Movement.ROSE),
        (Difference(0.2), Movement.UNKNOWN),
        (Difference(None), Movement.UNKNOWN),
        (difference_of_shares(0.5, 0, 0.5, 10), Movement.UNKNOWN),
        (difference_of_shares(0.5, 10, 0.5, 0), Movement.UNKNOWN),
    ],
)
def test_a_value_moved_where_its_interval_leaves_out_nothing(difference: Difference, movement: Movement) -> None:
    assert difference.movement is movement
