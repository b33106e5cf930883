"""A respondent in a real browser: on a phone, with and without JavaScript, by keyboard, on two devices."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from surveys.models import PersonalLink, Response, ResponseState, Round
from tests.e2e.conftest import PHONE, Open, begin, pick


@pytest.mark.parametrize("has_script", [True, False])
def test_a_whole_journey_on_a_phone(open_browser: Open, real_round: Round, has_script: bool) -> None:
    page = open_browser(PHONE, java_script_enabled=has_script).new_page()
    page.goto("/kk/")
    page.click(f'a[href="/kk/rounds/{real_round.code}/"]')
    page.select_option("#id_institution", "S1")
    page.check("#id_consent")
    page.click("#start .btn-primary")
    page.click("main .btn-primary")  # the personal link is shown
    page.click("main .btn-primary")  # the list of all questions
    visited = []
    while "/check/" not in page.url:
        assert len(visited) < 60, visited
        visited.append(page.url.split("/")[-2])
        first = page.locator("#answers .pick:not(.is-none)").first
        if first.count():
            first.click()
        page.click(".save-bar .btn-primary" if page.locator("#answers").count() else ".save-bar .btn-outline-primary")
        page.wait_for_url(lambda url: f"/{visited[-1]}/" not in url)
    assert visited[:2] == ["profile", "A1.1"]
    page.check("#id_declaration")
    page.click("main form .btn-primary")
    page.wait_for_url("**/receipt/")
    response = Response.objects.get()
    assert response.state == ResponseState.SUBMITTED
    assert len(response.answers) >= 20
    expect(page.locator(".reference")).to_have_text(response.reference)
    with page.expect_download() as download:
        page.click("main .btn-primary")
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_by_keyboard_alone(page: Page, small_round: Round) -> None:
    page.goto("/en/rounds/r1/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.focus("#id_institution")
    page.keyboard.type("Inst")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#id_consent")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/link/")
    page.goto(page.url.removesuffix("link/") + "F1.1/")
    page.focus('[name="F1.1.a"][value="yes"]')
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # "No answer" belongs to the same group: the next stop is the sub-question
    page.keyboard.press("ArrowDown")
    page.focus('[name="F1.1.share"]')
    page.keyboard.type("40")
    page.keyboard.press("Enter")  # goes on, and does not press a language button
    page.wait_for_url("**/en/**/F2.1/")
    answers = Response.objects.get().answers
    assert (answers["F1.1.a"], answers["F1.1.share"]) == ("yes", 40)
    assert "F1.1.b" in answers


def test_focus_is_seen_on_every_kind_of_control(page: Page, small_round: Round) -> None:
    base = begin(page, "r1", "I1")
    for path, selector, shown in [
        ("F1.1/", '[name="F1.1.a"][value="yes"]', '[name="F1.1.a"][value="yes"] + span'),
        ("F1.1/", '[name="F1.1.share"]', '[name="F1.1.share"]'),
        ("F1.1/", ".save-bar .btn-primary", ".save-bar .btn-primary"),
        ("F1.1/", ".languages button[value=ru]", ".languages button[value=ru]"),
        ("P1.1/", '[name="P1.1.a"][value="3"]', '[name="P1.1.a"][value="3"] + span'),
        ("", ".task >> nth=0", ".task >> nth=0"),
        ("check/", "#id_declaration", "#id_declaration"),
    ]:
        page.goto(base + path)
        page.keyboard.press("Tab")  # from now on the browser knows that a keyboard is used
        page.focus(selector)
        outline = page.locator(shown).evaluate("node => getComputedStyle(node).outlineWidth")
        assert outline == "3px", (path, selector)


def test_every_target_is_large_enough_for_a_finger(open_browser: Open, small_round: Round) -> None:
    page = open_browser(PHONE).new_page()
    base = begin(page, "r1", "I1")
    for path in ("", "F1.1/", "P1.2/", "N1.1/new/"):
        page.goto(base + path)
        for target in page.locator(
            "main button:visible, .pick:visible, .task:visible, .languages li button:visible"
        ).all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44, (path, target.inner_text(), box)
            assert box["width"] >= 24, (path, target.inner_text(), box)


@pytest.mark.parametrize("has_script", [True, False])
def test_sub_questions_appear_with_the_yes_above_them(open_browser: Open, small_round: Round, has_script: bool) -> None:
    page = open_browser(PHONE, java_script_enabled=has_script).new_page()
    page.goto(begin(page, "r1", "I1") + "F1.1/")
    below = page.locator(".follow-ups")
    expect(below).to_be_hidden()
    pick(page, "F1.1.a", "yes")
    expect(below).to_be_visible()
    pick(page, "F1.1.b", "no")
    pick(page, "F1.1.a", "dk")
    expect(below).to_be_hidden()


@pytest.mark.parametrize("has_script", [True, False])
def test_a_change_of_language_keeps_what_was_typed(open_browser: Open, small_round: Round, has_script: bool) -> None:
    page = open_browser(PHONE, java_script_enabled=has_script).new_page()
    page.goto(begin(page, "r1", "I1") + "F1.1/")
    pick(page, "F1.1.c", "no")
    page.fill('[name="F1.1.share"]', "about forty")
    page.click(".languages button[value=ru]")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator('[name="F1.1.c"][value=no]')).to_be_checked()
    expect(page.locator('[name="F1.1.share"]')).to_have_value("about forty")
    page.fill('[name="F1.1.share"]', "40")
    page.click(".languages button[value=kk]")
    page.wait_for_url("**/kk/**/F1.1/")
    expect(page.locator('[name="F1.1.share"]')).to_have_value("40")


def test_an_answer_is_saved_by_itself_and_a_later_press_of_save_is_no_conflict(page: Page, small_round: Round) -> None:
    page.goto(begin(page, "r1", "I1") + "F1.1/")
    pick(page, "F1.1.a", "yes")
    expect(page.locator("#saved")).to_have_text(re.compile(r"Saved at \d\d:\d\d\."))
    assert Response.objects.get().answers == {"F1.1.a": "yes"}
    pick(page, "F1.1.a", "no")
    page.click(".save-bar .btn-primary")  # while the second save in the background is on its way
    page.wait_for_url("**/F2.1/")
    assert Response.objects.get().answers == {"F1.1.a": "no"}


def test_a_lost_connection_is_told(open_browser: Open, small_round: Round) -> None:
    context = open_browser()
    page = context.new_page()
    page.goto(begin(page, "r1", "I1") + "F1.1/")
    context.set_offline(True)
    pick(page, "F1.1.a", "yes")
    expect(page.locator("#device [role=status]")).to_have_text("Answers kept on this device, not sent yet: 1.")
    context.set_offline(False)
    page.click(".save-bar .btn-primary")  # in the moment in which it is sent by itself
    page.wait_for_url("**/F2.1/")
    assert Response.objects.get().answers == {"F1.1.a": "yes"}


def test_a_round_that_closed_meanwhile_is_told_by_the_save_in_the_background(page: Page, small_round: Round) -> None:
    address = begin(page, "r1", "I1")
    page.goto(f"{address}F1.1/")
    small_round.close()
    pick(page, "F1.1.a", "yes")
    expect(page.locator("#saved")).to_have_text("Not saved. This round is closed and takes no more answers.")
    expect(page.locator("#saved")).to_have_class(re.compile("is-failed"))


def test_the_back_button_shows_what_is_stored(page: Page, small_round: Round) -> None:
    base = begin(page, "r1", "I1")
    page.goto(base + "F1.1/")
    pick(page, "F1.1.a", "yes")
    page.click(".save-bar .btn-primary")
    page.wait_for_url("**/F2.1/")
    page.go_back()
    expect(page.locator('[name="F1.1.a"][value=yes]')).to_be_checked()
    pick(page, "F1.1.a", "no")
    page.click(".save-bar .btn-primary")
    page.wait_for_url("**/F2.1/")
    assert Response.objects.get().answers == {"F1.1.a": "no"}


def test_an_error_takes_the_focus_and_leads_to_its_field(page: Page, small_round: Round) -> None:
    page.goto(begin(page, "r1", "I1") + "F1.1/")
    page.fill('[name="F1.1.share"]', "about forty")
    page.click(".save-bar .btn-primary")
    expect(page.locator(".error-summary")).to_be_focused()
    page.click(".error-summary a")
    expect(page.locator('[name="F1.1.share"]')).to_be_focused()


def test_the_answers_go_on_with_another_device(open_browser: Open, small_round: Round) -> None:
    page = open_browser().new_page()
    base = begin(page, "r1", "I1")
    link = page.input_value("#personal-link")
    page.goto(base + "F1.1/")
    pick(page, "F1.1.c", "dk")
    page.click(".save-bar .btn-primary")
    page.wait_for_url("**/F2.1/")
    phone = open_browser(PHONE).new_page()
    phone.goto(link)
    assert phone.url == base
    assert link.split("/")[-2] not in phone.url
    phone.goto(base + "F1.1/")
    expect(phone.locator('[name="F1.1.c"][value=dk]')).to_be_checked()
    stranger = open_browser().new_page()
    assert stranger.goto(base).status == 403
    assert PersonalLink.objects.count() == 1


def test_two_windows_show_each_other_what_they_changed(open_browser: Open, small_round: Round) -> None:
    context = open_browser(java_script_enabled=False)
    first, second = context.new_page(), context.new_page()
    base = begin(first, "r1", "I1")
    first.goto(base + "F1.1/")
    second.goto(base + "F1.1/")
    pick(first, "F1.1.c", "yes")
    first.click(".save-bar .btn-primary")
    pick(second, "F1.1.c", "no")
    second.click(".save-bar .btn-primary")
    expect(second.locator("fieldset.is-conflict")).to_contain_text("The other answer was saved in another window:")
    assert Response.objects.get().answers == {"F1.1.c": "yes"}
    second.locator('.is-pair .pick:has(input[value="mine"])').click()
    second.click(".save-bar .btn-primary")
    second.wait_for_url("**/F2.1/")
    assert Response.objects.get().answers == {"F1.1.c": "no"}


@pytest.mark.parametrize("has_script", [True, False])
def test_entries_are_added_changed_and_removed(open_browser: Open, small_round: Round, has_script: bool) -> None:
    page = open_browser(PHONE, java_script_enabled=has_script).new_page()
    base = begin(page, "r1", "I1")
    page.goto(base + "N1.1/")
    for name in ("First portal", "Second portal"):
        page.click("main a.btn-lg")
        page.fill('[name="N1.1.name"]', name)
        pick(page, "N1.1.end", "ongoing")
        pick(page, "N1.1.media", "site")
        page.click(".save-bar .btn-primary")
        page.wait_for_url("**/N1.1/")
    expect(page.locator(".entry h2")).to_have_text(["First portal", "Second portal"])
    page.locator(".entry").nth(1).locator(".btn-outline-primary").click()
    page.fill('[name="N1.1.name"]', "Third portal")
    page.fill('[name="N1.1.end"]', "2026-05-31")
    pick(page, "N1.1.end", "ongoing")
    page.click(".save-bar .btn-primary")
    page.wait_for_url("**/N1.1/")
    page.locator(".entry").first.locator(".btn-link").click()
    page.click("main .btn-danger")
    page.wait_for_url("**/N1.1/")
    assert Response.objects.get().answers == {
        "N1.1": [{"N1.1.name": "Third portal", "N1.1.end": "2026-05-31", "N1.1.media": ["site"]}]
    }


def test_the_personal_link_can_be_copied(open_browser: Open, small_round: Round) -> None:
    context = open_browser()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    begin(page, "r1", "I1")
    page.click("[data-copy]")
    expect(page.locator(".copy-link [role=status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#personal-link")


def test_no_page_logs_an_error(page: Page, small_round: Round) -> None:
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("response", lambda answer: problems.append(answer.url) if answer.status >= 400 else None)
    base = begin(page, "r1", "I1")
    for path in ("", "profile/", "F1.1/", "P1.2/", "N1.1/", "N1.1/new/", "check/"):
        page.goto(base + path, wait_until="networkidle")
    assert problems == []
