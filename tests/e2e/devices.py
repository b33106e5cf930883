"""A phone behind a wire that can be cut, and what it keeps."""

from __future__ import annotations

import time

from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.e2e.conftest import begin

KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("pages-"));
  const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return lists.flat().map((request) => new URL(request.url).pathname);
}"""
WORDS = """async () => {
  const caught = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) caught.push(request.url, await (await cache.match(request)).text());
  }
  return caught.join(" ");
}"""
IN_CONTROL = "() => navigator.serviceWorker.controller !== null"
HAS_FILES = """async () => {
  for (const name of await caches.keys()) if (name.startsWith("files-"))
    for (const request of await (await caches.open(name)).keys()) if (request.url.endsWith("/offline/")) return true;
  return false;
}"""
QUEUE = """async () => (await waiting.all('')).map((item) =>
  [item.page.split('/').slice(3).join('/'), item.codes, item.state])"""
STATE = "#device [role=status]"


def _is_true(page: Page, script: str) -> bool:
    try:
        return bool(page.evaluate(script))
    except Error:  # the page was just being left
        return False


def until(page: Page, script: str, seconds: float = 10) -> None:
    """Wait until a function in the page is true; `wait_for_function` would need what the policy of content forbids."""
    last = time.monotonic() + seconds
    while not _is_true(page, script):
        assert time.monotonic() < last, script
        page.wait_for_timeout(100)


def start(phone: BrowserContext, *paths: str, code: str = "r1", institution: str = "I1", language: str = "en") -> Page:
    """A response begun on the phone, these of its pages opened; the last of them is shown."""
    page = phone.new_page()
    base = begin(page, code, institution, language)
    until(page, IN_CONTROL)
    for path in paths:
        open_kept(page, base + path)
    until(page, HAS_FILES)
    return page


def base_of(page: Page) -> str:
    """The address of the response whose page is shown."""
    return "/".join([*page.url.split("/")[:6], ""])


def open_kept(page: Page, address: str) -> None:
    """Open a page and wait until this device keeps a copy of it."""
    page.goto(address)
    until(page, f"async () => (await ({KEPT})()).includes(location.pathname)")


def waits(page: Page, number: int) -> None:
    """The page says that so many answers wait to be sent."""
    expect(page.locator(STATE)).to_contain_text(f"not sent yet: {number}.")


def nothing_waits(page: Page) -> None:
    """All is sent, and the page says nothing of this device any more."""
    until(page, f"async () => !(await ({QUEUE})()).length", seconds=15)
    expect(page.locator(STATE)).to_be_empty()
