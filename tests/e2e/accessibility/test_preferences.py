"""What people set in their system is kept: colours of their own, the dark. (All pages are asked if anything moves.)"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from surveys.links import create_link
from surveys.models import Response, Round
from tests.e2e.accessibility.axe import NARROW
from tests.e2e.accessibility.serving import ask, show
from tests.e2e.conftest import begin

BACKGROUND = "node => getComputedStyle(node).backgroundColor"


@pytest.fixture
def respondent(response: Response) -> Client:
    """A browser that holds the link of a draft."""
    secret = create_link(response.round, response.institution, response.sections, response=response)[1]
    browser = Client()
    assert browser.get(reverse("answer-link", args=[secret])).status_code == 302
    return browser


def open_page(window: Page, respondent: Client, response: Response, path: str = "") -> None:
    shown = ask(respondent, reverse("response", args=[response.pk]) + path)
    assert shown is not None
    assert shown.status == 200
    show(window, shown)


def test_the_dark_scheme_is_dark_and_the_light_one_light(window: Page, respondent: Client, response: Response) -> None:
    grounds: dict[str, list[int]] = {}
    open_page(window, respondent, response, "F1.1/")
    for scheme in ("dark", "light"):
        window.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        colour = str(window.locator("body").evaluate(BACKGROUND))
        grounds[scheme] = [int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(", ")]
    assert max(grounds["dark"]) < 60
    assert min(grounds["light"]) > 200


def test_what_is_chosen_is_seen_in_colours_of_the_system(window: Page, respondent: Client, response: Response) -> None:
    """Forced colours drop grounds and shadows: the browser's own marks of a choice take their place."""
    window.emulate_media(forced_colors="active")
    open_page(window, respondent, response, "F1.1/")
    mark = window.locator('[name="F1.1.a"][value=yes]')
    expect(mark).to_have_css("opacity", "1")
    window.locator("label.pick", has=mark).click()
    expect(mark).to_be_checked()
    box = mark.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 16
    window.keyboard.press("Tab")
    assert window.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_printed_page_is_light_in_the_dark_too(window: Page, respondent: Client, response: Response) -> None:
    open_page(window, respondent, response)
    window.emulate_media(media="print", color_scheme="dark")
    ink = str(window.locator("h1").evaluate("node => getComputedStyle(node).color"))
    assert ink == "rgb(18, 39, 43)"


@pytest.mark.parametrize(("path", "name"), [("F1.1/", "saved"), ("check/", None)])
def test_what_happened_is_said_without_taking_the_focus(
    page: Page, small_round: Round, path: str, name: str | None
) -> None:
    """A live region stands on the page before it says anything (WCAG 4.1.3); refusals are told as an alert."""
    page.goto(begin(page, "r1", "I1") + path)
    if name:
        expect(page.locator(f"#{name}")).to_have_attribute("role", "status")
        page.locator(".pick").first.click()
        expect(page.locator(f"#{name}")).not_to_be_empty()
        assert page.evaluate("document.activeElement.type") == "radio"
    else:
        page.click("main form .btn-primary")
        expect(page.locator("[role=alert]").first).to_be_visible()


def test_a_matrix_is_one_card_for_each_question_on_a_narrow_screen(
    window: Page, respondent: Client, response: Response
) -> None:
    window.set_viewport_size(NARROW)  # type: ignore[arg-type]
    open_page(window, respondent, response, "P1.2/")
    row, cell = (window.locator(f".grid tbody {part}").first.bounding_box() for part in ("tr", "td"))
    assert row is not None
    assert cell is not None
    assert row["width"] > 250
    assert cell["width"] > 200  # below each other, not side by side
    expect(window.locator(".grid thead")).to_be_hidden()
    expect(window.locator(".grid .in-column").first).to_be_visible()
    expect(window.locator(".grid tbody th").first).to_be_visible()
