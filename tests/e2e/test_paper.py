"""A clerk in a real browser, in Russian: a paper typed in by keyboard, and one without JavaScript. With pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from metep.models import User
from surveys.models import Assignment, Mode, Response, ResponseState, Role, Round
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot, sign_in

WORK = "/ru/work/kz-test/paper/"


@pytest.fixture
def clerk(real_round: Round) -> User:
    user = User.objects.create_user("clerk@example.org", "only for this test 1")
    Assignment.objects.create(user=user, role=Role.CLERK, round=real_round)
    return user


def begin_paper(page: Page) -> str:
    page.goto(f"{WORK}new/")
    page.select_option("#id_institution", label="Условное учреждение № 2")
    page.check('input[name="language"][value="ru"]')
    page.fill("#id_filled_on", "2026-01-15")
    shoot(page, "paper-begin", "ru")
    page.check("#id_consent")
    page.click("form.form .btn-primary")
    page.wait_for_selector("#chapters")
    return page.url


def answers_of(page: Page) -> dict[str, object]:
    page.wait_for_load_state()
    return Response.objects.get().answers


def test_a_clerk_types_in_a_paper_by_keyboard(open_browser: Open, real_round: Round, clerk: User) -> None:
    page = sign_in(open_browser(DESKTOP), clerk)
    page.goto(WORK)
    shoot(page, "paper-empty", "ru")
    base = begin_paper(page)
    shoot(page, "paper-response", "ru")
    page.goto(f"{base}A1/")
    shoot(page, "paper-chapter", "ru")
    assert page.evaluate("document.activeElement.name") == "A1.1.a", "the first question without an answer"
    page.keyboard.type("12312")  # Yes, No, Do not know, Yes, No
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/A2/")
    stored = answers_of(page)
    assert [stored.get(f"A1.1.{letter}") for letter in "abcde"] == ["yes", "no", "dk", "yes", None]

    page.goto(f"{base}C1/")
    page.keyboard.type("50")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/C2/")
    assert {code: value for code, value in answers_of(page).items() if code[0] == "C"} == {
        "C1.1.a": "5",
        "C1.1.b": "0",
    }
    page.goto(f"{base}A2/")
    shoot(page, "paper-grid", "ru")
    page.goto(f"{base}D1/")
    page.keyboard.type("Инициатива")
    page.keyboard.press("Enter")
    page.keyboard.type("завтра")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".error-summary")
    shoot(page, "paper-error", "ru")
    assert page.input_value('[id="D1.1~1~D1.1.start"]') == "завтра"
    page.fill('[id="D1.1~1~D1.1.start"]', "1.2.2026")
    page.click("button[value=list]")
    page.wait_for_selector("#chapters")
    assert answers_of(page)["D1.1"] == [{"D1.1.name": "Инициатива", "D1.1.start": "2026-02-01"}]


def test_a_paper_is_typed_in_and_submitted_without_javascript_on_a_phone(
    open_browser: Open, real_round: Round, clerk: User
) -> None:
    page = sign_in(open_browser(PHONE, java_script_enabled=False), clerk)
    base = begin_paper(page)
    page.goto(f"{base}profile/")
    page.locator('label:has(input[name="organisation_type"])').first.click()
    page.click("button[value=list]")
    page.goto(f"{base}A1/")
    page.locator('label:has(input[name="A1.1.a"][value="yes"])').click()
    shoot(page, "paper-chapter", "ru")
    page.click("button[value=list]")
    shoot(page, "paper-response", "ru")
    page.check("#id_declaration")
    page.click("form .btn-primary >> nth=-1")
    page.wait_for_url(f"**{WORK}")
    shoot(page, "paper-list", "ru")
    made = Response.objects.get()
    assert (made.state, made.mode, made.entered_by) == (ResponseState.SUBMITTED, Mode.PAPER, clerk)
    assert made.answers == {"A1.1.a": "yes"}


def test_a_clerk_prints_a_chapter(open_browser: Open, real_round: Round, clerk: User) -> None:
    page = sign_in(open_browser(DESKTOP), clerk)
    page.goto(WORK)
    page.select_option("#id_language", "kk")
    page.select_option("#id_part", "chapter:A1")
    with page.expect_download(timeout=60_000) as download:
        page.click("details .btn-outline-primary")
    assert download.value.suggested_filename == "kz-test-A1-kk.pdf"
    printed = PdfReader(Path(download.value.path()))
    assert "A1.1.a" in " ".join(one.extract_text() for one in printed.pages)
