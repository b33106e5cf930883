"""Scenarios of coordinators: of their own institution, once the round publishes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from metep.models import User
from reports.models import Scenario
from surveys.models import Assignment, Institution, Role, Round
from tests.reports.scenarios.test_pages import TICKED, address, keep, text


@pytest.fixture
def coordinator(answered_round: Round, institution: Institution) -> Client:
    """Of the institution of the round, which publishes; there is another institution."""
    other = Institution.objects.create(code="I2", country="KZ", name_kk="Басқа", name_ru="Другое", name_en="Other body")
    answered_round.institutions.add(other)
    past = timezone.now() - timedelta(days=1)
    Round.objects.filter(pk=answered_round.pk).update(closes_at=past, publishes_at=past)
    user = User.objects.create_user("coordinator@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.COORDINATOR, round=answered_round, institution=institution)
    client = Client()
    client.force_login(user)
    return client


OWN = "unit=institution:I1&m=F2.1.a&points=1"


def test_a_coordinator_makes_and_changes_her_own_scenarios(coordinator: Client, answered_round: Round) -> None:
    scenario = keep(coordinator, "scenario-new", OWN)
    assert coordinator.get(address("scenario", scenario.pk)).status_code == 200
    assert coordinator.post(address("scenario-rename", scenario.pk), {"name": "Mine"}).status_code == 302
    assert coordinator.post(address("scenario-recompute", scenario.pk)).status_code == 302
    assert coordinator.post(address("scenario-mark", scenario.pk), {"in_report": "1"}).status_code == 403
    assert coordinator.post(address("scenario-delete", scenario.pk)).status_code == 302
    assert not Scenario.objects.exists()


def test_a_coordinator_reads_what_analysts_made_for_her_institution_and_changes_nothing_of_it(
    coordinator: Client, analysts_client: Client, answered_round: Round
) -> None:
    scenario = keep(analysts_client, "scenario-new", OWN)
    assert "First" in text(coordinator, "/en/dashboard/r1/scenarios/")
    page = text(coordinator, f"/en/dashboard/r1/scenarios/{scenario.pk}/")
    assert "Delete the scenario" not in page
    for route in ("scenario-rename", "scenario-delete", "scenario-recompute", "scenario-mark"):
        assert coordinator.post(address(route, scenario.pk), {"name": "Hers"}).status_code == 403
    scenario.refresh_from_db()
    assert scenario.name == "First"


def test_a_coordinator_finds_no_scenario_of_others(
    coordinator: Client, analysts_client: Client, answered_round: Round
) -> None:
    national = keep(analysts_client, "scenario-new", TICKED)
    foreign = Scenario.objects.get(pk=national.pk)
    foreign.pk, foreign.tier, foreign.unit, foreign.name = None, "institution", "I2", "Foreign"
    foreign.save()
    assert "First" not in text(coordinator, "/en/dashboard/r1/scenarios/")
    for scenario in (national, foreign):
        for route in ("scenario", "scenario-next"):
            assert coordinator.get(address(route, scenario.pk)).status_code == 404
        for route in ("scenario-rename", "scenario-delete", "scenario-recompute", "scenario-mark"):
            assert coordinator.post(address(route, scenario.pk), {"name": "Hers"}).status_code == 404
        compared = address("scenario-compare", query=f"s={scenario.pk}&s={scenario.pk}")
        refused = coordinator.get(compared)
        assert refused.status_code == 422
        assert scenario.name not in refused.content.decode()
    for unit in ("national:KZ", "institution:I2", "all-institutions:all"):
        for route in ("scenario-new", "scenario-plan"):
            assert coordinator.get(address(route, query=f"unit={unit}")).status_code == 404


def test_a_coordinator_may_not_ask_for_the_best_of_the_others(coordinator: Client, answered_round: Round) -> None:
    query = "unit=institution:I1&kind=peer&measure=facts&part=overall:&points=0"
    page = text(coordinator, f"/en/dashboard/r1/scenarios/plan/?{query}", status=422)
    assert "Choose one of the goals offered." in page


def test_before_the_round_publishes_a_coordinator_has_no_scenarios(coordinator: Client, answered_round: Round) -> None:
    Round.objects.filter(pk=answered_round.pk).update(publishes_at=timezone.now() + timedelta(days=1))
    assert coordinator.get(address("scenarios")).status_code == 403
    assert coordinator.get(address("scenario-new", query=OWN)).status_code == 403
