"""Passports of numbers that count some responses only: from the same selection, said so, refused to others."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from metep.models import User
from reports.passport.reading import evidence_by_item
from reports.results import results_of
from reports.workbench.asking import filtered
from reports.workbench.filtering import known_values
from reports.workbench.frame import NONE, Filters
from scoring.calculate import freeze, read_evidence
from scoring.selecting import Selection
from surveys.lifecycle import add_submitted, exclude
from surveys.models import Assignment, Evidence, Institution, Region, Response, Role, Round
from tests.answering import random_response
from tests.contents import metep
from tests.reports.making import terms

pytestmark = pytest.mark.django_db

NUMBER = "source=combined&family=overall&part="


def address(route: str, *parts: str, query: str = "") -> str:
    return reverse(route, args=["r1", *parts]).replace("/kk/", "/en/", 1) + f"?{query}"


@pytest.mark.parametrize(
    ("query", "selection"),
    [
        ("language=ru", Selection(languages=frozenset({"ru"}))),
        ("region=KZ-X1", Selection(regions=frozenset({"KZ-X1"}))),
        ("region=KZ-X1&language=ru", Selection(regions=frozenset({"KZ-X1"}), languages=frozenset({"ru"}))),
    ],
)
@pytest.mark.parametrize("route", ["dashboard-number", "dashboard-item"])
def test_a_passport_counts_the_chosen_responses(
    analysts_client: Client, answered_round: Round, route: str, query: str, selection: Selection
) -> None:
    parts = ["F1.1.a"] if route == "dashboard-item" else []
    response = analysts_client.get(address(route, *parts, query=f"unit=national:KZ&{NUMBER}&{query}"))
    assert response.status_code == 200
    results = filtered(results_of(answered_round), selection)
    scores = results.nation.items["F1.1.a"] if parts else results.nation.combined.overall
    page = response.context["page"]
    assert page.number.text == terms("en").numbers.score(scores.score)
    assert page.reference is None
    assert response.context["facts"].counted == results.scores.round.counted < 80
    assert f"{results.scores.round.counted} of 80" in response.text
    assert "Keep this state" not in response.text
    assert "have no printed code" in response.text
    assert results.evidence.checksum in response.text


def test_everything_on_a_chosen_passport_leads_to_chosen_ones(analysts_client: Client, answered_round: Round) -> None:
    page = analysts_client.get(address("dashboard-number", query=f"{NUMBER}&language=ru")).context["page"]
    numbers = [number for table in (page.parts, *page.items) for _name, row in table.rows for number in row]
    addresses = [number.address for number in numbers if number.address]
    assert addresses
    for one in addresses[:10]:
        assert "language=ru" in one
        assert analysts_client.get(one).context["chosen"].pairs == (("language", "ru"),)


def test_without_filters_nothing_changes(analysts_client: Client, answered_round: Round) -> None:
    for query in ("", "&language=", "&region="):
        response = analysts_client.get(address("dashboard-number", query=f"{NUMBER}{query}"))
        assert response.context["chosen"] is None
        assert response.context["page"].reference


def test_all_responses_are_one_step_away(analysts_client: Client, answered_round: Round) -> None:
    response = analysts_client.get(address("dashboard-number", query=f"unit=national:KZ&{NUMBER}&language=ru"))
    whole = response.context["unfiltered"]
    assert "language" not in whole
    again = analysts_client.get(response.request["PATH_INFO"] + whole)
    assert again.context["facts"].counted == 80


def test_evidence_and_idle_responses_are_those_of_the_selection(analysts_client: Client, answered_round: Round) -> None:
    by_language = {
        language: list(Response.objects.filter(round=answered_round, language=language)) for language in ("kk", "ru")
    }
    for language, number in (("kk", 3), ("ru", 1)):
        for response in by_language[language][:number]:
            Evidence.objects.create(response=response, items=["F1.1.a"], url="https://example.org/")
    exclude(by_language["ru"][-1], "A test.")
    told = {}
    for language in ("kk", "ru"):
        page = analysts_client.get(address("dashboard-item", "F1.1.a", query=f"language={language}")).context["page"]
        pieces = dict(page.facts)["Links and files that respondents gave"]
        told[language] = (pieces, [one.number for one in page.left_out if one.what == "Excluded responses"])
    assert told == {"kk": ("3", ["0"]), "ru": ("1", ["1"])}


def test_a_type_that_was_not_told_can_be_chosen(answered_round: Round) -> None:
    """Left out, empty or null: none of these tells a type."""
    chance = Random(5)
    profiles = [{"organisation_type": "state"}, {"organisation_type": ""}, {"organisation_type": None}]
    for made in add_submitted([random_response(answered_round, chance, profile=profile) for profile in profiles]):
        Evidence.objects.create(response=made, items=["F1.1.a"], url="https://example.org/")
    for types, counted, shown in (({NONE}, 82, 2), ({"state"}, 1, 1), ({NONE, "state"}, 83, 3)):
        selection = Filters(type=frozenset(types)).selection
        results = filtered(results_of(answered_round), selection)
        assert results.scores.round.counted == counted
        assert evidence_by_item(answered_round, results.nation.unit, selection) == {"F1.1.a": shown}


@pytest.mark.parametrize(("language", "words"), [("kk", "көрсетілмеген"), ("ru", "не указано"), ("en", "not told")])
def test_the_filter_of_types_offers_those_that_were_not_told(language: str, words: str) -> None:
    survey_round = SimpleNamespace(languages=["kk"])
    evidence = SimpleNamespace(institutions=(), instrument=metep(), survey_round=survey_round)
    with translation.override(language):
        known = known_values(evidence, language)
    assert known["type"][NONE] == words
    assert NONE not in known["language"].keys() | known["mode"].keys()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("language=de", "this round has no such value"),
        ("unit=institution:I1&region=KZ-NOWHERE", "this round has no such value"),
        ("unit=institution:I1&kind=agency", "this round has no such value"),
    ],
)
def test_what_cannot_be_chosen_is_refused(
    analysts_client: Client, answered_round: Round, query: str, words: str
) -> None:
    response = analysts_client.get(address("dashboard-item", "F2.1.a", query=query))
    assert response.status_code == 404
    assert words in response.text


def test_a_kept_state_knows_no_filters(analysts_client: Client, answered_round: Round) -> None:
    run = freeze(read_evidence(answered_round))
    response = analysts_client.get(address("dashboard-number", query=f"{NUMBER}&run={run.pk}&language=ru"))
    assert response.status_code == 404
    assert "kept state" in response.text


@pytest.mark.parametrize("route", ["dashboard-number", "dashboard-item"])
def test_a_coordinator_may_not_choose_among_responses(
    answered_round: Round, institution: Institution, route: str
) -> None:
    user = User.objects.create_user("coordinator@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.COORDINATOR, round=answered_round, institution=institution)
    past = timezone.now() - timedelta(days=1)
    Round.objects.filter(pk=answered_round.pk).update(closes_at=past, publishes_at=past)
    browser = Client()
    browser.force_login(user)
    parts = ["F2.1.a"] if route == "dashboard-item" else []
    own = address(route, *parts, query=f"unit=institution:I1&{NUMBER}")
    assert browser.get(own).status_code == 200
    assert browser.get(f"{own}&language=ru").status_code == 403


def test_a_unit_that_the_filters_leave_out_is_told(analysts_client: Client, answered_round: Round) -> None:
    region = Region.objects.create(country="KZ", code="KZ-X2", name_kk="2", name_ru="2", name_en="2")
    other = Institution.objects.create(code="I2", country="KZ", region=region, name_kk="2", name_ru="2", name_en="2")
    answered_round.institutions.add(other)
    response = analysts_client.get(address("dashboard-item", "F2.1.a", query="unit=institution:I1&region=KZ-X2"))
    assert response.status_code == 404
    assert "The filters leave out this unit" in response.text


def test_a_chosen_passport_stays_within_its_budget(
    analysts_client: Client, answered_round: Round, django_assert_max_num_queries: Any
) -> None:
    path = address("dashboard-number", query=f"unit=national:KZ&{NUMBER}&region=KZ-X1&language=ru")
    analysts_client.get(path)
    with django_assert_max_num_queries(20):
        analysts_client.get(path)
