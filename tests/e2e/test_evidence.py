"""Evidence in a real browser, in Kazakh: on a phone with a photograph, and without JavaScript. With pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from surveys.models import Evidence, Response, Round
from tests.e2e.conftest import DESKTOP, PHONE, Open, begin, pick, shoot
from tests.surveys.files import PDF, jpeg, keep_evidence_in


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    keep_evidence_in(tmp_path / "evidence", monkeypatch)
    return tmp_path


def answer_yes(page: Page, base: str) -> None:
    page.goto(f"{base}A1.1/")
    for code in ("A1.1.a", "A1.1.b", "A1.1.d"):
        pick(page, code, "yes")


def test_a_respondent_photographs_a_document_on_her_phone(open_browser: Open, real_round: Round, folder: Path) -> None:
    page = open_browser(PHONE).new_page()
    base = begin(page, real_round.code, "S1", "kk")
    answer_yes(page, base)
    page.wait_for_selector("#evidence:not([hidden])")  # the save in the background brought it
    shoot(page, "evidence-block", "kk")
    page.click('button[value="evidence A1.1.a"]')
    page.wait_for_url("**/evidence/new/?item=A1.1.a&page=A1.1")
    shoot(page, "evidence-new", "kk")

    page.set_input_files("#id_document", {"name": "сурет.jpg", "mimeType": "image/jpeg", "buffer": b"<html>no photo"})
    page.fill("#id_note", "5-бапты қараңыз")
    page.click(".save-bar .btn-primary")
    assert "қабылданбайды" in page.inner_text(".error-summary")
    assert page.input_value("#id_note") == "5-бапты қараңыз"
    shoot(page, "evidence-refused", "kk")

    page.set_input_files("#id_document", {"name": "сурет.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    page.click("details summary")
    page.check('input[name="items"][value="A1.1.b"]')
    page.click(".save-bar .btn-primary")
    page.wait_for_url("**/A1.1/#evidence")
    assert page.locator(".pieces >> text=сурет.jpg").count() == 2
    [made] = Evidence.objects.all()
    assert (made.items, made.content_type) == (["A1.1.a", "A1.1.b"], "image/jpeg")

    page.goto(f"{base}evidence/")
    assert "1 «Иә» жауабының дәлелі жоқ" in page.inner_text("main")
    shoot(page, "evidence-list", "kk")
    with page.expect_download() as download:
        page.locator(".pieces a >> text=сурет.jpg").first.click()
    assert download.value.suggested_filename == "сурет.jpg"
    assert Path(download.value.path()).read_bytes() == jpeg()


def test_evidence_is_added_changed_and_removed_without_javascript(
    open_browser: Open, real_round: Round, folder: Path
) -> None:
    page = open_browser(DESKTOP, java_script_enabled=False).new_page()
    base = begin(page, real_round.code, "S1", "kk")
    answer_yes(page, base)
    page.click('button[name="go"][value="list"]')
    page.goto(f"{base}A1.1/")
    page.click('button[value="evidence A1.1.d"]')
    page.fill("#id_url", "example.org/заң")
    page.set_input_files("#id_document", {"name": "заң.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.fill("#id_dated_on", "2020-05-31")
    page.click(".save-bar .btn-primary")
    shoot(page, "evidence-block", "kk")
    page.click('button[value="evidence"]')
    page.locator(".actions a").first.click()
    shoot(page, "evidence-change", "kk")
    page.check("#id_drops_file")
    page.click(".save-bar .btn-primary")
    assert page.locator(".pieces >> text=заң.pdf").count() == 0
    shoot(page, "evidence-list", "kk")
    page.locator(".actions a").nth(1).click()
    shoot(page, "evidence-remove", "kk")
    page.click(".btn-danger")
    assert "3 «Иә» жауабының дәлелі жоқ" in page.inner_text("main")
    page.goto(f"{base}check/")
    assert "3 «Иә» жауабының дәлелі жоқ" in page.inner_text("main")
    assert Response.objects.get().evidence.count() == 0
