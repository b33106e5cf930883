"""Limits: who is counted together, who is not, and what is answered."""

from __future__ import annotations

from itertools import count

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from metep.limits import middleware, rules
from metep.limits.buckets import Buckets, Limit
from metep.models import User
from surveys.links import create_link
from surveys.models import Institution, Response, Round
from tests.test_access import addresses

TWO = Limit("two", 2, 10)


def test_a_bucket_empties_and_fills_up_evenly() -> None:
    buckets = Buckets()
    assert [buckets.take(TWO, "a", 0.0) for _request in range(3)] == [0, 0, 5]
    assert buckets.take(TWO, "a", 3.0) == pytest.approx(2)
    assert buckets.take(TWO, "a", 5.0) == 0
    assert buckets.take(TWO, "a", 5.0) == pytest.approx(5)
    assert [buckets.take(TWO, "a", 1000.0) for _request in range(3)] == [0, 0, 5]


def test_persons_and_limits_do_not_share_a_bucket() -> None:
    buckets = Buckets()
    assert [buckets.take(TWO, who, 0.0) for who in "aab"] == [0, 0, 0]
    assert buckets.take(Limit("other", 2, 10), "a", 0.0) == 0
    assert buckets.take(TWO, "a", 0.0) == 5
    buckets.forget()
    assert buckets.take(TWO, "a", 0.0) == 0


def test_memory_stays_bounded_and_the_oldest_makes_room() -> None:
    buckets = Buckets(most=2)
    for who in "aab":
        buckets.take(TWO, who, 0.0)
    assert buckets.take(TWO, "c", 0.0) == 0
    assert len(buckets._buckets) == 2
    assert buckets.take(TWO, "a", 0.0) == 0  # was forgotten: generous, never stricter


def test_every_limited_page_is_one_of_the_project() -> None:
    limited = rules.OF_PERSONS.keys() | rules.OF_ADDRESSES.keys() | rules.SECRET_PAGES
    assert limited - set(addresses(get_resolver())) == set()


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of everything, and a clock that stands still."""
    for name in ("POSTS", "BEGINNINGS", "WRONG_LINKS"):
        monkeypatch.setattr(middleware, name, Limit(name, 3, 600))
    three = Limit("files", 3, 600)
    monkeypatch.setattr(middleware, "OF_PERSONS", dict.fromkeys(rules.OF_PERSONS, three))
    monkeypatch.setattr(middleware, "OF_ADDRESSES", dict.fromkeys(rules.OF_ADDRESSES, Limit("public", 3, 600)))
    monkeypatch.setattr(middleware.time, "monotonic", lambda: 100.0)


@pytest.fixture
def answering(response: Response) -> Client:
    """The browser of a respondent."""
    return browser_with(response)


def browser_with(response: Response) -> Client:
    _link, secret = create_link(response.round, response.institution, response.sections, response=response)
    client = Client()
    assert client.get(reverse("answer-link", args=[secret])).status_code == 302
    return client


def save(client: Client, response: Response, **more: str) -> HttpResponse:
    data = {"F1.1.a": "yes", "go": "stay"} | more
    return client.post(reverse("response-table", args=[response.pk, "F1.1"]), data)


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "қысқа уақыт ішінде"), ("ru", "за короткое время"), ("en", "in a short time")],
)
def test_what_was_typed_is_shown_again_in_the_language_of_the_page(
    strict: None, answering: Client, response: Response, language: str, words: str
) -> None:
    address = reverse("response-table", args=[response.pk, "F1.1"]).replace("/kk/", f"/{language}/")
    answers = [answering.post(address, {"F1.1.a": "yes", "go": "stay", "seen": "{}"}) for _save in range(4)]
    assert [answer.status_code for answer in answers[:3]] != [429] * 3
    refused = answers[3]
    assert refused.status_code == 429
    assert refused["Retry-After"] == "200"
    page = refused.content.decode()
    assert words in page
    assert 'name="F1.1.a"' in page
    assert "yes" in page
    assert f'action="{address}"' in page  # one press sends it again


def test_people_behind_one_address_do_not_wait_for_each_other(
    strict: None, answering: Client, response: Response, survey_round: Round, institution: Institution
) -> None:
    for _save in range(4):
        last = save(answering, response)
    assert last.status_code == 429
    other = Response.objects.create(
        round=survey_round, institution=institution, language="kk", sections=survey_round.sections
    )
    assert save(browser_with(other), other).status_code != 429


def test_four_hundred_people_of_one_address_begin_at_once(survey_round: Round) -> None:
    Round.objects.update(has_open_link=True)
    address = reverse("round-start", args=[survey_round.code])
    assert {Client().post(address, {}).status_code for _person in range(400)} == {422}


def test_a_made_up_session_is_no_way_round(strict: None, survey_round: Round) -> None:
    Round.objects.update(has_open_link=True)
    statuses = []
    for number in range(4):
        browser = Client()
        browser.cookies["sessionid"] = f"{number:032}"
        statuses.append(browser.post(reverse("round-start", args=[survey_round.code]), {}).status_code)
    assert statuses == [422, 422, 422, 429]


def test_files_are_counted_by_account(strict: None, response: Response) -> None:
    user, other = (User.objects.create_superuser(f"{name}@example.org", "a long enough password") for name in "ab")
    address = reverse("work-paper-blank", args=["r1"])
    browser, of_other = Client(), Client()
    browser.force_login(user)
    of_other.force_login(other)
    statuses = [browser.get(f"{address}?format=nonsense").status_code for _file in range(4)]
    assert (statuses[2] != 429, statuses[3]) == (True, 429)
    assert of_other.get(f"{address}?format=nonsense").status_code != 429


def test_open_data_are_counted_by_address(strict: None, survey_round: Round) -> None:
    address = reverse("public-file", args=["r1", "scores.csv"])
    assert [Client().get(address).status_code for _file in range(4)] == [404, 404, 404, 429]
    assert Client(REMOTE_ADDR="192.0.2.7").get(address).status_code == 404


def test_links_that_let_nobody_in_are_counted_and_right_ones_are_not_refused(strict: None, response: Response) -> None:
    statuses = [Client().get(reverse("answer-link", args=[f"wrong{number}"])).status_code for number in range(4)]
    assert statuses == [404, 404, 404, 429]
    assert browser_with(response).session.get("responses")


def test_looking_at_pages_is_not_limited(strict: None, answering: Client, response: Response) -> None:
    address = reverse("response", args=[response.pk])
    assert {answering.get(address).status_code for _look in range(10)} == {200}


def test_limits_can_be_switched_off_for_measurements(strict: None, db: None, settings: object) -> None:
    settings.RATE_LIMITS = False  # type: ignore[attr-defined]
    statuses = [Client().get(reverse("answer-link", args=[f"wrong{number}"])).status_code for number in range(5)]
    assert set(statuses) == {404}


def test_a_database_that_does_not_answer_is_told_by_the_page_itself(
    answering: Client, response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = count()

    def fail(self: object) -> bool:
        next(asked)
        raise OperationalError

    monkeypatch.setattr("metep.sessions.SessionStore.load", fail)
    answering.raise_request_exception = False
    refused = save(answering, response)
    assert next(asked) > 0
    assert refused.status_code in (500, 503)
