"""Sessions: read by one statement, and only while they last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from fieldwork.models import Workshop
from metep.sessions import SessionStore
from surveys.links import create_link
from surveys.models import Response, Round
from tests.surveys.respondents import Respondent


@pytest.fixture
def stored(db: None) -> str:
    """The key of a session that holds a word."""
    store = SessionStore()
    store["word"] = "сөз"
    store.save()
    assert store.session_key
    return store.session_key


def test_a_session_is_read_by_one_statement(stored: str, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert SessionStore(stored)["word"] == "сөз"


def test_a_session_that_ended_holds_nothing_and_gets_a_new_key(stored: str) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    store = SessionStore(stored)
    assert store.get("word") is None
    store["word"] = "жаңа"
    store.save()
    assert store.session_key != stored


@pytest.mark.parametrize("key", ["unknown-key-of-a-session", "әріптер-мен-жазылған", "short", ""])
def test_an_unknown_key_opens_nothing(db: None, key: str) -> None:
    store = SessionStore(key)
    assert store.get("word") is None
    assert store.session_key is None


def test_a_forged_content_is_no_session(stored: str) -> None:
    Session.objects.update(session_data="eyJ3b3JkIjoiZm9yZ2VkIn0:1aaaaa:forged")
    assert SessionStore(stored).get("word") is None


# A browser that is let in by a secret gets a new key: who put the old one there, or read it there, has nothing of it.


@pytest.fixture
def fixed(db: None) -> tuple[Client, Client]:
    """A person's browser and an intruder's, under one stored key that the intruder chose."""
    store = SessionStore()
    store["language"] = "kk"
    store.save()
    person, intruder = Client(), Client()
    for browser in (person, intruder):
        browser.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    return person, intruder


def key_of(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_personal_link_opens_under_a_new_key(fixed: tuple[Client, Client], response: Response) -> None:
    person, intruder = fixed
    _link, secret = create_link(response.round, response.institution, response.sections, response=response)
    person.get(f"/kk/answer/{secret}/")
    page = f"/kk/responses/{response.pk}/"
    assert key_of(person) != key_of(intruder)
    assert (person.get(page).status_code, intruder.get(page).status_code) == (200, 403)
    assert person.session["language"] == "kk"  # what the session held goes along


def test_a_link_that_begins_a_response_opens_under_a_new_key(fixed: tuple[Client, Client], survey_round: Round) -> None:
    person, intruder = fixed
    person.get(f"/en/answer/{create_link(survey_round)[1]}/")
    assert (person.get("/en/answer/").status_code, intruder.get("/en/answer/").status_code) == (200, 403)


def test_an_open_link_begins_a_response_under_a_new_key(fixed: tuple[Client, Client], survey_round: Round) -> None:
    person, intruder = fixed
    begun = Respondent.begin(person)
    assert (begun.get().status_code, Respondent(intruder, begun.base).get().status_code) == (200, 403)


def test_a_seat_of_a_workshop_is_taken_under_a_new_key(fixed: tuple[Client, Client], survey_round: Round) -> None:
    person, intruder = fixed
    facilitator = get_user_model().objects.create_user("facilitator@example.org", "a long enough password")
    Workshop.objects.create(
        round=survey_round, facilitator=facilitator, title="Семинар", sections=["F"], language="kk", join_code="ABC234"
    )
    assert person.post("/kk/join/ABC234/", {"name": ""}).status_code == 302
    assert person.session["seats"]
    assert key_of(person) != key_of(intruder)
    assert "seats" not in intruder.session


def test_a_link_opened_again_keeps_the_key(response: Response) -> None:
    """Other windows that send answers at this moment stay let in."""
    _link, secret = create_link(response.round, response.institution, response.sections, response=response)
    person = Client()
    person.get(f"/kk/answer/{secret}/")
    key = key_of(person)
    person.get(f"/kk/answer/{secret}/")
    assert key_of(person) == key
