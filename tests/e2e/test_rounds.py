"""An analyst compares two rounds in a real browser, on a telephone and on a desk. With pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot

EMAIL, PASSWORD = "analyst@example.org", "only for this test 1"


@pytest.fixture
def demo_rounds(transactional_db: None, analysts: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both synthetic rounds, small, and the context of the country."""
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("load_instruments", verbosity=0)
    call_command("load_context", verbosity=0)
    call_command("make_demo", responses=200, verbosity=0)


def sign_in(page: Page, language: str) -> None:
    page.goto(f"/{language}/dashboard/")
    page.fill('[name="login"]', EMAIL)
    page.fill('[name="password"]', PASSWORD)
    page.click("main form button.btn-primary")
    page.wait_for_url(f"**/{language}/dashboard/")


@pytest.mark.usefixtures("demo_rounds")
def test_the_analyst_asks_what_changed(open_browser: Open, tmp_path: Path) -> None:
    page = open_browser().new_page()
    page.set_default_timeout(30_000)
    sign_in(page, "kk")
    page.goto("/kk/analysis/demo/")
    page.click('a[href$="/analysis/demo/overtime/"]')
    assert "Екі раундты ішінара салыстыруға болады" in page.inner_text(".verdict .answer")
    assert page.locator(".verdict .reasons li").count() >= 12
    page.click(".verdict summary")
    assert "B1.1.a6.form" in page.inner_text(".verdict")
    page.select_option("#unit", "institution:SYN-MIN-1")
    page.select_option("#control-measure", "facts")
    page.click(".choice button")
    page.wait_for_url("**measure=facts**")
    expect(page.locator("#overtime-slopes svg")).to_have_count(1)
    with page.expect_download() as download:
        page.click("#overtime-items .file a")
    saved = tmp_path / "items.csv"
    download.value.save_as(saved)
    assert "B1.1.a1" in saved.read_text("utf-8-sig")


@pytest.mark.usefixtures("demo_rounds")
def test_an_institution_that_came_later_has_no_change(open_browser: Open) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    sign_in(page, "ru")
    page.goto("/ru/analysis/demo/overtime/?unit=institution:SYN-AKI-20")
    assert "Эта единица участвовала только в одном из двух раундов." in page.inner_text("main")
    assert page.locator(".is-panel").count() == 0


@pytest.mark.usefixtures("demo_rounds")
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_pages_fit_the_screen(open_browser: Open, width: int, language: str) -> None:
    page = open_browser(width=width).new_page()
    page.set_default_timeout(30_000)
    sign_in(page, language)
    for name, address in (("overtime", "analysis/demo/overtime/"), ("context", "dashboard/demo/context/")):
        page.goto(f"/{language}/{address}")
        shoot(page, name, language)
