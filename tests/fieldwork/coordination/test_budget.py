"""Pages of coordination keep to their budget of queries as data grow."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fieldwork.coordination.signing import sign_off
from fieldwork.models import Card, Cause
from metep.models import User
from surveys.delegating import delegate
from surveys.models import Contact, Institution, Participant, Response, Role, Round
from tests.browsers import browser_of
from tests.fieldwork.coordination.conftest import answer

BUDGETS = {
    "work": 10,
    "work-round": 20,
    "work-institutions": 12,
    "work-institution": 18,
    "work-institution-sign": 14,
    "work-institution-delegate": 9,
}


def grow(survey_round: Round, number: int) -> None:
    """More of everything: rounds, institutions, responses with people and colleagues, cards, sign-offs."""
    signer = User.objects.create_user(f"signer{number}@example.org", "a long enough password")
    first = survey_round.institutions.get(code="I1")
    for place in range(number):
        Round.objects.create(
            code=f"more-{number}-{place}", country="KZ", version=survey_round.version, languages=["kk"], sections=["F"]
        )
        made = Institution.objects.create(code=f"M{number}-{place}", country="KZ", region=first.region)
        survey_round.institutions.add(made)
        answer(survey_round, made, {"F1.1.a": "no"})
        sign_off(survey_round, made, signer)
        Card.objects.create(round=survey_round, institution=made, item="F2.1.a", cause=Cause.QUESTION)
        Card.objects.create(round=survey_round, institution=first, item=f"x{number}{place}", cause=Cause.QUESTION)
        answer(survey_round, first, {"F1.1.a": "no" if place % 2 else "yes"})
        draft = answer(survey_round, first, {"F1.1.a": "no"}, submitted=False)
        person = Participant.objects.create(round=survey_round, institution=first, language="kk")
        Contact.objects.create(participant=person, round=survey_round, name="x")
        Response.objects.filter(pk=draft.pk).update(participant=person)
        delegate(draft, ["F1"], "Айгүл")


@pytest.fixture
def addresses(survey_round: Round, institution: Institution) -> dict[str, str]:
    draft = answer(survey_round, institution, {"F1.1.a": "no"}, submitted=False)
    arguments = {
        "work": [],
        "work-round": ["r1"],
        "work-institutions": ["r1"],
        "work-institution": ["r1", "I1"],
        "work-institution-sign": ["r1", "I1"],
        "work-institution-delegate": ["r1", "I1", draft.pk],
    }
    return {name: reverse(name, args=arguments[name]) for name in BUDGETS}


def count(client: Client, addresses: dict[str, str]) -> dict[str, int]:
    counted = {}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, name
        counted[name] = len(queries)
    return counted


def test_pages_stay_within_their_budget_as_data_grow(
    survey_round: Round, institution: Institution, addresses: dict[str, str]
) -> None:
    user = User.objects.create_superuser("both@example.org", "a long enough password")
    user.assignments.create(role=Role.COORDINATOR, round=survey_round, institution=institution)
    client = browser_of(user)
    grow(survey_round, 2)
    few = count(client, addresses)
    assert {name: number for name, number in few.items() if number > BUDGETS[name]} == {}
    grow(survey_round, 9)
    assert count(client, addresses) == few
