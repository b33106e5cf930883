"""No address of ours leads to another site, and nothing is changed by a form of another site."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from metep.models import User
from surveys.models import Round
from tests.access.world import World, make_world
from tests.metep.conftest import EMAIL, PASSWORD
from tests.test_access import ALL_RULES

EVIL = "https://evil.example/"
_LINK = re.compile(rb"(href|action|src|content)=[\"']https://evil\.example")
WAYS = (EVIL, "//evil.example/", "/\\evil.example/", "\\\\evil.example", "https:evil.example", "javascript:alert(1)")
# Mail programs post there by themselves: the signed address is the proof (RFC 8058).
POSTED_FROM_ELSEWHERE = {"unsubscribe", "healthz", "readyz", "metrics"}  # the last three only tell


@pytest.fixture
def world(survey_round: Round, analysts: Group, settings: Any) -> World:
    settings.REQUIRE_SECOND_FACTOR = True
    return make_world(survey_round, analysts)


def addresses_of(world: World) -> dict[str, str]:
    return {
        name: reverse(name, args=[world.words[word] for word in rule.about.split()]) for name, rule in ALL_RULES.items()
    }


def leads_away(answer: HttpResponseBase) -> bool:
    place = answer.headers.get("Location", "/")
    return not url_has_allowed_host_and_scheme(place, allowed_hosts={"testserver"})


@pytest.mark.parametrize("person", ["anonymous", "respondent", "administrator"])
def test_no_page_follows_a_word_that_leads_away(world: World, person: str) -> None:
    browser, wrong = world.browsers[person], []
    for name, address in addresses_of(world).items():
        with transaction.atomic():
            answer = browser.get(address, {"next": EVIL, "back": EVIL, "return": EVIL, "to": EVIL})
            transaction.set_rollback(True)
        page = b"" if answer.streaming else answer.content
        if leads_away(answer) or _LINK.search(page):
            wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("away", WAYS)
@pytest.mark.parametrize("language", ["kk", "en"])
def test_signing_in_and_out_leads_to_pages_of_this_site(db: None, away: str, language: str) -> None:
    User.objects.create_user(EMAIL, PASSWORD)
    browser = Client()
    form = {"login": EMAIL, "password": PASSWORD, "next": away}
    for answer in (
        browser.post(f"/{language}/sign-in/?next={away}", form),
        browser.get(f"/{language}/sign-in/", {"next": away}),
        browser.get(f"/{language}/admin/login/", {"next": away}),
        browser.post(f"/{language}/sign-out/?next={away}", {"next": away}),
    ):
        assert not leads_away(answer), answer.headers["Location"]


@pytest.mark.parametrize("away", [*WAYS, "0", "word", "../..", "?x=1"])
def test_keeping_a_number_leads_back_to_this_site(world: World, away: str) -> None:
    answer = world.browsers["analyst"].post(reverse("dashboard-keep", args=["r1"]), {"next": away})
    assert answer["Location"] == reverse("dashboard-unit", args=["r1"])


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/..", "/kk//evil.example", "/\\evil.example", "/en/%2F%2Fevil.example"]
)
def test_no_path_is_taken_for_another_site(client: Client, db: None, path: str) -> None:
    assert not leads_away(client.get("/", PATH_INFO=path))


def test_a_forged_name_of_the_site_is_refused(client: Client, db: None) -> None:
    answer = client.post("/en/account/password/reset/", {"email": EMAIL}, headers={"host": "evil.example"})
    assert answer.status_code == 400


def test_no_form_of_another_site_changes_anything(world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    passed = {name for name, address in addresses_of(world).items() if browser.post(address).status_code != 403}
    assert passed == POSTED_FROM_ELSEWHERE
