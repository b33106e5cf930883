"""A device that does not know whether its answers arrived sends them again: nothing is lost, nothing comes twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from surveys.lifecycle import submit
from surveys.links import create_link
from surveys.models import AnswerChange, Round
from tests.surveys.respondents import BACKGROUND, Respondent, seen_in, text_of

ENTRY = {"N1.1.name": "Portal", "N1.1.media": ["", "site"], "go": "list"}


def send(respondent: Respondent, path: str, data: dict[str, object]) -> HttpResponse:
    return respondent.post(path, data, headers=BACKGROUND)


def another_device(respondent: Respondent) -> Respondent:
    """The same response, opened by another link of it."""
    response = respondent.response
    secret = create_link(response.round, response.institution, response.sections, response=response)[1]
    client = Client()
    client.get(f"/en/answer/{secret}/")
    return Respondent(client, respondent.base)


def test_the_same_answers_twice_are_stored_once(respondent: Respondent) -> None:
    sent = {"seen": seen_in(respondent.get("F1.1/")), "F1.1.a": "yes", "key": str(uuid4())}
    first, second = send(respondent, "F1.1/", sent), send(respondent, "F1.1/", sent | {"again": "1"})
    assert first.json()["state"] == second.json()["state"] == "saved"
    assert first.json()["seen"] == second.json()["seen"]
    assert AnswerChange.objects.count() == 1


def test_what_arrived_before_is_not_brought_back_over_a_newer_answer(respondent: Respondent) -> None:
    sent = {"seen": seen_in(respondent.get("F1.1/")), "F1.1.a": "yes", "F1.1.c": "dk", "key": str(uuid4())}
    send(respondent, "F1.1/", sent)  # it arrives, but the device does not hear of it
    another_device(respondent).fill("F1.1/", {"F1.1.a": "no"})
    again = send(respondent, "F1.1/", sent | {"again": "1"})
    assert again.json()["state"] == "saved"
    assert respondent.answers == {"F1.1.a": "no", "F1.1.c": "dk"}
    # What the device types later has seen its own answer: the other device's newer one stands, and nobody is asked.
    later = send(respondent, "F1.1/", {"seen": again.json()["seen"], "F1.1.a": "yes", "F1.1.c": "no"})
    assert later.json()["state"] == "saved"
    assert respondent.answers == {"F1.1.a": "no", "F1.1.c": "no"}


def test_two_devices_that_disagree_are_asked(respondent: Respondent) -> None:
    sent = {"seen": seen_in(respondent.get("F1.1/")), "F1.1.a": "yes", "F1.1.c": "dk", "key": str(uuid4())}
    another_device(respondent).fill("F1.1/", {"F1.1.a": "no"})
    told = send(respondent, "F1.1/", sent).json()
    assert told["state"] == "attention"
    assert "1 answer was changed elsewhere meanwhile" in told["words"]
    assert respondent.answers == {"F1.1.a": "no", "F1.1.c": "dk"}
    # The part that arrived is no excuse for the part that did not.
    assert send(respondent, "F1.1/", sent | {"again": "1"}).json()["state"] == "attention"
    page = respondent.post("F1.1/", sent)
    assert page.status_code == 409
    assert f'data-answered="{sent["key"]}"' in page.content.decode()
    assert "Nothing was overwritten" in text_of(page)
    chosen = sent | {
        "seen": seen_in(page),
        "asked": "F1.1.a",
        "choice-F1.1.a": "mine",
        "go": "next",
        "key": str(uuid4()),
    }
    assert send(respondent, "F1.1/", chosen).json() | {"seen": "", "words": "", "evidence": ""} == {
        "state": "saved",
        "words": "",
        "seen": "",
        "evidence": "",
        "next": f"{respondent.base}F2.1/",
    }
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.c": "dk"}


def test_a_new_entry_that_comes_twice_is_one_entry(respondent: Respondent) -> None:
    first = ENTRY | {"key": str(uuid4())}
    assert send(respondent, "N1.1/new/", first).json()["next"] == f"{respondent.base}N1.1/"
    send(respondent, "N1.1/new/", ENTRY | {"N1.1.name": "Second", "key": str(uuid4())})
    again = send(respondent, "N1.1/new/", first | {"again": "1"})
    assert again.json()["state"] == "saved"
    assert [entry["N1.1.name"] for entry in respondent.answers["N1.1"]] == ["Portal", "Second"]


def test_an_entry_with_an_error_waits_for_a_person_and_stores_nothing(respondent: Respondent) -> None:
    answer = send(respondent, "N1.1/new/", ENTRY | {"N1.1.name": "", "key": str(uuid4())})
    assert answer.json()["state"] == "attention"
    assert respondent.answers == {}


def test_a_changed_entry_that_comes_twice_knows_what_it_stored(respondent: Respondent) -> None:
    respondent.post("N1.1/new/", ENTRY)
    seen = seen_in(respondent.get("N1.1/1/"))
    sent = ENTRY | {"N1.1.name": "Better", "seen": seen, "key": str(uuid4())}
    first, again = send(respondent, "N1.1/1/", sent), send(respondent, "N1.1/1/", sent | {"again": "1"})
    assert first.json()["seen"] == again.json()["seen"] != seen
    third = ENTRY | {"N1.1.name": "Best", "seen": again.json()["seen"], "key": str(uuid4())}
    assert send(respondent, "N1.1/1/", third).json()["state"] == "saved"
    assert [entry["N1.1.name"] for entry in respondent.answers["N1.1"]] == ["Best"]


@pytest.mark.parametrize("key", ["", "no key", "x" * 5000, "\x00"])
def test_a_key_that_is_none_is_passed_over(respondent: Respondent, key: str) -> None:
    assert send(respondent, "F1.1/", {"F1.1.a": "yes", "key": key, "again": "1"}).json()["state"] == "saved"
    assert AnswerChange.objects.get().key is None


def test_a_key_of_another_response_says_nothing(respondent: Respondent) -> None:
    key = str(uuid4())
    other = Respondent.begin()
    send(other, "F1.1/", {"F1.1.a": "yes", "key": key})
    assert send(respondent, "F1.1/", {"F1.1.a": "no", "key": key, "again": "1"}).json()["state"] == "saved"
    assert respondent.answers == {"F1.1.a": "no"}


def test_a_round_that_closed_meanwhile_refuses_with_the_reason(respondent: Respondent) -> None:
    Round.objects.get().close()
    answer = send(respondent, "F1.1/", {"F1.1.a": "yes", "key": str(uuid4())})
    assert answer.status_code == 403
    assert answer.json() == {
        "state": "refused",
        "words": "Not saved. This round is closed and takes no more answers.",
    }
    page = text_of(respondent.post("F1.1/", {"F1.1.a": "yes", "F1.1.share": "77"}))
    assert "What you typed stands below, so that you can copy it." in page
    assert "77" in page


def test_answers_that_another_device_submitted_refuse_with_the_reason(respondent: Respondent) -> None:
    submit(respondent.response)
    answer = send(respondent, "F1.1/", {"F1.1.a": "yes", "key": str(uuid4())})
    assert answer.json()["state"] == "refused"
    assert "were submitted" in answer.json()["words"]


def test_without_a_session_the_personal_link_is_asked_for(respondent: Respondent) -> None:
    respondent.client.cookies.clear()
    answer = send(respondent, "F1.1/", {"F1.1.a": "yes", "key": str(uuid4())})
    assert (answer.status_code, answer.json()["state"]) == (403, "refused")
    assert "Open your personal link to go on." in answer.json()["words"]


def test_a_token_that_is_too_old_is_replaced_by_the_state(respondent: Respondent) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = respondent.client.cookies
    refused = strict.post(f"{respondent.base}F1.1/", {"F1.1.a": "yes"}, headers=BACKGROUND | {"X-CSRFToken": "old"})
    assert (refused.status_code, refused.json()["state"]) == (403, "refused")
    token = strict.get(f"{respondent.base}state/").json()["token"]
    taken = strict.post(f"{respondent.base}F1.1/", {"F1.1.a": "yes"}, headers=BACKGROUND | {"X-CSRFToken": token})
    assert taken.json()["state"] == "saved"


def test_a_session_begins_anew_for_whoever_goes_on(respondent: Respondent) -> None:
    def ends_in() -> timedelta:
        return Session.objects.get().expire_date - timezone.now()

    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE * 0.6))
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    assert ends_in().total_seconds() < settings.SESSION_COOKIE_AGE * 0.61  # no statement more than needed
    Session.objects.update(expire_date=timezone.now() + timedelta(hours=1))
    answer = respondent.get("F1.1/")
    assert ends_in().total_seconds() > settings.SESSION_COOKIE_AGE - 60
    assert f'data-left="{settings.SESSION_COOKIE_AGE}"' in answer.content.decode()


def test_the_state_tells_how_long_a_browser_is_let_in_and_lets_it_stay(respondent: Respondent) -> None:
    age = settings.SESSION_COOKIE_AGE
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=age * 0.6))
    assert respondent.get("state/").json()["seconds"] <= age * 0.6
    assert respondent.post("state/", {}).json()["seconds"] == age
    assert (Session.objects.get().expire_date - timezone.now()).total_seconds() > age - 60


def test_a_device_that_others_use_is_left(respondent: Respondent) -> None:
    assert respondent.post("leave/", {}).status_code == 302
    assert respondent.get().status_code == 403
    assert respondent.client.get(f"{respondent.base}leave/").status_code in (403, 405)
