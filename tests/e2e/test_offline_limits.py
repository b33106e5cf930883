"""What a device may not do or keep: closed rounds, ended sessions, shared phones, slow networks, first visits."""

from __future__ import annotations

import re
import time
from typing import Any

from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from surveys.models import Response, ResponseState, Round
from tests.e2e.conftest import PHONE, Open, begin, pick, shoot
from tests.e2e.devices import KEPT, QUEUE, STATE, WORDS, base_of, nothing_waits, start, until, waits
from tests.e2e.network import Wire

# As a telephone at the edge of its network: 400 ms away, 50 kilobytes a second.
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def answer_without_network(page: Page, wire: Wire) -> None:
    wire.cut()
    pick(page, "F1.1.a", "yes")
    pick(page, "F1.1.c", "dk")
    waits(page, 2)


def test_a_round_that_closed_meanwhile_keeps_the_answers_on_the_device_and_says_so(
    phone: BrowserContext, wire: Wire, small_round: Round
) -> None:
    page = start(phone, "", "F1.1/")
    base = base_of(page)
    answer_without_network(page, wire)
    small_round.close()
    wire.join()
    page.goto(base)
    refused = "Answers that the site did not take; they are still on this device: 2."
    expect(page.locator(STATE)).to_contain_text(refused)
    expect(page.locator(STATE)).to_contain_text("This round is closed and takes no more answers.")
    shoot(page, "offline-closed", "en")
    page.click("[data-do=look]")
    expect(page.locator("main")).to_contain_text("What you typed stands below, so that you can copy it.")
    page.goto(base)
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-do=remove]")
    nothing_waits(page)
    assert Response.objects.get().answers == {}


def test_a_round_that_opens_again_takes_what_was_kept(phone: BrowserContext, wire: Wire, small_round: Round) -> None:
    page = start(phone, "F1.1/")
    base = base_of(page)
    answer_without_network(page, wire)
    small_round.close()
    wire.join()
    page.goto(base)
    expect(page.locator(STATE)).to_contain_text("still on this device: 2.")
    small_round.open()
    page.goto(base)
    nothing_waits(page)
    assert Response.objects.get().answers == {"F1.1.a": "yes", "F1.1.c": "dk"}


def test_an_ended_session_asks_for_the_link_and_then_sends(
    phone: BrowserContext, wire: Wire, small_round: Round
) -> None:
    page = start(phone, "F1.1/")
    base = base_of(page)
    page.goto(f"{base}link/")
    link = page.input_value("#personal-link")
    page.goto(f"{base}F1.1/")
    answer_without_network(page, wire)
    Session.objects.all().delete()
    wire.join()
    page.goto(base)
    expect(page.locator("main")).to_contain_text("Open your personal link to go on.")
    expect(page.locator(STATE)).to_contain_text("still on this device: 2.")
    assert page.evaluate(KEPT) == []  # who is not let in finds no copies either
    page.goto(link)
    nothing_waits(page)
    assert Response.objects.get().answers == {"F1.1.a": "yes", "F1.1.c": "dk"}


def test_submitting_needs_the_network_and_sends_first_what_waits(
    phone: BrowserContext, wire: Wire, small_round: Round
) -> None:
    page = start(phone, "F1.1/")
    base = base_of(page)
    page.goto(f"{base}check/")
    window = phone.new_page()
    window.goto(f"{base}F1.1/")
    answer_without_network(window, wire)
    page.check("#id_declaration")
    page.click("main form .btn-primary")
    expect(page.locator(STATE)).to_contain_text("This needs a connection")
    assert Response.objects.get().state == ResponseState.DRAFT
    wire.join()
    page.click("main form .btn-primary")
    page.wait_for_url("**/receipt/")
    response = Response.objects.get()
    assert (response.state, response.answers) == (ResponseState.SUBMITTED, {"F1.1.a": "yes", "F1.1.c": "dk"})
    until(page, f"async () => (await ({KEPT})()).length === 0")
    nothing_waits(page)


def test_what_is_kept_holds_no_secret_and_goes_when_one_leaves(
    phone: BrowserContext, wire: Wire, small_round: Round
) -> None:
    page = start(phone, "", "profile/", "F1.1/", "N1.1/", "N1.1/new/")
    base = base_of(page)
    page.goto(f"{base}link/")
    secret = page.input_value("#personal-link").rstrip("/").split("/")[-1]
    for path in ("check/", "evidence/", "delegate/"):
        page.goto(base + path, wait_until="networkidle")
    below = sorted(path.split("/", 4)[4] for path in page.evaluate(KEPT))
    assert below == ["", "F1.1/", "N1.1/", "N1.1/new/", "profile/"]
    words = page.evaluate(WORDS)
    assert secret not in words
    assert re.findall(r'name="csrfmiddlewaretoken" value="[^"]', words) == []
    page.goto(base)
    page.click("details:has([data-online=leave]) summary")
    page.click("[data-online=leave] button")
    page.wait_for_url("**/en/")
    assert page.evaluate(KEPT) == []
    answer = page.goto(base)
    assert answer is not None
    assert answer.status == 403


def test_leaving_warns_of_answers_that_were_not_sent(phone: BrowserContext, wire: Wire, small_round: Round) -> None:
    page = start(phone, "", "F1.1/")
    base = base_of(page)
    answer_without_network(page, wire)
    page.goto(base)
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.click("details:has([data-online=leave]) summary")
    page.click("[data-online=leave] button")
    page.wait_for_timeout(300)
    assert asked == ["Answers that have not been sent will be lost: 2. Close all the same?"]
    assert len(page.evaluate(QUEUE)) == 1


def test_people_are_warned_before_a_session_ends_and_go_on(
    open_browser: Open, small_round: Round, settings: Any
) -> None:
    settings.SESSION_COOKIE_AGE = 16  # seconds: the warning comes four before the end
    page = open_browser(PHONE).new_page()
    page.goto(begin(page, "r1", "I1") + "F1.1/")
    page.fill('[name="F1.1.share"]', "4")
    dialog = page.locator("#session-ends")
    expect(dialog).to_be_visible(timeout=16_000)
    expect(dialog.locator("button")).to_be_focused()
    shoot(page, "session-ends", "en")
    before = Session.objects.get().expire_date
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert Session.objects.get().expire_date > before
    expect(page.locator('[name="F1.1.share"]')).to_have_value("4")


def test_a_whole_response_on_a_slow_network(open_browser: Open, small_round: Round) -> None:
    page = open_browser(PHONE).new_page()
    page.set_default_timeout(30_000)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW_3G)
    begun = time.monotonic()
    base = begin(page, "r1", "I1", "kk")
    page.goto(base)
    page.click("main .btn-primary")
    steps = 0
    while "/check/" not in page.url:
        assert steps < 20, page.url
        steps += 1
        if (first := page.locator("#answers .pick:not(.is-none)").first).count():
            first.click()
        before = page.url
        page.click(".save-bar [value=next]")
        page.wait_for_url(lambda url, before=before: url != before)
        page.wait_for_load_state()
    page.check("#id_declaration")
    page.click("main form .btn-primary")
    page.wait_for_url("**/receipt/")
    assert Response.objects.get().state == ResponseState.SUBMITTED
    seconds = (time.monotonic() - begun) / (steps + 4)
    assert seconds < 6, seconds  # a page


def test_a_first_visit_fetches_nothing_twice(browser: Browser, live_server: LiveServer, small_round: Round) -> None:
    context = browser.new_context(base_url=live_server.url)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url) if request.service_worker else None)
    page = context.new_page()
    page.goto(begin(page, "r1", "I1"))
    page.wait_for_timeout(1500)
    assert not [url for url in asked if "/offline/" in url and "responses" in url]
    names = page.evaluate("caches.keys()")
    assert sum(name.startswith("files-") for name in names) == 1
    context.close()
