"""An analyst ticks measures and sees what would be, plans towards a goal, keeps, compares. With pictures."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import Page, expect

from reports.models import Scenario
from surveys.models import Round
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot
from tests.e2e.test_analyst import PASSWORD, sign_in

BASE = "dashboard/demo/scenarios"


@pytest.fixture
def demo_round(transactional_db: None, analysts: Group, monkeypatch: pytest.MonkeyPatch) -> Round:
    """A small synthetic round of the real instrument, with its analyst."""
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("load_instruments", verbosity=0)
    call_command("load_recommendations", verbosity=0)
    call_command("make_demo", responses=200, verbosity=0)
    return Round.objects.get(code="demo")


def is_within(page: Page) -> bool:
    """Nothing is wider than the screen; what is wide scrolls inside."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_the_analyst_makes_scenarios_in_kazakh_and_compares_them(open_browser: Open, demo_round: Round) -> None:
    page = open_browser(DESKTOP).new_page()
    page.set_default_timeout(60_000)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    sign_in(page, "kk")
    page.goto(f"/kk/{BASE}/")
    page.click("form.panel button.btn-primary")
    before = page.inner_text("#effect .cards .number >> nth=0")
    # A child brings its parent; the effect follows the tick without a new page.
    page.evaluate("document.querySelectorAll('.choices details').forEach((one) => { one.open = true; })")
    page.check('input[value="A3.2.a1"]')
    page.wait_for_selector("#effect table.steps")
    assert page.inner_text("#effect .cards .number >> nth=0") != before
    assert "A3.2.a" in page.inner_text("#effect .hint")
    assert "m=A3.2.a1" in page.url
    shoot(page, "scenario-tick", "kk")
    page.fill("#effect [name=name]", "Бірінші сценарий")
    page.click("#effect .keep button")
    expect(page.locator("h1")).to_have_text("Бірінші сценарий")
    shoot(page, "scenario", "kk")

    page.goto(f"/kk/{BASE}/plan/?unit=national:KZ")
    page.check('input[name="kind"][value="rise"]')
    page.fill('[name="value"]', "5")
    page.fill('[name="months"]', "36")
    page.fill('[name="at_once"]', "3")
    page.click(".choices button.btn-primary")
    expect(page.locator(".result .proof")).to_contain_text("HiGHS")
    shoot(page, "scenario-plan", "kk")
    page.fill(".result [name=name]", "Екінші сценарий")
    page.click(".result .keep button")
    expect(page.locator("h1")).to_have_text("Екінші сценарий")
    assert Scenario.objects.get(name="Екінші сценарий").outcome["proof"]["verdict"] == "proved"

    page.goto(f"/kk/{BASE}/")
    for name in ("Бірінші сценарий", "Екінші сценарий"):  # those of the demonstration are of other units, too
        page.check(f'input[name="s"][value="{Scenario.objects.get(name=name).pk}"]')
    page.click("#compare button")
    expect(page.locator("figure.chart-box svg")).to_have_count(1)
    shoot(page, "scenario-compare", "kk")
    assert faults == []


def test_without_scripts_the_same_is_done_in_russian_on_a_phone(open_browser: Open, demo_round: Round) -> None:
    page = open_browser(PHONE, java_script_enabled=False).new_page()
    page.set_default_timeout(60_000)
    sign_in(page, "ru")
    page.goto(f"/ru/{BASE}/new/?unit=national:KZ")
    page.check('input[value="A1.1.a"]')
    page.locator("#choices button.btn-primary").first.click()
    expect(page.locator("#effect table.steps")).to_have_count(1)
    page.fill("#effect [name=name]", "Первый сценарий")
    page.click("#effect .keep button")
    expect(page.locator("h1")).to_have_text("Первый сценарий")
    page.goto(f"/ru/{BASE}/plan/?unit=national:KZ&kind=band&value=5&measure=combined&part=overall:&effort=1")
    assert page.locator(".way-out li").count() >= 2
    assert page.locator(".keep").count() == 0


@pytest.mark.parametrize(("language", "width"), [("kk", PHONE), ("ru", DESKTOP)])
def test_several_institutions_act_and_what_was_ticked_is_not_lost(
    open_browser: Open, demo_round: Round, language: str, width: int
) -> None:
    page = open_browser(width).new_page()
    page.set_default_timeout(60_000)
    sign_in(page, language)
    page.goto(f"/{language}/{BASE}/")
    page.select_option("#unit", "all-institutions:all")
    page.click("form.panel button >> nth=1")
    page.check('input[name="kind"][value="rise"]')
    page.fill('[name="value"]', "2")
    page.select_option('[name="measure"]', "facts")
    page.fill('[name="institutions"]', "2")
    page.click(".choices button.btn-primary")
    assert 1 <= page.locator("table.acting tbody tr").count() <= 2
    assert is_within(page)
    shoot(page, "scenario-of-several", language)
    page.fill(".result [name=name]", "A")
    page.click(".result .keep button")
    made = Scenario.objects.get(name="A")
    assert len(made.outcome["acting"]) <= made.limits["institutions"] == 2
    # Into the report, another name.
    page.click(f'form[action$="/{made.pk}/mark/"] button')
    page.click(f'details:has(form[action$="/{made.pk}/rename/"]) summary')
    page.fill('[name="name"]', "B")
    page.click(f'form[action$="/{made.pk}/rename/"] button')
    expect(page.locator("h1")).to_have_text("B")
    # Of another unit: refused, both stay ticked.
    other = Scenario.objects.filter(round=demo_round, tier="national").first()
    assert other is not None
    page.goto(f"/{language}/{BASE}/")
    for one in (made, other):
        page.check(f'input[name="s"][value="{one.pk}"]')
    page.click("#compare button")
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.locator('input[name="s"]:checked').count() == 2
    assert is_within(page)
    shoot(page, "scenarios-refused", language)
    page.goto(f"/{language}/{BASE}/{made.pk}/")
    assert is_within(page)
    page.click(f'details:has(form[action$="/{made.pk}/delete/"]) summary')
    page.click(f'form[action$="/{made.pk}/delete/"] button')
    expect(page.locator("ul.messages li")).to_have_count(1)
    assert not Scenario.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize(("language", "width"), [("kk", PHONE), ("ru", PHONE), ("en", DESKTOP)])
def test_pictures_of_scenarios(open_browser: Open, demo_round: Round, language: str, width: int) -> None:
    page = open_browser(width).new_page()
    page.set_default_timeout(60_000)
    sign_in(page, language)
    for name, path in (
        ("scenarios", ""),
        ("scenario-tick", "new/?unit=national:KZ&m=A1.1.a&m=C1.1.a&points=1"),
        ("scenario-plan", "plan/?unit=national:KZ&kind=rise&value=5&measure=combined&part=overall:&points=1&at_once=2"),
    ):
        page.goto(f"/{language}/{BASE}/{path}")
        assert is_within(page), (name, language, width)
        shoot(page, name, language)
