"""An analyst in a real browser: sign in, read, ask where a number comes from, take the numbers along. With pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import Page

from surveys.models import Round
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot

EMAIL, PASSWORD = "analyst@example.org", "only for this test 1"


@pytest.fixture
def demo_round(transactional_db: None, analysts: Group, monkeypatch: pytest.MonkeyPatch) -> Round:
    """A small synthetic round of the real instrument, with its analyst."""
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("load_instruments", verbosity=0)
    call_command("load_recommendations", verbosity=0)
    call_command("make_demo", responses=200, verbosity=0)
    return Round.objects.get(code="demo")


def sign_in(page: Page, language: str) -> None:
    page.goto(f"/{language}/dashboard/")
    page.fill('[name="login"]', EMAIL)
    page.fill('[name="password"]', PASSWORD)
    page.click("main form button.btn-primary")
    # The page to sign in on ends the same way: it names where to go on.
    page.wait_for_url(lambda url: url.endswith(f"/{language}/dashboard/") and "?" not in url)


def test_the_analyst_finds_where_a_number_comes_from(open_browser: Open, demo_round: Round) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    sign_in(page, "en")
    page.click(".round-list a")
    shown = page.locator(".cards .number").first.inner_text()
    page.locator(".cards a.number").first.click()
    assert page.locator(".big-number .number").inner_text() == shown
    page.locator("table.figures a.number").first.click()
    page.locator("table.figures a.number").first.click()
    page.locator("table.figures a.number").first.click()
    page.locator("table.figures a.number").last.click()
    assert "/items/" in page.url
    assert "Rule:" in page.inner_text("main")


def test_the_analyst_chooses_an_institution_and_takes_its_numbers(
    open_browser: Open, demo_round: Round, tmp_path: Path
) -> None:
    page = open_browser().new_page()
    page.set_default_timeout(60_000)  # a report is drawn while the browser waits
    sign_in(page, "en")
    page.click(".round-list a")
    institution = demo_round.institutions.order_by("code").first()
    page.select_option("#unit", f"institution:{institution.code}")
    page.click(".unit-choice button")
    assert page.inner_text("h1") == institution.name_en
    for name, start in (("CSV", b"\xef\xbb\xbf"), ("XLSX", b"PK"), ("Report (PDF)", b"%PDF")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        download.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)


def test_pictures_of_the_dashboard(open_browser: Open, demo_round: Round) -> None:
    for language, width in (("kk", PHONE), ("kk", DESKTOP), ("ru", DESKTOP), ("en", DESKTOP)):
        page = open_browser(width).new_page()
        sign_in(page, language)
        shoot(page, "rounds", language)
        for name, path in (("dashboard", ""), ("items", "items/"), ("progress", "progress/")):
            page.goto(f"/{language}/dashboard/demo/{path}")
            shoot(page, name, language)
        page.goto(f"/{language}/dashboard/demo/number/?unit=national:KZ&source=facts&family=levels&part=information")
        shoot(page, "number", language)
