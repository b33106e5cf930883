"""Pages with numbers, charts and long lists: those of a synthetic round, as its people see them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from metep.models import User
from surveys.links import create_link
from surveys.models import Response, Round
from tests.browsers import browser_of
from tests.e2e.accessibility.axe import WIDE, all_faults
from tests.e2e.accessibility.crawling import crawl
from tests.e2e.accessibility.journeys import choose_a_unit, explore, see_a_chart
from tests.e2e.accessibility.keys import Keyboard
from tests.e2e.accessibility.serving import SITE, Seen, Shown, ask, browse, show

pytestmark = pytest.mark.django_db

# With parts that stick to an edge, menus, long tables; and the administration.
PLACES = (
    "",
    "accessibility/",
    "work/demo/",
    "work/demo/people/",
    "dashboard/demo/progress/",
    "analysis/demo/themes/",
    "admin/",
    "admin/surveys/institution/",
    "admin/surveys/institution/add/",
)


@pytest.fixture(scope="module")
def seen() -> Seen:
    """What one person's tour of pages has examined need not be examined in another's."""
    return Seen()


def faults_of(window: Page, pages: Iterable[tuple[str, Shown]], seen: Seen) -> list[str]:
    """`name address: fault` for each; the number of pages must not shrink to a handful unnoticed."""
    found = list(pages)
    assert len(found) >= 25, [name for name, _shown in found]
    faults = []
    for name, shown in found:
        if seen.is_new(shown):
            show(window, shown)
            faults += [f"{name} {shown.address}: {fault}" for fault in all_faults(window)]
    return faults


def test_what_an_analyst_reads(window: Page, demo_round: Round, seen: Seen) -> None:
    browser = browser_of(User.objects.get(email="analyst@example.org"))
    starts = [reverse("dashboard-unit", args=["demo"]), reverse("analysis-round", args=["demo"]), reverse("work")]
    number = reverse("dashboard-number", args=["demo"])
    starts.append(f"{number}?unit=national:KZ&source=facts&family=levels&part=information")
    faults = faults_of(window, crawl(browser, starts, most=3), seen)
    assert not faults, "\n".join(faults)


def test_what_an_administrator_works_with(window: Page, demo_round: Round, seen: Seen) -> None:
    owner = User.objects.create_superuser("owner@example.org", "a long enough password")
    browser = browser_of(owner)
    starts = [reverse("work-round", args=["demo"]), reverse("work")]
    found = list(crawl(browser, starts, most=2))
    for name in ("response", "institution", "round"):  # lists of several pages; the table of access has one of each
        address = reverse(f"admin:surveys_{name}_changelist")
        if shown := ask(browser, address):
            found.append((name, shown))
    faults = faults_of(window, found, seen)
    assert not faults, "\n".join(faults)


def test_what_a_respondent_fills_in(window: Page, demo_round: Round) -> None:
    """Every page of the whole questionnaire: words of each may be too wide."""
    institution = demo_round.institutions.order_by("code")[0]
    response = Response.objects.create(
        round=demo_round, institution=institution, language="kk", sections=demo_round.sections
    )
    secret = create_link(demo_round, institution, response.sections, response=response)[1]
    browser = Client()
    assert browser.get(reverse("answer-link", args=[secret])).status_code == 302
    found = list(crawl(browser, [reverse("response", args=[response.pk])], most=80))
    assert len(found) >= 25, [name for name, _shown in found]
    faults, examined = [], Seen()
    for name, shown in found:
        show(window, shown)
        is_alike = not examined.is_new(shown)
        faults += [f"{name} {shown.address}: {fault}" for fault in all_faults(window, is_alike)]
    assert not faults, "\n".join(faults)


def test_a_dashboard_and_its_charts_by_keyboard(window: Page, demo_round: Round) -> None:
    browse(window, browser_of(User.objects.get(email="analyst@example.org")))
    keyboard = Keyboard(window)
    window.goto(f"{SITE}/kk/dashboard/")
    keyboard.step()
    expect(window.locator(".skip-link")).to_be_focused()
    keyboard.press("Enter")
    expect(window.locator("main")).to_be_focused()
    keyboard.press_on('.round-list a[href$="/demo/"]')
    window.wait_for_url("**/dashboard/demo/**")
    see_a_chart(keyboard)
    choose_a_unit(keyboard)
    keyboard.press_on(".cards a.number")
    window.wait_for_url("**/number/**")
    expect(window.locator(".big-number")).to_be_visible()
    window.goto(f"{SITE}/kk/analysis/demo/themes/")
    explore(keyboard)
    assert not keyboard.lost, "\n".join(keyboard.lost)


@pytest.mark.parametrize("width", [WIDE["width"], 320])
def test_every_stop_of_a_page_is_seen(window: Page, demo_round: Round, width: int) -> None:
    browse(window, browser_of(User.objects.create_superuser("owner@example.org", "a long enough password")))
    window.set_viewport_size({"width": width, "height": 800})
    keyboard = Keyboard(window)
    for address in PLACES:
        window.goto(f"{SITE}/kk/{address}")
        assert keyboard.walk() > 5, address
    assert not keyboard.lost, "\n".join(keyboard.lost)
