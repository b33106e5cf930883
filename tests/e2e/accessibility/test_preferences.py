"""What people set in their system is kept: colours of their own, the dark, less motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from surveys.models import Round
from tests.e2e.conftest import Open, begin

BACKGROUND = "node => getComputedStyle(node).backgroundColor"
MOVING = """() => [...document.querySelectorAll("*")].filter((node) => {
  const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(node);
  const lasts = (value) => value.split(", ").some((time) => parseFloat(time) > 0.001);
  const isAnimated = animationName !== "none" && lasts(animationDuration);
  return lasts(transitionDuration) || isAnimated || scrollBehavior === "smooth";
}).map((node) => node.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("path", ["", "F1.1/", "P1.1/", "check/"])
def test_nothing_moves_for_those_who_want_it_so(open_browser: Open, small_round: Round, path: str) -> None:
    page = open_browser(reduced_motion="reduce").new_page()
    page.goto(begin(page, "r1", "I1") + path)
    assert page.evaluate(MOVING) == []


def test_the_dark_scheme_is_dark_and_the_light_one_light(open_browser: Open, small_round: Round) -> None:
    grounds: dict[str, list[int]] = {}
    for scheme in ("dark", "light"):
        page = open_browser(color_scheme=scheme).new_page()
        page.goto(begin(page, "r1", "I1") + "F1.1/")
        colour = str(page.locator("body").evaluate(BACKGROUND))
        grounds[scheme] = [int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(", ")]
    assert max(grounds["dark"]) < 60
    assert min(grounds["light"]) > 200


def test_what_is_chosen_is_seen_in_colours_of_the_system(open_browser: Open, small_round: Round) -> None:
    """Forced colours drop grounds and shadows: the browser's own marks of a choice take their place."""
    page = open_browser(forced_colors="active").new_page()
    page.goto(begin(page, "r1", "I1") + "F1.1/")
    mark = page.locator('[name="F1.1.a"][value=yes]')
    expect(mark).to_have_css("opacity", "1")
    page.locator("label.pick", has=mark).click()
    expect(mark).to_be_checked()
    box = mark.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 16
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_printed_page_is_light_in_the_dark_too(open_browser: Open, small_round: Round) -> None:
    page = open_browser(color_scheme="dark").new_page()
    page.goto(begin(page, "r1", "I1"))
    page.emulate_media(media="print", color_scheme="dark")
    ink = str(page.locator("h1").evaluate("node => getComputedStyle(node).color"))
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


def test_a_matrix_is_one_card_for_each_question_on_a_narrow_screen(open_browser: Open, small_round: Round) -> None:
    page = open_browser(320).new_page()
    page.goto(begin(page, "r1", "I1") + "P1.2/")
    row, cell = (page.locator(f".grid tbody {part}").first.bounding_box() for part in ("tr", "td"))
    assert row is not None
    assert cell is not None
    assert row["width"] > 250
    assert cell["width"] > 200  # below each other, not side by side
    expect(page.locator(".grid thead")).to_be_hidden()
    expect(page.locator(".grid .in-column").first).to_be_visible()
    expect(page.locator(".grid tbody th").first).to_be_visible()
