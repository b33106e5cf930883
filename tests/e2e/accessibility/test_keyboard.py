"""Journeys with a keyboard alone: at each stop the focus is seen, and nothing covers it (WCAG 2.4.7, 2.4.11)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from surveys.models import Response, ResponseState, Round
from tests.e2e.accessibility.axe import prepare
from tests.e2e.accessibility.keys import Keyboard
from tests.e2e.conftest import Open


def start(open_browser: Open, width: int = 1280) -> Keyboard:
    context = open_browser(width, reduced_motion="reduce")
    prepare(context)
    return Keyboard(context.new_page())


def answer(keyboard: Keyboard) -> None:
    """Give the first answer to each question of this page, as one meets them, and go on."""
    page, address = keyboard.page, keyboard.page.url
    for _stop in range(150):
        if keyboard.has(".save-bar .btn-primary"):
            break
        keyboard.step()
        if keyboard.has("#answers input[type=radio]:not(:checked), #answers input[type=checkbox]:not(:checked)"):
            keyboard.press("Space")
        elif keyboard.has("#answers input[inputmode]"):
            page.keyboard.type("40")
        elif keyboard.has("#answers textarea, #answers input:not([type])"):
            page.keyboard.type("Сөз")
    keyboard.press("Enter")
    page.wait_for_url(lambda url: url != address)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_whole_response(open_browser: Open, small_round: Round, width: int) -> None:
    keyboard = start(open_browser, width)
    page = keyboard.page
    page.goto("/kk/")
    keyboard.step()
    expect(page.locator(".skip-link")).to_be_focused()
    keyboard.press("Enter")
    keyboard.press_on('a[href="/kk/rounds/r1/"]')
    page.wait_for_url("**/rounds/r1/")
    keyboard.go_to("#id_institution")
    keyboard.press("ArrowDown")
    keyboard.press_on("#id_consent", "Space")
    keyboard.press_on("#start .btn-primary")
    page.wait_for_url("**/link/")
    keyboard.press_on("main .btn-primary, main a.btn")
    page.wait_for_url(lambda url: not url.endswith("/link/"))
    listed = page.url
    keyboard.press_on("main .btn-primary")
    page.wait_for_url(lambda url: url != listed)
    met = []
    while "/check/" not in page.url:
        assert len(met) < 20, met
        met.append(page.url.split("/")[-2])
        if page.locator("#answers").count():
            answer(keyboard)
        else:  # a list of entries, which may stay empty
            address = page.url
            keyboard.press_on(".save-bar .btn-outline-primary, main .btn-outline-primary")
            page.wait_for_url(lambda url, left=address: url != left)
    keyboard.press_on("#id_declaration", "Space")
    keyboard.press_on("main form .btn-primary")
    page.wait_for_url("**/receipt/")
    assert Response.objects.get(round=small_round).state == ResponseState.SUBMITTED
    assert len(Response.objects.get(round=small_round).answers) >= 5
    assert not keyboard.lost, "\n".join(keyboard.lost)
