"""The diagnostic report says what the scores say, in each language, and what limits them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import translation

from reports.report import DiagnosticReport, build_report, write_html
from reports.results import Results, results_of
from scoring.results import UnitTier
from surveys.models import Round, Validation

LANGUAGES = ["kk", "ru", "en"]


def report_of(survey_round: Round, language: str = "en", unit: str = "") -> DiagnosticReport:
    with translation.override(language):
        results = results_of(survey_round)
        scores = next((one for one in results.scores.units if one.unit.code == unit), results.nation)
        return build_report(results, scores)


def html_of(survey_round: Round, language: str = "en", unit: str = "") -> str:
    with translation.override(language):
        return write_html(report_of(survey_round, language, unit))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", ["", "I1", "KZ-X1", "all"])
def test_every_unit_has_a_report_in_every_language(answered_round: Round, language: str, unit: str) -> None:
    html = html_of(answered_round, language, unit)
    assert f'<html lang="{language}">' in html
    assert "None" not in re.sub(r"[0-9a-f]{64}", "", html)
    assert "%(" not in html
    assert "{{" not in html


def test_synthetic_data_are_labelled_on_every_page(answered_round: Round) -> None:
    answered_round.is_synthetic = True
    html = html_of(answered_round)
    assert html.count("Synthetic data: the answers were made up") == 2  # cover and summary
    assert 'data-label="SYNTHETIC DATA · round r1 · KZ · instrument' in html  # the footer of each page


def test_real_data_carry_no_such_label(answered_round: Round) -> None:
    assert "ynthetic" not in html_of(answered_round)


def test_scores_are_said_to_be_our_operationalisation(answered_round: Round) -> None:
    report = report_of(answered_round)
    assert answered_round.method in report.label
    assert "operationalisation" in report.label


@pytest.mark.parametrize(("respondents", "cautions"), [(0, 1), (4, 1), (5, 0)])
def test_a_unit_of_few_respondents_is_for_analysts_only(answered_round: Round, respondents: int, cautions: int) -> None:
    with translation.override("en"):
        results = results_of(answered_round)
        report = build_report(results, replace(results.nation, respondents=respondents))
    assert len(report.cautions) == cautions


def test_a_round_without_responses_has_a_report_that_says_so(survey_round: Round) -> None:
    report = report_of(survey_round)
    assert report.summaries[0].sentences == ("There are no answers yet from which a score follows.",)
    assert list(report.figures()) == []
    assert "None" not in re.sub(r"[0-9a-f]{64}", "", html_of(survey_round))


def test_the_nation_is_told_with_its_institutions(answered_round: Round) -> None:
    report = report_of(answered_round)
    assert [summary.title for summary in report.summaries] == ["National level", "Institutions together"]
    assert [chapter.title for chapter in report.chapters][:3] == [
        "How to read this report",
        "Results: National level",
        "Results: Institutions together",
    ]


def test_an_institution_is_told_beside_all_of_them(answered_round: Round) -> None:
    report = report_of(answered_round, unit="I1")
    assert [summary.title for summary in report.summaries] == ["Institution"]
    assert any("All institutions together" in sentence for sentence in report.summaries[0].sentences)


def test_chapters_are_numbered_and_annexes_lettered(answered_round: Round) -> None:
    numbers = [chapter.number for chapter in report_of(answered_round).chapters]
    assert numbers[0] == "1"
    assert [number for number in numbers if not number.isdigit()] == ["Annex A", "Annex B", "Annex C", "Annex D"]


def test_figures_are_numbered_in_order_and_lead_to_their_tables(answered_round: Round) -> None:
    report = report_of(answered_round)
    figures = list(report.figures())
    assert [figure.number for figure in figures] == list(range(1, len(figures) + 1))
    assert len({figure.chart.key for figure in figures}) == len(figures)
    anchors = {table.anchor for chapter in report.chapters for section in chapter.sections for table in section.tables}
    assert {figure.table for figure in figures} <= anchors


@pytest.mark.parametrize("unit", ["", "I1"])
def test_links_lead_somewhere_and_anchors_are_unique(answered_round: Round, unit: str) -> None:
    html = html_of(answered_round, unit=unit)
    anchors = re.findall(r' id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)


def test_every_item_with_answers_stands_in_the_annex(answered_round: Round) -> None:
    report = report_of(answered_round)
    items = next(chapter for chapter in report.chapters if chapter.title == "All items")
    named = {row[0].split()[0] for section in items.sections for table in section.tables for row in table.rows}
    scored = {item.code for item in results_of(answered_round).instrument.scored_items}
    assert named == scored


def test_validated_facts_are_marked_and_have_no_interval(answered_round: Round) -> None:
    Validation.objects.create(round=answered_round, item="F1.1.a", value="yes", reason="The law is published.")
    report = report_of(answered_round)
    rows = [row for chapter in report.chapters for section in chapter.sections
            for table in section.tables for row in table.rows if row[0].startswith("F1.1.a ")]  # fmt: skip
    assert any(row[0].endswith("[validated]") and row[1:4] == ("100.0", "–", "1") for row in rows)


def test_shares_stand_beside_their_base(answered_round: Round) -> None:
    """A percentage alone says little: charts and tables of shares name the answers behind them."""
    report = report_of(answered_round)
    shares = [figure.chart for figure in report.figures() if "do-not-know" in figure.chart.key]
    assert shares
    assert all(re.fullmatch(r"\d+ / \d+", row[2]) for chart in shares for row in chart.table.rows)


def test_versions_and_checksums_are_told(answered_round: Round) -> None:
    results: Results = results_of(answered_round)
    html = html_of(answered_round)
    assert answered_round.version.checksum in html
    assert results.evidence.checksum in html
    assert f"{answered_round.version.code} {answered_round.version.version}" in html


@pytest.mark.parametrize(("language", "date"), [("kk", "2026 ж. 5 "), ("ru", "5 "), ("en", "5 January 2026")])
def test_the_date_is_written_as_the_language_writes_it(answered_round: Round, language: str, date: str) -> None:
    with translation.override(language):
        results = results_of(answered_round)
        report = build_report(results, results.nation, datetime(2026, 1, 5, 12, tzinfo=UTC))
    assert report.date.startswith(date)


def test_units_of_one_tier_are_compared(answered_round: Round) -> None:
    regions = results_of(answered_round).units(UnitTier.SUBNATIONAL)
    report = report_of(answered_round)
    charts = {figure.chart.key: figure.chart for figure in report.figures()}
    assert len(charts["regions"].table.rows) == len(regions)
    assert [row[0] for row in charts["institutions"].table.rows] == ["Institution"]
