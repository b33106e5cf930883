"""A round with three institutions of two regions, answered in every language and mode."""

from __future__ import annotations

import random
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from metep.models import User
from reports.results import Results, results_of
from reports.workbench.asking import filtered, read_request
from reports.workbench.frame import Asked, Page
from scoring.folding import fold
from scoring.selecting import Selection
from surveys.lifecycle import add_submitted
from surveys.models import Assignment, Institution, Mode, Region, Response, Role, Round
from tests.answering import random_response

Ask = Callable[..., Asked]


@pytest.fixture
def bodies(survey_round: Round, institution: Institution) -> list[Institution]:
    """Two of one region, one of another that is a ministry like the first."""
    Institution.objects.filter(pk=institution.pk).update(kind="ministry")
    second = Region.objects.create(country="KZ", code="KZ-X2", name_kk="Екінші", name_ru="Второй", name_en="Second")
    made = [institution]
    for number, region, kind in ((2, institution.region, "akimat"), (3, second, "ministry")):
        body = Institution.objects.create(
            code=f"I{number}",
            country="KZ",
            kind=kind,
            region=region,
            name_kk=f"{number}-мекеме",
            name_ru=f"Учреждение {number}",
            name_en=f"Institution {number}",
        )
        survey_round.institutions.add(body)
        made.append(body)
    return made


@pytest.fixture
def responses(survey_round: Round, bodies: list[Institution]) -> list[Response]:
    return answer(survey_round, bodies)


def answer(survey_round: Round, bodies: list[Institution], number: int = 80, seed: int = 11) -> list[Response]:
    chance = random.Random(seed)
    made = add_submitted(
        random_response(
            survey_round,
            chance,
            institution=chance.choice((None, *bodies)),
            language=chance.choice(("kk", "ru", "en")),
            mode=chance.choice((Mode.INDIVIDUAL, Mode.PAPER)),
        )
        for _number in range(number)
    )
    fold(survey_round)
    return made


@pytest.fixture
def analyst(db: None, survey_round: Round) -> User:
    """An analyst of this round only."""
    user = User.objects.create_user("analyst@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.ANALYST, round=survey_round)
    return user


@pytest.fixture
def client(analyst: User) -> Client:
    browser = Client()
    browser.force_login(analyst)
    return browser


@pytest.fixture
def ask(rf: object, analyst: User, survey_round: Round, responses: list[Response]) -> Ask:
    """What an address of a page asks: `ask(PAGE, unit="institution:I1", language=["kk"])`."""

    def asked(page: Page, **query: object) -> Asked:
        request = rf.get("/", query)
        request.user = analyst
        return read_request(request, survey_round.code, page).asked

    return asked


def page_address(
    survey_round: Round, page: str, route: str = "analysis-page", into: str = "en", **query: object
) -> str:
    """The address of a page `into` a language."""
    path = reverse(route, args=[survey_round.code, page]).replace("/kk/", f"/{into}/", 1)
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def results_for(survey_round: Round, **limits: frozenset[str]) -> Results:
    return filtered(results_of(survey_round), Selection(**limits))
