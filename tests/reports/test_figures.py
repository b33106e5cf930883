"""Figures put scores into charts with a sentence; a figure that would show nothing is none."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.utils import translation

from reports.figures import (
    do_not_know_figure,
    gap_matrix_figure,
    gaps_figure,
    items_figure,
    matrix_figure,
    profile_figure,
    progress_figure,
    pyramid_figure,
    tables_figure,
    technologies_figure,
    units_figure,
)
from reports.findings import ItemFinding
from scoring.results import LevelScores
from surveys.content import Instrument, Source
from tests.reports.making import LEVELS, fact, rating, score, source, terms, unit_scores, view


def test_a_unit_without_answers_has_no_figures(small: Instrument) -> None:
    nothing = source(None, None)
    empty = unit_scores([fact("F1.1.a", 0, 0)], nothing, nothing, gap=None)
    ours = view(small, empty)
    figures = [
        pyramid_figure(ours),
        matrix_figure(ours, Source.FACTS),
        matrix_figure(ours, Source.PERCEPTIONS),
        gap_matrix_figure(ours),
        gaps_figure(ours),
        technologies_figure(ours),
        do_not_know_figure(ours),
        tables_figure(ours),
        items_figure(ours, "none", "", "", []),
        units_figure(ours.terms, "units", "", [empty]),
        progress_figure(ours.terms, "progress", {}),
    ]
    assert figures == [None] * len(figures)


def test_the_pyramid_says_which_level_is_highest_and_which_lowest(small: Instrument) -> None:
    with translation.override("en"):
        chart = pyramid_figure(view(small))
    assert chart
    assert chart.sentence == (
        "The highest combined score among the levels: Information (75.0); the lowest: Consultation (35.0). "
        "Their intervals (95%) do not overlap: more than chance lies between them."
    )


def test_a_matrix_names_its_strongest_and_weakest_cell(small: Instrument) -> None:
    with translation.override("en"):
        chart = matrix_figure(view(small), Source.PERCEPTIONS)
    assert chart
    assert chart.sentence.startswith(
        "The strongest cell: Information, Legal (55.0); the weakest: Consultation, Legal (15.0)."
    )
    assert [row[0] for row in chart.table.rows] == ["Legal", "Channels", "All areas"]


@pytest.mark.parametrize(("gap", "expected"), [(-0.2, "larger than chance explains"), (-0.02, "chance alone")])
def test_a_gap_is_told_from_chance(small: Instrument, gap: float, expected: str) -> None:
    with translation.override("en"):
        chart = gaps_figure(view(small, unit_scores(gap=gap)))
    assert chart
    assert expected in chart.sentence


def test_technologies_show_each_source_that_has_answers(small: Instrument) -> None:
    both = technologies_figure(view(small))
    facts = technologies_figure(view(small, unit_scores(perceptions=source(None, None))))
    assert both
    assert facts
    assert [len(chart.table.rows) for chart in (both, facts)] == [2, 1]


def test_validated_facts_have_no_interval_and_say_that_they_are_validated(small: Instrument) -> None:
    finding = ItemFinding(small.items_by_code["F1.1.a"], fact("F1.1.a", 1, 0, is_validated=True))
    with translation.override("en"):
        chart = items_figure(view(small), "items", "Items", "Sentence.", [finding])
    assert chart
    assert chart.table.rows == (("F1.1.a Is there a law?", "100.0", "–", "very good", "validated"),)


def test_do_not_know_is_shown_with_its_base(small: Instrument) -> None:
    scores = unit_scores([fact("F1.1.a", 5, 3, dk=2)])
    with translation.override("en"):
        items, tables = do_not_know_figure(view(small, scores)), tables_figure(view(small, scores))
    assert items
    assert tables
    assert items.table.rows == (("F1.1.a Is there a law?", "20%", "2 / 10"),)
    assert tables.table.rows == (("F1.1 The country", "20%", "2 / 10"),)


def test_a_profile_shows_its_items(small: Instrument) -> None:
    table = next(table for table in small.tables() if table.code == "P1.3")
    chart = profile_figure(view(small, unit_scores([rating("P1.3.a", 0, 0, 0, 0, 0, 4)])), table)
    assert chart
    assert chart.title == "Demand"
    assert profile_figure(view(small), table) is None


def test_names_follow_the_language_of_the_figures(small: Instrument) -> None:
    chart = pyramid_figure(view(small, language="kk"))
    assert chart
    assert [row[0] for row in chart.table.rows] == ["Консультация", "Ақпарат"]
    assert "75,0" in chart.svg


def test_keys_of_two_units_differ(small: Instrument) -> None:
    ours = view(small)
    other = replace(ours, prefix="all")
    keys = {chart.key for one in (ours, other) if (chart := pyramid_figure(one))}
    assert len(keys) == 2


def test_days_without_responses_are_shown() -> None:
    days = {datetime.date(2026, 9, 1): 3, datetime.date(2026, 9, 4): 5}
    with translation.override("en"):
        chart = progress_figure(terms(), "progress", days)
    assert chart
    assert [row[1:] for row in chart.table.rows] == [("3", "3"), ("0", "3"), ("0", "3"), ("5", "8")]


def test_units_without_a_score_stay_in_the_picture() -> None:
    none = replace(unit_scores(), combined=LevelScores(score(None), dict.fromkeys(LEVELS, score(None))))
    chart = units_figure(terms(), "units", "Units", [none, unit_scores()])
    assert chart
    assert len(chart.table.rows) == 2
