"""Shows a browser the answers of Django's own test client: any page of any person, without a server or signing in."""

from __future__ import annotations

import re
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from playwright.sync_api import Error, Page, Route

from tests.e2e.accessibility.site import file_at, the_site

SITE = "http://localhost"
ELEMENT = re.compile(r"<([a-z][\w-]*)((?:\s+[\w:.-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*/?>")
ATTRIBUTE = re.compile(r"([\w:.-]+)(?:=\"([^\"]*)\")?")
MODEL = re.compile(r"\b(app|model|field|column|form-row field)-[\w-]+ ?")  # the administration's, in its classes
TELLING = {"class", "role", "type", "lang"}  # attributes whose value changes how an element looks or what it means


@dataclass(frozen=True)
class Shown:
    """A page as Django answered it. `template`: what made it, and of which question of the workbench it is."""

    address: str
    body: bytes
    status: int
    policy: str
    template: str

    def kinds(self) -> frozenset[tuple[str, ...]]:
        """What kinds of elements it has, whatever their words and however often."""
        found = set()
        for tag, attributes in ELEMENT.findall(self.body.decode()):
            pairs = ((name, MODEL.sub("", value)) for name, value in ATTRIBUTE.findall(attributes))
            found.add((tag, *sorted(f"{name}={value}" if name in TELLING else name for name, value in pairs)))
        return frozenset(found)


class Seen:
    """The pages that were examined: one of the same template that has no other kinds of elements is right with them."""

    def __init__(self) -> None:
        self.kinds: dict[tuple[str, int], set[tuple[str, ...]]] = {}

    def is_new(self, shown: Shown) -> bool:
        """Whether it has to be examined; asked a second time it has been."""
        known = self.kinds.setdefault((shown.template, shown.status), set())
        if (kinds := shown.kinds()) <= known:
            return False
        known |= kinds
        return True


def ask(browser: Client, address: str) -> Shown | None:
    """The page at an address, or None if it is a file or leads elsewhere. Whatever asking changed is taken back."""
    cookies = dict(browser.cookies)
    with transaction.atomic():
        answer = browser.get(address)
        body = b"" if answer.streaming else answer.getvalue()
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.update(cookies)
    if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.status_code in (301, 302):
        return None
    if b"<html" not in body:  # a fragment for a page that is open
        return None
    return Shown(
        address, body, answer.status_code, answer.headers.get("Content-Security-Policy", ""), _template_of(answer)
    )


def _template_of(answer: Any) -> str:
    names = [made.name for made in answer.templates if made.name]
    question = answer.resolver_match.kwargs.get("question", "") if answer.resolver_match else ""
    return f"{names[0] if names else ''} {question}"


def show(page: Page, shown: Shown) -> None:
    """Open it, with our own static files; nothing else is answered."""
    site = the_site()
    site.shown = shown
    page.goto(f"{site.address}{shown.address}", wait_until="load")


def browse(page: Page, browser: Client) -> None:
    """Let a person follow links and send forms that change nothing: each page is asked for by the test's client.

    The pages are at SITE.
    """
    # Playwright answers in a context of its own, which has another connection to the database than this test.
    context = copy_context()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        with suppress(Error):  # the page has gone on and waits for this no longer
            if route.request.is_navigation_request() and (shown := context.run(ask, browser, path)):
                policy = {"Content-Security-Policy": shown.policy} if shown.policy else {}
                route.fulfill(body=shown.body, content_type="text/html; charset=utf-8", headers=policy)
            elif found := file_at(path):
                route.fulfill(body=found[0], content_type=found[1])
            else:
                route.fulfill(status=404, body="")

    page.route("**/*", answer)
