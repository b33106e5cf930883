"""The page about robustness in the workbench: what it shows, of whom, in three languages."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from reports.charts import Caption, Table
from reports.charts.ranges import RangeRow, RangeWords, draw_ranges
from reports.workbench.pages.robustness_options import moves_of
from scoring.methods import DoNotKnow, Structural, Weights
from scoring.robustness import Spread, Variant
from surveys.lifecycle import add_submitted
from surveys.models import Institution, Round
from tests.answering import random_response
from tests.reports.making import terms
from tests.reports.test_dashboard import UNITS


@pytest.fixture
def ranked_round(answered_round: Round, institution: Institution) -> Round:
    """With another institution, so that there are places."""
    other = Institution.objects.create(code="I2", country="KZ", name_kk="Екінші", name_ru="Второе", name_en="Second")
    answered_round.institutions.add(other)
    chance = Random(3)
    add_submitted(random_response(answered_round, chance, institution=other) for _ in range(30))
    return answered_round


def page(client: Client, survey_round: Round, query: str = "", language: str = "en") -> Any:
    path = reverse("analysis-page", args=[survey_round.code, "robustness"]).replace("/kk/", f"/{language}/", 1)
    return client.get(f"{path}?{query}")


def charts(response: Any) -> dict[str, Any]:
    return {panel.chart.key: panel.chart for panel in response.context["content"].panels}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit])
def test_every_unit_has_bounds_options_and_places(
    analysts_client: Client, ranked_round: Round, unit: str, language: str
) -> None:
    response = page(analysts_client, ranked_round, f"unit={unit}", language)
    assert response.status_code == 200
    shown = charts(response)
    assert [key.partition("-")[2] for key in shown] == ["bounds", "options", "ranks-institution"]
    for chart in shown.values():
        assert chart.sentence in chart.svg.replace("&amp;", "&")
        assert "%(" not in chart.sentence
        assert len(chart.table.rows) > 1


@pytest.mark.parametrize("measure", ["combined", "facts", "perceptions"])
def test_the_bounds_hold_the_score_that_the_dashboard_shows(
    analysts_client: Client, ranked_round: Round, measure: str
) -> None:
    bounds = charts(page(analysts_client, ranked_round, f"measure={measure}"))["figure-bounds"]
    number = reverse("dashboard-number", args=[ranked_round.code]).replace("/kk/", "/en/")
    for row, query in zip(bounds.table.rows, ("overall&part=", "levels&part=information"), strict=False):
        shown = analysts_client.get(f"{number}?source={measure}&family={query}").context["page"].number.text
        assert row[1] == shown
        for span in row[2:4]:
            low, high = (float(value) for value in span.split("–"))
            assert low <= float(shown) <= high
        assert float(row[4]) <= float(shown)


def test_an_institution_is_told_its_places(analysts_client: Client, ranked_round: Round) -> None:
    chart = charts(page(analysts_client, ranked_round, "unit=institution:I1"))["figure-ranks-institution"]
    assert chart.sentence.startswith("Institution stands ")
    assert chart.sentence.endswith("of 2.") or "by every option" in chart.sentence
    assert {row[0] for row in chart.table.rows} == {"Institution", "Second"}


def test_a_filter_narrows_what_is_computed(analysts_client: Client, ranked_round: Round) -> None:
    whole = charts(page(analysts_client, ranked_round))["figure-bounds"].table.rows
    russian = charts(page(analysts_client, ranked_round, "language=ru"))["figure-bounds"].table.rows
    assert whole != russian


def test_a_round_without_answers_says_so(analysts_client: Client, survey_round: Round) -> None:
    response = page(analysts_client, survey_round)
    assert response.status_code == 200
    assert "<svg" not in response.text
    assert "There are no" in response.text or 'class="nothing"' in response.text


def test_the_page_stays_within_its_budget(
    analysts_client: Client, ranked_round: Round, django_assert_max_num_queries: Any
) -> None:
    page(analysts_client, ranked_round)
    with django_assert_max_num_queries(15):
        page(analysts_client, ranked_round)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((0.5, 0.5, 0.5, 0.5), {"structural": 0.0, "weights": 0.0}),
        ((0.5, 0.2, 0.4, 0.1), {"structural": 0.1, "weights": 0.3}),
    ],
)
def test_what_an_option_moves_is_told_with_the_others_as_the_method_has_them(
    scores: tuple[float, ...], expected: dict[str, float]
) -> None:
    variants = tuple(
        Variant(structural, DoNotKnow.LEFT_OUT, weights, by_participants=False, is_own=place == 0)
        for place, (structural, weights) in enumerate(
            [
                (Structural.ZERO, Weights(1, 1)),
                (Structural.ZERO, Weights(0, 1)),
                (Structural.LEFT_OUT, Weights(1, 1)),
                (Structural.LEFT_OUT, Weights(0, 1)),
            ]
        )
    )
    moves = moves_of(Spread(variants, scores))
    assert {name: pytest.approx(moves[name]) for name in expected} == expected
    assert moves["do_not_know"] == 0


def test_a_picture_of_ranges_stands_absent_values() -> None:
    with translation.override("en"):
        chart = draw_ranges(
            terms(),
            Caption("ranges", "Ranges", "All of them."),
            RangeWords("score", "inner", "outer", "extra"),
            [
                RangeRow("One", 0.5, (0.4, 0.6), (0.2, 0.9), "50 (20–90)", extra=0.1, is_marked=True),
                RangeRow("Nothing", None, (None, None), (None, None), "–"),
            ],
            Table(("Name", "Score"), (("One", "50"), ("Nothing", "–"))),
        )
    assert "<svg" in chart.svg
    assert "Nothing" in chart.svg
