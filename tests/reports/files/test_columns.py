"""Columns are as wide as what they hold needs, and together as wide as the page."""

from __future__ import annotations

import pytest

from reports.report.columns import ALL, fit

LONG = "What respondents of an institution say about its consultations"


@pytest.mark.parametrize(
    ("header", "rows", "texts"),
    [
        (("Item", "Score", "n"), [(LONG, "57.8", "1,212"), ("Short", "3.0", "9")], 1),
        (("Year", "Value", "Source"), [("2014", "0.7647", LONG)], 1),
        (("Recommendation", "Why", "Effort"), [(LONG, LONG, "low")], 3),
        (("Level", "Facts"), [], 1),
    ],
)
@pytest.mark.parametrize("is_dense", [False, True])
def test_together_they_are_as_wide_as_the_page(
    header: tuple[str, ...], rows: list[tuple[str, ...]], texts: int, is_dense: bool
) -> None:
    widths = fit(header, rows, texts, is_dense)
    assert len(widths) == len(header)
    assert sum(widths) == pytest.approx(ALL)
    assert all(width > 0 for width in widths)


def test_numbers_stay_on_one_line_and_words_take_what_they_need() -> None:
    first, score, n = fit(("Item", "Score", "n"), [(LONG * 3, "57.8 (56.0-59.6)", "1,212")], 1, is_dense=True)
    assert score > 16 * 1.5
    assert n > 5 * 1.5
    assert first == pytest.approx(ALL - score - n)
    assert first > 100


def test_short_words_leave_their_room_to_the_numbers_evenly() -> None:
    first, *numbers = fit(("Level", "F", "P"), [("A", "57.8", "50.1")], 1, is_dense=True)
    assert first < 20
    assert numbers[0] == pytest.approx(numbers[1])


def test_a_short_column_below_a_long_name_is_wide_enough_for_the_name() -> None:
    first, _second = fit(("In the earlier round", "In the later round"), [("–", LONG)], 2, is_dense=True)
    assert first > len("In the earlier round") * 1.4


def test_words_that_have_no_room_are_left_to_the_page() -> None:
    assert fit(("Item", "A"), [("x" * 80, "y" * 80)], 2, is_dense=True) == ()
