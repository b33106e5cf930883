"""A round that closes while people are answering: on a phone, in Kazakh."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from surveys.models import Response, ResponseState, Round
from tests.e2e.conftest import PHONE, Open, begin, pick


def close(survey_round: Round, minutes_ago: int) -> None:
    moment = timezone.now() - timedelta(minutes=minutes_ago)
    Round.objects.filter(pk=survey_round.pk).update(closes_at=moment, grace_minutes=15)
    Response.objects.update(started_at=moment - timedelta(hours=1))


def test_an_open_page_is_saved_and_submitted_within_the_grace(open_browser: Open, small_round: Round) -> None:
    page = open_browser(PHONE).new_page()
    base = begin(page, "r1", "I1", "kk")
    page.goto(base + "F1.1/")
    close(small_round, minutes_ago=5)
    pick(page, "F1.1.a", "no")
    page.click(".save-bar .btn-primary")
    page.wait_for_url(lambda url: "/F1.1/" not in url)
    page.goto(base + "check/")
    expect(page.locator(".panel.is-warning").first).to_contain_text("Раунд жабылды.")
    page.check("#id_declaration")
    page.click("main form .btn-primary")
    page.wait_for_url("**/receipt/")
    response = Response.objects.get()
    assert (response.state, response.answers["F1.1.a"]) == (ResponseState.SUBMITTED, "no")


def test_after_the_grace_what_was_typed_is_shown_and_not_stored(open_browser: Open, small_round: Round) -> None:
    page = open_browser(PHONE, java_script_enabled=False).new_page()
    base = begin(page, "r1", "I1", "kk")
    page.goto(base + "F1.1/")
    close(small_round, minutes_ago=20)
    pick(page, "F1.1.a", "yes")
    page.click(".save-bar .btn-primary")
    expect(page.locator("h1")).to_contain_text("сақталған жоқ")
    expect(page.locator("main")).to_contain_text("Иә")
    assert Response.objects.get().answers == {}


def test_nobody_begins_within_the_grace(open_browser: Open, small_round: Round) -> None:
    page = open_browser(PHONE).new_page()
    close(small_round, minutes_ago=5)
    answer = page.goto("/kk/rounds/r1/")
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("#id_consent")).to_have_count(0)
