"""Shows a browser the answers of Django's own test client: any page of any person, without a server or signing in."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass

from django.contrib.staticfiles import finders
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.utils import translation
from django.views.i18n import JavaScriptCatalog
from playwright.sync_api import Page, Route

SITE = "http://localhost"  # browsers trust this name as they trust TLS
ELEMENT = re.compile(r"<([a-z][\w-]*)((?:\s+[\w:.-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*/?>")
ATTRIBUTE = re.compile(r"([\w:.-]+)(?:=\"([^\"]*)\")?")
TELLING = {"class", "role", "type", "lang"}  # attributes whose value changes how an element looks or what it means


@dataclass(frozen=True)
class Shown:
    """A page as Django answered it."""

    address: str
    body: bytes
    status: int
    policy: str

    def shape(self) -> int:
        """The same for pages of the same kinds of elements: they are right or wrong together."""
        found = set()
        for tag, attributes in ELEMENT.findall(self.body.decode()):
            pairs = ATTRIBUTE.findall(attributes)
            found.add((tag, *sorted(f"{name}={value}" if name in TELLING else name for name, value in pairs)))
        return hash((self.status, frozenset(found)))


def ask(browser: Client, address: str) -> Shown | None:
    """The page at an address, or None if it is a file or leads elsewhere. Whatever asking changed is taken back."""
    cookies = dict(browser.cookies)
    with transaction.atomic():
        answer: HttpResponseBase = browser.get(address)
        body = b"" if answer.streaming else answer.getvalue()
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.update(cookies)
    if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.status_code in (301, 302):
        return None
    if b"<html" not in body:  # a fragment for a page that is open
        return None
    return Shown(address, body, answer.status_code, answer.headers.get("Content-Security-Policy", ""))


def show(page: Page, shown: Shown) -> None:
    """Open it, with our own static files; nothing else is answered."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if route.request.is_navigation_request():
            policy = {"Content-Security-Policy": shown.policy} if shown.policy else {}
            route.fulfill(status=200, body=shown.body, content_type="text/html; charset=utf-8", headers=policy)
        elif path.endswith("/jsi18n/"):  # words of the administration's own scripts
            with translation.override(path[1:3]):
                words = JavaScriptCatalog.as_view(packages=["django.contrib.admin"])(RequestFactory().get(path))
            route.fulfill(body=words.content, content_type="text/javascript")
        elif path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/").partition("?")[0])):
            kind = mimetypes.guess_type(str(found))[0] or "application/octet-stream"
            route.fulfill(path=str(found), content_type=kind)
        else:
            route.fulfill(status=404, body="")

    page.unroute("**/*")
    page.route("**/*", answer)
    page.goto(f"{SITE}{shown.address}", wait_until="load")
