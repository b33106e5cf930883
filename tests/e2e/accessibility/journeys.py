"""What people do on a dashboard and on the workbench, by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.accessibility.keys import Keyboard


def see_a_chart(keyboard: Keyboard) -> None:
    """The picture can be scrolled, its table opened."""
    keyboard.go_to(".picture")
    keyboard.press_on(".chart-box summary")
    opened = keyboard.page.evaluate("document.activeElement.parentElement.open")
    assert opened is True


def choose_a_unit(keyboard: Keyboard) -> None:
    page = keyboard.page
    page.keyboard.press("Control+Home")
    page.reload()
    keyboard.go_to("#unit")
    keyboard.press("ArrowDown", "ArrowDown")
    keyboard.press_on(".unit-choice button")
    page.wait_for_url("**unit=**")


def explore(keyboard: Keyboard) -> None:
    """A chart that scripts draw: its order is chosen, each number is reached, says itself, and leads on."""
    page = keyboard.page
    page.wait_for_selector(".explored svg")
    keyboard.go_to(".explored select", most=700)
    keyboard.press("ArrowDown")
    keyboard.go_to(".explored a.mark", most=700)
    expect(page.locator(".chart-tip")).to_be_visible()
    said = page.evaluate("document.activeElement.getAttribute('aria-label')")
    shown = page.locator(".chart-tip").inner_text().split("\n")
    assert all(part in said for part in shown)
    keyboard.press("Escape")
    expect(page.locator(".chart-tip")).to_be_hidden()
    address = page.url
    keyboard.press("Enter")
    page.wait_for_url(lambda url: url != address)
