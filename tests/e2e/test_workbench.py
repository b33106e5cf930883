"""An analyst at the workbench in a real browser: filter, hover, sort, drill down, save. With pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from metep.models import User
from reports.workbench.pages import PAGES
from surveys.models import Round
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot, sign_in

OWN = ("profile", "units", "map", "themes", "countries")


@pytest.fixture
def demo_round(transactional_db: None) -> Round:
    """A small synthetic round of the real instrument, with its analyst."""
    call_command("load_instruments", verbosity=0)
    call_command("load_regions", verbosity=0)
    call_command("load_recommendations", verbosity=0)
    call_command("make_demo", responses=200, verbosity=0)
    return Round.objects.get(code="demo")


def analysts_page(open_browser: Open, **options: object) -> Page:
    return sign_in(open_browser(**options), User.objects.get(email="analyst@example.org"))


def test_an_analyst_asks_narrows_drills_down_and_saves(open_browser: Open, demo_round: Round, tmp_path: Path) -> None:
    page = analysts_page(open_browser)
    page.goto("/ru/dashboard/demo/")
    page.get_by_role("link", name="Рабочая среда аналитика").click()
    page.get_by_role("link", name="Карта").click()
    expect(page.locator("h1")).to_have_text("Каково положение учреждений каждого региона?")

    # Narrow: only what Russian speakers answered; then take the filter away by its tag.
    page.locator(".filters summary").click()
    page.get_by_label("Русский", exact=True).check()
    page.get_by_role("button", name="Показать").click()
    page.wait_for_url("**language=ru**")
    assert page.locator(".chosen strong").inner_text() != "Заполненных анкет: 200 из 200"
    page.locator(".chosen .tag").click()
    expect(page.locator(".chosen strong")).to_have_text("Заполненных анкет: 200 из 200")

    # The chart says the words of the table and leads on to the region.
    tile = page.locator(".explored a.mark").first
    tile.hover()
    name = tile.get_attribute("aria-label").split("\n")[-1]  # what is written there comes first, the full name last
    expect(page.locator(".chart-tip")).to_contain_text(name)
    tile.focus()
    expect(page.locator(".chart-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".chart-tip")).to_be_hidden()
    tile.click()
    expect(page.locator(".unit-name")).to_have_text(name)

    # Sort within a chart.
    rows = page.locator(".is-panel", has_text="Эта единица рядом с другими").locator(".explored")
    given = rows.locator("svg text").all_text_contents()
    rows.locator("select").select_option("low")
    assert rows.locator("svg text").all_text_contents() != given

    # Save what is seen, open it from the list, take its table along.
    page.locator(".saved summary").click()
    page.fill("#view-new-name", "Мой регион")
    page.get_by_role("button", name="Сохранить").click()
    address = page.url
    page.goto("/ru/analysis/demo/views/")
    page.get_by_role("link", name="Мой регион").click()
    expect(page).to_have_url(address)
    with page.expect_download() as download:
        page.locator(".file a").first.click()
    download.value.save_as(tmp_path / "table.csv")
    assert name in (tmp_path / "table.csv").read_text("utf-8-sig")


def test_rows_of_the_table_lead_on_by_keyboard(open_browser: Open, demo_round: Round) -> None:
    page = analysts_page(open_browser)
    page.goto("/kk/analysis/demo/units/")
    link = page.locator(".is-shaded tbody th a").first
    name = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".unit-name")).to_have_text(name)


def test_without_scripts_pictures_stand_and_all_can_be_chosen(open_browser: Open, demo_round: Round) -> None:
    page = analysts_page(open_browser, java_script_enabled=False)
    page.goto("/kk/analysis/demo/profile/?unit=institution:SYN-MIN-2")
    assert page.locator(".picture > svg.chart").first.is_visible()
    assert page.locator(".explored").count() == 0
    page.select_option("#control-against", "kind")
    page.locator(".choice button").click()
    assert "against=kind" in page.url


def test_nothing_breaks_a_strict_policy_and_no_script_writes_a_number(open_browser: Open, demo_round: Round) -> None:
    """Inline scripts, inline styles and eval are forbidden; every number of a chart stands in its spec."""
    context = open_browser()
    policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"

    def restrict(route: object) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": policy})

    context.route("**/analysis/**", restrict)
    page = sign_in(context, User.objects.get(email="analyst@example.org"))
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    for code in OWN:
        page.goto(f"/en/analysis/demo/{code}/")
        if page.locator("[data-spec]").count():
            page.locator(".explored svg").first.wait_for()
        for panel in page.locator(".is-panel:has(.explored)").all():
            spec = json.dumps(json.loads(panel.locator("script").text_content() or ""), ensure_ascii=False)
            for text in panel.locator(".explored .mark text").all_text_contents():
                assert text.rstrip("…") in spec.replace("\N{SOFT HYPHEN}", ""), f"{code}: {text}"
    assert problems == []


@pytest.mark.parametrize(("language", "width"), [("kk", PHONE), ("ru", DESKTOP), ("kk", DESKTOP), ("ru", PHONE)])
def test_pictures_of_the_workbench(open_browser: Open, demo_round: Round, language: str, width: int) -> None:
    page = analysts_page(open_browser, width=width)
    page.set_default_timeout(30_000)
    for path, name in [("", "questions"), ("demo/", "analysis"), *((f"demo/{one.code}/", one.code) for one in PAGES)]:
        page.goto(f"/{language}/analysis/{path}")
        if page.locator("[data-spec]").count():
            page.locator(".explored svg").first.wait_for()
        if name == "map":  # names of tiles are broken, never cut
            assert not [text for text in page.locator(".explored .mark text").all_text_contents() if "…" in text]
        if name == "units":  # numbers stand in every cell or in none
            cells = page.locator(".explored .mark rect").count()
            assert page.locator(".explored .mark text").count() in (0, cells)
        shoot(page, f"workbench-{name}", language)
