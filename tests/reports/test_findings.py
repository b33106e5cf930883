"""What stands out is found by its band, and nothing is said twice."""

from __future__ import annotations

import pytest

from reports.findings import (
    DoNotKnow,
    Ends,
    count_do_not_know,
    do_not_know_by_table,
    find_do_not_know,
    find_ends,
    find_gaps,
    find_strengths,
    find_weaknesses,
    is_apart,
)
from scoring.results import Score
from surveys.content import Instrument, Source
from tests.contents import standard_method
from tests.reports.making import NOTHING, fact, rating, score, unit_scores


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, None),
        ({"a": None}, None),
        ({"a": 0.2, "b": None}, Ends("a", 0.2, "a", 0.2)),
        ({"a": 0.2, "b": 0.9, "c": 0.1}, Ends("b", 0.9, "c", 0.1)),
        ({"a": 0.5, "b": 0.5}, Ends("a", 0.5, "a", 0.5)),  # the first of equals
        ({"a": 0.0, "b": 0.3}, Ends("b", 0.3, "a", 0.0)),  # zero is a score
    ],
)
def test_ends_are_the_best_and_the_worst_score(values: dict[str, float | None], expected: Ends | None) -> None:
    assert find_ends({code: score(value) for code, value in values.items()}) == expected


@pytest.mark.parametrize(
    ("ends", "differ"),
    [(Ends("a", 1, "b", 0), True), (Ends("a", 1, "a", 1), False), (Ends("a", 0.5004, "b", 0.5001), False)],
)
def test_one_part_alone_and_what_looks_equal_are_neither_best_nor_worst(ends: Ends, differ: bool) -> None:
    assert ends.differ is differ


@pytest.mark.parametrize(
    ("yes", "no", "is_strong", "is_weak"),
    [(7, 3, True, False), (6, 4, False, False), (5, 5, False, False), (4, 6, False, True), (0, 10, False, True)],
)
def test_strengths_reach_a_band_and_weaknesses_stay_below_one(
    small: Instrument, yes: int, no: int, is_strong: bool, is_weak: bool
) -> None:
    scores = unit_scores([fact("F1.1.a", yes, no)])
    assert bool(find_strengths(scores, small, standard_method(), Source.FACTS)) is is_strong
    assert bool(find_weaknesses(scores, small, standard_method(), Source.FACTS)) is is_weak


def test_strengths_come_best_first_and_weaknesses_worst_first(small: Instrument) -> None:
    strong = unit_scores([fact("F1.1.a", 8, 2), fact("F1.1.b", 9, 1), fact("F1.1.c", 9, 1)])
    weak = unit_scores([fact("F1.1.a", 2, 8), fact("F1.1.b", 1, 9)])
    found = find_strengths(strong, small, standard_method(), Source.FACTS)
    assert [finding.item.code for finding in found] == ["F1.1.b", "F1.1.c", "F1.1.a"]
    found = find_weaknesses(weak, small, standard_method(), Source.FACTS, most=1)
    assert [finding.item.code for finding in found] == ["F1.1.b"]


def test_an_item_that_is_no_only_because_its_parent_is_no_is_no_weakness_of_its_own(small: Instrument) -> None:
    scores = unit_scores([fact("F1.1.a", 0, 10), fact("F1.1.b", 0, 10, structural=10)])
    found = find_weaknesses(scores, small, standard_method(), Source.FACTS)
    assert [finding.item.code for finding in found] == ["F1.1.a"]


def test_sources_and_profiles_are_kept_apart(small: Instrument) -> None:
    scores = unit_scores([fact("F1.1.a", 9, 1), rating("P1.1.a", 0, 0, 0, 0, 0, 9), rating("P1.3.a", 0, 0, 0, 0, 0, 9)])
    found = find_strengths(scores, small, standard_method(), Source.PERCEPTIONS)
    assert [finding.item.code for finding in found] == ["P1.1.a"]


def test_do_not_know_is_a_share_of_all_answers() -> None:
    assert count_do_not_know([fact("F1.1.a", 5, 3, dk=2), rating("P1.1.a", 1, 1)]) == DoNotKnow(2, 10)
    assert DoNotKnow(2, 10).share == 0.2
    assert DoNotKnow(0, 0).share is None


def test_items_nobody_was_unsure_about_are_not_listed(small: Instrument) -> None:
    scores = unit_scores([fact("F1.1.a", 5, 5), fact("F1.1.b", 8, 1, dk=1), fact("F1.1.c", 4, 4, dk=2)])
    assert [finding.item.code for finding in find_do_not_know(scores, small)] == ["F1.1.c", "F1.1.b"]


def test_do_not_know_by_table_leaves_out_tables_without_answers(small: Instrument) -> None:
    scores = unit_scores([fact("F1.1.a", 5, 5), fact("F1.1.b", 8, 1, dk=1), fact("F2.1.a", 0, 0)])
    found = do_not_know_by_table(scores, small)
    assert [(table.code, count) for table, count in found] == [("F1.1", DoNotKnow(1, 20))]


def test_gaps_of_cells_need_both_sources() -> None:
    gaps = find_gaps(
        {"a": score(0.5), "b": score(None), "c": score(0.5), "d": score(0.5)},
        {"a": score(0.2), "b": score(0.2), "c": NOTHING},
    )
    assert {code: gap.score for code, gap in gaps.items()} == {"a": pytest.approx(-0.3), "b": None, "c": None}
    assert (gaps["a"].items, gaps["a"].mapped) == (6, 6)
    assert gaps["b"].mapped == 6  # asked, not answered
    assert gaps["c"].mapped == 0  # not measured


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(-0.2, -0.1, True), (0.1, 0.2, True), (-0.1, 0.1, False), (None, None, False)]
)
def test_a_gap_is_told_from_chance_when_its_interval_leaves_out_zero(
    low: float | None, high: float | None, expected: bool
) -> None:
    assert is_apart(Score(0.1, low, high, 1, 1, 1)) is expected
