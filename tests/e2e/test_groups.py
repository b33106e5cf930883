"""An analyst compares groups and languages in a real browser, in Kazakh, on a desktop and on a phone. With pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import Page, expect

from surveys.models import Round
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot

EMAIL, PASSWORD = "analyst@example.org", "only for this test 1"


@pytest.fixture
def demo_round(transactional_db: None, analysts: Group, monkeypatch: pytest.MonkeyPatch) -> Round:
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("load_instruments", verbosity=0)
    call_command("load_recommendations", verbosity=0)
    call_command("make_demo", responses=300, verbosity=0)
    return Round.objects.get(code="demo")


def sign_in(page: Page) -> None:
    page.goto("/kk/dashboard/")
    page.fill('[name="login"]', EMAIL)
    page.fill('[name="password"]', PASSWORD)
    page.click("main form button.btn-primary")
    # The page to sign in on ends the same way: it names where to go on.
    page.wait_for_url(lambda url: url.endswith("/kk/dashboard/") and "?" not in url)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_two_groups_are_compared_and_taken_along(
    open_browser: Open, demo_round: Round, tmp_path: Path, width: int
) -> None:
    page = open_browser(width=width).new_page()
    sign_in(page)
    page.goto("/kk/analysis/demo/groups/")
    assert page.inner_text("h1") == "Респонденттер топтары әртүрлі жауап бере ме?"
    page.check('[name="group"][value="state"]')
    page.check('[name="group"][value="ngo"]')
    page.select_option('[name="items"]', "table-C4.4")
    page.click("form.choice button[type=submit]")
    page.wait_for_url("**group=ngo**")
    assert "Қарапайым сөзбен" in page.inner_text(".in-words h2")
    sentence = page.inner_text(".in-words dd >> nth=0")
    assert "Үкіметтік емес ұйым" in sentence
    assert re.search(r"p\s[=<]\s0,\d{3}", sentence)
    page.click(".in-words summary")
    assert "кездейсоқ іріктеме емес" in page.inner_text(".in-words .caution")
    shoot(page, "groups-compared", "kk")
    with page.expect_download() as download:
        page.click(".file a")
    download.value.save_as(tmp_path / "groups.csv")
    assert sentence in (tmp_path / "groups.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_languages_distribution_and_disagreement_are_read(open_browser: Open, demo_round: Round, width: int) -> None:
    page = open_browser(width=width).new_page()
    sign_in(page)
    page.goto("/kk/analysis/demo/languages/")
    page.select_option('[name="languages"]', "kk-ru")
    page.select_option('[name="items"]', "table-C4.2")
    page.click("form.choice button[type=submit]")
    page.wait_for_url("**languages=kk-ru**")
    assert "Ұқсас респонденттер" in page.inner_text("figure .note")
    shoot(page, "languages-compared", "kk")
    for code in ("distribution", "disagreement"):
        page.goto(f"/kk/analysis/demo/{code}/")
        page.click("figure details summary >> nth=0")
        assert page.locator("figure table.figures tbody tr").count() > 1
        shoot(page, f"{code}-with-table", "kk")


def test_without_scripts_the_picture_and_the_table_stand(open_browser: Open, demo_round: Round) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    sign_in(page)
    page.goto("/kk/analysis/demo/groups/?by=language&items=levels")
    expect(page.locator("figure svg[role=img]")).to_have_count(1)
    page.click("figure details summary >> nth=0")
    assert page.locator("figure table.figures tbody tr").count() > 3
