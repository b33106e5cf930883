"""Save is pressed, and another window (or the service worker) sends what was typed: the page goes on all the same."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from surveys.models import AnswerChange, Response, Round
from surveys.saving import save_answers
from tests.e2e.conftest import Open, begin, pick
from tests.e2e.devices import QUEUE, STATE, nothing_waits, until

# Whoever sends holds this name; the next one in the row is this window.
HOLD = """() => {
  navigator.locks.request("answers", () => new Promise((resolve) => { self.release = resolve; }));
  self.sending = waiting.flush();
}"""
LET_GO = "async () => { self.release(); await self.sending; }"


def open_two(context: BrowserContext) -> tuple[Page, Page]:
    """A page of questions, and the list of the same response in another window."""
    page = context.new_page()
    base = begin(page, "r1", "I1")
    page.goto(f"{base}F1.1/")
    other = context.new_page()
    other.goto(base)
    nothing_waits(other)
    page.bring_to_front()
    return page, other


def press_save_while_the_other_sends(page: Page, other: Page) -> None:
    """What is typed is sent by the other window."""
    other.evaluate(HOLD)
    pick(page, "F1.1.a", "yes")
    page.click(".save-bar .btn-primary")
    until(page, f"async () => JSON.stringify((await ({QUEUE})()).at(-1)).includes('F1.1.a')")
    other.evaluate(LET_GO)


def test_the_page_goes_on_when_another_window_was_quicker(open_browser: Open, small_round: Round) -> None:
    page, other = open_two(open_browser(service_workers="block"))
    press_save_while_the_other_sends(page, other)
    page.wait_for_url("**/F2.1/")
    assert Response.objects.get().answers == {"F1.1.a": "yes"}
    assert AnswerChange.objects.count() == 1


def test_what_the_site_does_not_take_is_shown_though_another_window_sent_it(
    open_browser: Open, small_round: Round
) -> None:
    page, other = open_two(open_browser())
    save_answers(Response.objects.get(), {"F1.1.a": "no"})  # on another device, meanwhile
    press_save_while_the_other_sends(page, other)
    expect(page.locator("fieldset.is-conflict")).to_have_count(1)
    expect(page).to_have_url(page.url.split("?")[0])
    assert "/F1.1/" in page.url
    assert Response.objects.get().answers == {"F1.1.a": "no"}
    expect(page.locator(STATE)).to_contain_text("look at")
