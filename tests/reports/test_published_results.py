"""Once a round publishes, a coordinator sees the results of her institution, and no other's."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from metep.models import User
from surveys.lifecycle import add_submitted
from surveys.models import Assignment, Institution, Role, Round
from tests.answering import random_response


@pytest.fixture
def coordinator(answered_round: Round, institution: Institution) -> Client:
    user = User.objects.create_user("coordinator@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.COORDINATOR, round=answered_round, institution=institution)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def published(answered_round: Round) -> Round:
    other = Institution.objects.create(code="I2", country="KZ", name_kk="Басқа", name_ru="Другое", name_en="Other body")
    answered_round.institutions.add(other)
    chance = random.Random(3)
    add_submitted(random_response(answered_round, chance, institution=other, language="kk") for _number in range(10))
    past = timezone.now() - timedelta(days=1)
    Round.objects.filter(pk=answered_round.pk).update(closes_at=past, publishes_at=past)
    return answered_round


def address(route: str, unit: str = "") -> str:
    return reverse(f"dashboard-{route}", args=["r1"]) + (f"?unit={unit}" if unit else "")


ROUTES = ("unit", "items", "csv", "xlsx", "report")


@pytest.mark.parametrize("route", ROUTES)
def test_before_that_there_is_nothing_for_her(coordinator: Client, route: str) -> None:
    assert coordinator.get(address(route)).status_code == 403


@pytest.mark.parametrize("route", ROUTES)
def test_she_sees_her_institution(
    coordinator: Client, published: Round, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.files.kinds.print_report", lambda report: b"%PDF")
    assert coordinator.get(address(route)).status_code == 200
    assert coordinator.get(address(route, "institution:I1")).status_code == 200


@pytest.mark.parametrize("unit", ["institution:I2", "national:KZ", "all-institutions:all", "subnational:KZ-X1"])
@pytest.mark.parametrize("route", ROUTES)
def test_no_other_unit_is_found(coordinator: Client, published: Round, route: str, unit: str) -> None:
    assert coordinator.get(address(route, unit)).status_code == 404


def test_no_page_names_another_institution(coordinator: Client, published: Round) -> None:
    page = coordinator.get("/en/dashboard/r1/?unit=institution:I1").content.decode()
    assert "Institution" in page
    assert "Other body" not in page


def test_the_progress_of_the_round_is_for_analysts(coordinator: Client, published: Round) -> None:
    assert coordinator.get(address("progress")).status_code == 403


def test_an_institution_that_left_the_round_has_no_page(
    coordinator: Client, published: Round, institution: Institution
) -> None:
    published.institutions.remove(institution)
    assert coordinator.get(address("unit")).status_code in (403, 404)
