"""The pages of scenarios of a region and of all institutions: which of them act, how many may."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.models import Scenario
from reports.report.beside import scenario_sections
from reports.report.numbering import Figures
from reports.results import Results, results_of
from reports.scenarios.keeping import outcome_of, scenario_section
from scoring.results import Measure, UnitTier
from surveys.lifecycle import add_submitted
from surveys.models import Institution, Round
from tests.answering import random_response
from tests.reports.scenarios.test_pages import BUDGET, address, keep, text

ALL = "unit=all-institutions:all"
REGION = "unit=subnational:KZ-X1"
TICKED = "m=F2.1.a&points=1"
PLANNED = "kind=rise&value=3&measure=facts&part=overall:&points=0"


@pytest.fixture
def two_institutions(answered_round: Round, institution: Institution) -> Round:
    """Another institution in another region, with forty responses."""
    other = Institution.objects.create(code="I2", country="KZ", name_kk="Басқа", name_ru="Другое", name_en="Other body")
    answered_round.institutions.add(other)
    chance = random.Random(5)
    add_submitted(random_response(answered_round, chance, institution=other) for _number in range(40))
    return answered_round


def facts_of(results: Results, tier: UnitTier, code: str) -> float:
    scores = results.unit(tier, code)
    assert scores is not None
    assert scores.facts.overall.score is not None
    return scores.facts.overall.score


def test_a_measure_is_taken_by_all_institutions_or_by_those_ticked(
    analysts_client: Client, two_institutions: Round
) -> None:
    everyone = keep(analysts_client, "scenario-new", f"{ALL}&{TICKED}", "Everyone")
    one = keep(analysts_client, "scenario-new", f"{ALL}&{TICKED}&body=I2", "One")
    assert set(everyone.measures) == {"F2.1.a@I1", "F2.1.a@I2"}
    assert set(one.measures) == {"F2.1.a@I2"}
    assert [acting.body for acting in outcome_of(one).acting] == ["I2"]
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/{one.pk}/")
    assert "Only these institutions may act: Other body" in " ".join(page.split())
    assert "In 1 institution" in page
    assert "measures of institutions do not change it" in page


def test_the_mean_rises_by_the_share_of_those_who_act(analysts_client: Client, two_institutions: Round) -> None:
    scenario = keep(analysts_client, "scenario-new", f"{ALL}&{TICKED}&body=I2", "One")
    outcome, results = outcome_of(scenario), results_of(two_institutions)
    (acting,) = outcome.acting
    assert acting.before is not None
    assert acting.after is not None
    before, after = (standing.score(Measure.COMBINED) for standing in (outcome.before, outcome.after))
    assert before is not None
    assert after == pytest.approx(before + (acting.after - acting.before) / 2)
    assert outcome.before.score(Measure.FACTS) == facts_of(results, UnitTier.ALL_INSTITUTIONS, "all")


def test_a_regions_scenario_says_what_becomes_of_the_mean_of_all(
    analysts_client: Client, two_institutions: Round
) -> None:
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/new/?{REGION}&{TICKED}")
    assert "The mean of all institutions – Overall score (combined)" in page
    assert "Other body" not in page  # it lies elsewhere
    alone = text(analysts_client, f"/en/dashboard/r1/scenarios/new/?unit=institution:I1&{TICKED}")
    assert "The mean of all institutions – Overall score (combined)" in alone


def test_a_plan_keeps_to_the_number_of_institutions_that_act(analysts_client: Client, two_institutions: Round) -> None:
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/plan/?{ALL}&{PLANNED}&institutions=1")
    assert "Proved cheapest" in page
    assert "Computed by HiGHS, a program for exact optimisation, in " in page
    assert "institutions that act: 1;" in page
    scenario = keep(analysts_client, "scenario-plan", f"{ALL}&{PLANNED}&institutions=1", "Planned")
    assert len(outcome_of(scenario).acting) == 1
    assert scenario.limits["institutions"] == 1
    assert "Institutions that act: 1 at most." in text(analysts_client, f"/en/dashboard/r1/scenarios/{scenario.pk}/")


def test_where_too_few_may_act_the_page_says_that_their_number_must_give_way(
    analysts_client: Client, two_institutions: Round
) -> None:
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/plan/?{ALL}&{PLANNED}&institutions=0")
    assert "It is enough to give up one limit – number of institutions that act: the goal then takes an effort" in page
    assert "Within these limits no more than" in page


@pytest.mark.parametrize("query", ["body=I3", "body=I1&body=nobody", "institutions=-1", "institutions=many"])
def test_institutions_that_are_not_there_and_numbers_that_are_none_are_refused(
    analysts_client: Client, two_institutions: Round, query: str
) -> None:
    text(analysts_client, f"/en/dashboard/r1/scenarios/plan/?{ALL}&{PLANNED}&{query}", status=422)


def test_an_institution_of_another_region_does_not_act(analysts_client: Client, two_institutions: Round) -> None:
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/new/?{REGION}&{TICKED}&body=I2", status=422)
    assert "There is no institution I2 here." in page


def test_only_institutions_and_regions_have_peers(analysts_client: Client, two_institutions: Round) -> None:
    peer = "kind=peer&measure=facts&part=overall:&points=0"
    for unit, words in (("subnational:KZ-X1", "the other regions"), ("institution:I1", "the other institutions")):
        assert words in text(analysts_client, f"/en/dashboard/r1/scenarios/plan/?unit={unit}")
    text(analysts_client, f"/en/dashboard/r1/scenarios/plan/?unit=institution:I1&{peer}")
    for unit in ("all-institutions:all", "national:KZ"):
        text(analysts_client, f"/en/dashboard/r1/scenarios/plan/?unit={unit}&{peer}", status=422)


def test_scenarios_of_several_are_computed_anew_compared_and_held(
    analysts_client: Client, two_institutions: Round
) -> None:
    first = keep(analysts_client, "scenario-new", f"{ALL}&{TICKED}", "First")
    second = keep(analysts_client, "scenario-plan", f"{ALL}&{PLANNED}&body=I1", "Second")
    before = first.outcome["before"]
    institution = Institution.objects.get(code="I2")
    chance = random.Random(11)
    add_submitted(random_response(two_institutions, chance, institution=institution) for _number in range(9))
    for scenario in (first, second):
        analysts_client.post(address("scenario-recompute", scenario.pk))
        scenario.refresh_from_db()
        assert scenario.input_checksum == results_of(two_institutions).evidence.checksum
    assert first.outcome["before"] != before
    assert {step.body for step in outcome_of(second).steps} == {"I1"}
    page = text(
        analysts_client, address("scenario-compare", query=f"s={first.pk}&s={second.pk}").replace("kk", "en", 1)
    )
    assert "Institutions that act</th><td>2</td><td>1</td>" in page
    later = two_institutions
    later.pk, later.code, later.created_at = None, "r9", None
    later.save()
    later.institutions.set([institution])
    add_submitted(random_response(later, chance, institution=institution) for _number in range(9))
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/{first.pk}/next/")
    assert "Other body: F2.1.a" in page
    assert "the institution has no part in the later round" in page  # I1


def test_the_report_names_the_institutions_that_act(analysts_client: Client, two_institutions: Round) -> None:
    scenario = keep(analysts_client, "scenario-new", f"{ALL}&{TICKED}", "Marked")
    analysts_client.post(address("scenario-mark", scenario.pk), {"in_report": "1"})
    results = results_of(two_institutions)
    assert results.mean is not None
    (kept,) = scenario_section(results, results.mean)
    assert len(kept.shown.acting) == 2
    (section,) = scenario_sections(results, results.mean, Figures())
    assert len(section.tables) == 3
    names = {row.name for row in kept.shown.acting}
    assert names == {row[0] for row in section.tables[1].rows}


def test_pages_keep_to_their_budget_however_many_institutions_there_are(
    analysts_client: Client, two_institutions: Round
) -> None:
    for number in range(8):
        two_institutions.institutions.add(
            Institution.objects.create(code=f"X{number}", country="KZ", name_kk="Қ", name_ru="Р", name_en="E")
        )
    scenario = keep(analysts_client, "scenario-plan", f"{ALL}&{PLANNED}", "Planned")
    for where in (
        address("scenarios"),
        address("scenario-new", query=f"{ALL}&{TICKED}"),
        address("scenario-plan", query=f"{ALL}&{PLANNED}"),
        address("scenario", scenario.pk),
    ):
        with CaptureQueriesContext(connection) as counted:
            assert analysts_client.get(where).status_code == 200
        assert len(counted) <= BUDGET, where
    assert Scenario.objects.count() == 1
