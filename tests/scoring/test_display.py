from __future__ import annotations

import math

import pytest

from scoring.display import band_of, on_hundred
from tests.contents import standard_method


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        (0.0, "0.0"),
        (1.0, "100.0"),
        (2 / 3, "66.7"),
        (1 / 3, "33.3"),
        (0.0625, "6.3"),  # 6.25: half up, where Python's round() would say 6.2
        (0.8125, "81.3"),
        (0.1235, "12.4"),  # a half on paper, a hair below it in binary
        (0.9995, "100.0"),
        (0.99949, "99.9"),
        (-0.2, "-20.0"),
        (-0.0625, "-6.3"),  # gaps are symmetrical: half away from zero
        (-0.0004, "0.0"),
        (-0.0, "0.0"),
    ],
)
def test_scores_are_shown_from_0_to_100_with_one_decimal(score: float, shown: str) -> None:
    assert str(on_hundred(score)) == shown


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, 0),
        (0.0999, 0),
        (0.1, 1),
        (0.2999, 1),
        (0.3, 2),
        (0.1 * 3, 2),
        (0.8 - 0.5, 2),  # 0.30000000000000004
        (0.7 - 0.4, 2),  # 0.29999999999999993: 0.3 on paper
        (0.5, 3),
        (0.7, 4),
        (0.9, 5),
        (1, 5),
    ],
)
def test_bands_begin_at_the_halves_between_points(score: float, band: int) -> None:
    assert band_of(score, standard_method()).value == band


def test_bands_are_five_times_the_score_rounded_half_up() -> None:
    method = standard_method()
    for thousandth in range(1001):
        assert band_of(thousandth / 1000, method).value == math.floor((5 * thousandth + 500) / 1000)
