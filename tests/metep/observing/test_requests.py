"""Every request has an identifier and a line in the log, and no line tells what nobody else may know."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from metep.models import User
from metep.observing.middleware import ObservingMiddleware
from surveys.links import create_link
from surveys.models import Institution, Round
from tests.browsers import browser_of
from tests.metep.conftest import EMAIL, PASSWORD, sign_in
from tests.metep.observing.conftest import Log
from tests.surveys.respondents import Respondent

GIVEN = "0123456789abcdef-given"


@pytest.mark.parametrize(
    ("proxies", "given", "is_kept"),
    [(1, GIVEN, True), (0, GIVEN, False), (1, "short", False), (1, "x" * 65, False), (1, "a b\n{}" * 4, False)],
)
def test_an_identifier_comes_from_a_proxy_of_ours_or_is_made(
    client: Client, settings: Any, proxies: int, given: str, is_kept: bool
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    told = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert (told == given) is is_kept
    assert is_kept or re.fullmatch("[0-9a-f]{32}", told)


def test_a_request_is_told_by_the_name_of_its_page(survey_round: Round, client: Client, log: Log) -> None:
    answer = client.get("/kk/rounds/r1/?from=letter")
    (line,) = log.of("metep.requests")
    assert line["route"] == "round-start"
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["method"], line["status"], line["bytes"]) == ("GET", 200, len(answer.content))
    assert line["milliseconds"] > 0


def test_probes_and_files_are_not_told(client: Client, log: Log, rf: RequestFactory) -> None:
    client.get("/healthz")
    ObservingMiddleware(lambda _request: HttpResponse("a style"))(rf.get("/static/src/site.css"))
    assert log.of("metep.requests") == []
    ObservingMiddleware(lambda _request: HttpResponse(status=404))(rf.get("/static/src/forgotten.css"))
    assert log.of("metep.requests")[0]["status"] == 404


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_whoever_meets_a_failure_can_quote_its_number(
    db: None, log: Log, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    def fail(*_values: object, **_options: object) -> None:
        raise ValueError("Aigul typed secret words")

    monkeypatch.setattr("metep.pages.render", fail)
    answer = Client(raise_request_exception=False).get(f"/{language}/")
    number = answer["X-Request-ID"]
    assert answer.status_code == 500
    assert f">{number}<" in answer.content.decode()
    (told,) = [line for line in log.lines if line.get("exception")]
    assert (told["request_id"], told["route"]) == (number, "home")
    assert told["exception"][0]["kind"] == "ValueError"
    assert {line["request_id"] for line in log.lines} == {number}
    assert "Aigul" not in log.text


def test_no_line_holds_a_secret_or_anything_about_a_person(
    survey_round: Round, institution: Institution, user: User, log: Log, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A walk past everything that is secret, with mistakes on the way."""
    _link, secret = create_link(survey_round, institution, survey_round.sections, label="Aigul Serik")
    respondent, stranger = Client(), Client(raise_request_exception=False)
    assert respondent.get(reverse("answer-link", args=[secret])).status_code == 302
    assert respondent.get(f"/kk/answer/{secret[:-1]}/").status_code == 404
    assert respondent.get(f"/kk/answer/{secret[:20]} {secret[20:]}/").status_code == 404
    assert stranger.get(f"/nowhere/{secret}?email={EMAIL}").status_code in (302, 404)
    assert Client(enforce_csrf_checks=True).post(f"/kk/rounds/r1/?link={secret}", {"name": "Serik"}).status_code == 403
    someone = Respondent.begin()
    someone.fill("profile/", {"email": EMAIL, "name": "Aigul Serik"})
    assert stranger.get(someone.base).status_code == 403
    sign_in(Client(), EMAIL, "a wrong pass phrase 4711")
    sign_in(Client(), EMAIL, PASSWORD)
    Client().post("/en/account/password/reset/", {"email": EMAIL})
    (reset,) = [part for part in mail.outbox[0].body.split() if "/password/reset/" in part]
    Client().get(reset.removeprefix(settings.SITE_URL), follow=True)
    browser_of(User.objects.create_superuser("root@example.org")).get("/en/work/r1/people/?q=Aigul+Serik")
    assert stranger.get("/kk/", headers={"host": "evil.example.org"}).status_code == 400

    def fail(*_values: object, **_options: object) -> None:
        raise ValueError(f"Aigul has the link {secret}")

    monkeypatch.setattr("metep.pages.render", fail)
    assert stranger.get(f"/kk/?secret={secret}").status_code == 500
    token = reset.rstrip("/").rpartition("-")[2]
    hidden = [
        secret,
        secret[:-1],
        secret[:20],
        secret[20:],
        EMAIL,
        "aigul%40",
        "Aigul",
        "Serik",
        "4711",
        PASSWORD,
        token,
    ]
    assert [word for word in hidden if word in log.text] == []
    told = [line["route"] for line in log.of("metep.requests")]
    assert {"answer-link", "round-start", "login", "account_reset_password", "home"} <= set(told)
    assert len(log.lines) > 15
