"""The drawings of distributions, disagreement and differences."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from reports.charts import Caption, Chart, Terms
from reports.charts.chart import Table
from reports.charts.differences import (
    DifferenceRow,
    EstimateRow,
    Legend,
    draw_differences,
    draw_estimates,
    reach_of,
)
from reports.charts.diverging import DivergingRow, Pieces, draw_diverging
from reports.charts.diverging_pairs import PairRow, draw_pairs
from tests.reports.making import terms

CAPTION = Caption("figure", "Title", "A sentence & more.")
TABLE = Table(("Item", "Value"), (("a", "1"),))
LEGEND = Legend("clear", "unclear")
Draw = Callable[[Terms], Chart]


def diverging(terms: Terms) -> Chart:
    rows = [
        DivergingRow("a", "Ә" * 90, (5, 3, 2), (10, 20, 10), (4,), "3.1"),
        DivergingRow("b", "Nobody", (0, 0, 0), (0, 0, 0), (0,), "–"),
        DivergingRow("c", "One side", (0, 0, 0), (0, 0, 9), (0,), "5.0"),
    ]
    return draw_diverging(terms, CAPTION, Pieces(("2", "1", "0"), ("3", "4", "5"), ("none",)), rows, "none", "Mean")


def pairs(terms: Terms) -> Chart:
    rows = [PairRow("a", "Item", 0.4, 0.2, "n = 5", "1 / 5", True), PairRow("b", "Item", None, None, "n = 0", "")]
    return draw_pairs(terms, CAPTION, ("Left", "Right"), rows, TABLE)


def differences(terms: Terms) -> Chart:
    rows = [
        DifferenceRow("a", "Item", 0.2, 0.05, 0.4, True, "large"),
        DifferenceRow("b", "Item", -0.02, None, None, False, "p = 1"),
        DifferenceRow("", "A score", None, None, None, False, "not tested"),
    ]
    return draw_differences(terms, CAPTION, rows, ("left", "right"), LEGEND, TABLE)


def estimates(terms: Terms) -> Chart:
    groups = [f"Group {number} with a long name" for number in range(30)]  # more than there are letters
    rows = [EstimateRow("a", "Item", tuple(number / 30 for number in range(30)), True, "large")]
    rows.append(EstimateRow("b", "Item", (None,) * 30, False, "not tested"))
    return draw_estimates(terms, CAPTION, rows, groups, LEGEND, TABLE)


DRAWINGS = [diverging, pairs, differences, estimates]


@pytest.mark.parametrize("draw", DRAWINGS)
def test_pictures_are_well_formed_and_say_their_sentence(draw: Draw) -> None:
    chart = draw(terms("kk"))
    root = ET.fromstring(chart.svg)
    assert root.get("role") == "img"
    assert CAPTION.sentence in "".join(root.itertext())
    assert {len(row) for row in chart.table.rows} == {len(chart.table.header)}


@pytest.mark.parametrize("draw", DRAWINGS)
def test_pictures_are_the_same_each_time_and_without_decimal_commas(draw: Draw) -> None:
    chart = draw(terms("ru"))
    assert chart == draw(terms("ru"))
    assert not re.search(r' [xy]="-?\d+,\d', chart.svg)


def test_shares_are_of_those_who_answered_and_silence_is_of_those_who_were_asked() -> None:
    row = diverging(terms()).table.rows[0]
    assert row[1:7] == ("2 (4%)", "3 (6%)", "5 (10%)", "10 (20%)", "20 (40%)", "10 (20%)")
    assert row[-2:] == ("50", "4 (7%)")
    assert diverging(terms()).table.rows[1][-2:] == ("0", "0")


def test_the_scale_of_differences_is_as_long_as_it_must_be() -> None:
    row = DifferenceRow("a", "Item", 0.02, -0.01, 0.09, False, "")
    assert reach_of([row]) == 0.1
    assert reach_of([DifferenceRow("a", "Item", 0.02, -0.3, 0.09, False, "")]) == 0.5
    assert reach_of([]) == 0.1


def test_clear_differences_have_another_shape_not_only_another_colour() -> None:
    clear = DifferenceRow("a", "Item", 0.2, None, None, True, "")
    unclear = DifferenceRow("a", "Item", 0.2, None, None, False, "")
    drawn = [draw_differences(terms(), CAPTION, [row], ("l", "r"), LEGEND, TABLE).svg for row in (clear, unclear)]
    paths = [re.findall(r'<path[^>]* d="([^"]*)"', svg) for svg in drawn]
    assert len(paths[0]) == len(paths[1])
    assert paths[0] != paths[1]
