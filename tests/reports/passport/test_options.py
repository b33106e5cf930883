"""A passport by other options of the method: the same responses, scored as the address says."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from metep.models import User
from reports.passport.options import OPTIONS, code_of, find_variant
from reports.results import results_of
from scoring.robustness import variants_of
from surveys.lifecycle import add_submitted
from surveys.models import Assignment, Institution, Mode, Role, Round
from tests.answering import random_response

NUMBER = {"source": "combined", "family": "overall", "part": ""}
OTHER = "left_out.no.1-2.responses"


def test_every_variant_has_a_code_of_its_own_that_leads_back(answered_round: Round) -> None:
    method = results_of(answered_round).method
    variants = variants_of(method, has_other_counts=True)
    assert len({code_of(one) for one in variants}) == len(variants)
    assert [find_variant(method, code_of(one)) for one in variants] == variants
    assert find_variant(method, "") is None


def test_all_that_such_a_passport_leads_to_is_by_the_same_options(
    analysts_client: Client, answered_round: Round
) -> None:
    page = analysts_client.get(reverse("dashboard-number", args=["r1"]), {**NUMBER, OPTIONS: OTHER}).context["page"]
    assert page.reference is None
    numbers = [number for table in (page.parts, *page.items) if table for _name, row in table.rows for number in row]
    addresses = {number.address for number in numbers if number.address}
    assert addresses
    assert all(parse_qs(urlsplit(address).query)[OPTIONS] == [OTHER] for address in addresses)
    assert analysts_client.get(addresses.pop()).status_code == 200


def test_the_methods_own_options_change_nothing(analysts_client: Client, answered_round: Round) -> None:
    own = next(one for one in variants_of(results_of(answered_round).method, has_other_counts=False) if one.is_own)
    page = analysts_client.get(reverse("dashboard-number", args=["r1"]), {**NUMBER, OPTIONS: code_of(own)})
    assert page.context["chosen"] is None
    assert page.context["page"].reference


def test_responses_given_together_are_counted_as_the_row_of_the_table_says(
    analysts_client: Client, answered_round: Round
) -> None:
    chance = Random(5)
    together = [random_response(answered_round, chance, mode=Mode.COLLECTIVE, participants=9) for _ in range(10)]
    add_submitted(together)
    page = analysts_client.get(reverse("analysis-page", args=["r1", "robustness"]))
    panel = next(panel for panel in page.context["content"].panels if panel.chart.key == "figure-options")
    rows = panel.chart.table.rows
    by_participants = [place for place in range(len(rows)) if "participants" in panel.cells[place, 1]]
    assert by_participants
    assert {rows[place][1] for place in by_participants} != {rows[place - 1][1] for place in by_participants}
    for place in by_participants[::3]:
        number = analysts_client.get(panel.cells[place, 1]).context["page"].number
        assert number.text == rows[place][1], rows[place][0]


def test_a_coordinator_may_not_choose_options(answered_round: Round, institution: Institution) -> None:
    user = User.objects.create_user("coordinator@example.org", "long-enough-password")
    Assignment.objects.create(user=user, role=Role.COORDINATOR, round=answered_round, institution=institution)
    past = timezone.now() - timedelta(days=1)
    Round.objects.filter(pk=answered_round.pk).update(closes_at=past, publishes_at=past)
    client = Client()
    client.force_login(user)
    unit = {"unit": f"institution:{institution.code}"}
    address = reverse("dashboard-number", args=["r1"])
    assert client.get(address, {**NUMBER, **unit}).status_code == 200
    assert client.get(address, {**NUMBER, **unit, OPTIONS: OTHER}).status_code == 403


@pytest.mark.parametrize("options", [OTHER, "left_out.no.1-2.participants"])
def test_such_a_passport_stays_within_its_budget(
    analysts_client: Client,
    answered_round: Round,
    options: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    analysts_client.get(reverse("dashboard-number", args=["r1"]), NUMBER)
    with django_assert_max_num_queries(20):
        analysts_client.get(reverse("dashboard-number", args=["r1"]), {**NUMBER, OPTIONS: options})
