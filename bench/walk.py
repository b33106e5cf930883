"""The way of one respondent through the whole questionnaire, with her answers; the same over HTTP and in process.

Nothing here needs Django: the load tool walks so, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bench.clients import Page, Visitor

_SEEN = re.compile(r'name="seen"[^>]* value="([^"]*)"')


class LostOnTheWay(AssertionError):
    """Raised when a page answers otherwise than it should: there is nothing to measure then."""


@dataclass(frozen=True)
class Forms:
    """Everything that one respondent sends, encoded, but for what she has seen. `entries`: by repeating page."""

    start: str
    pages: dict[str, str]
    entries: dict[str, str]


def begin(visitor: Visitor, code: str, forms: Forms, language: str = "kk") -> str:
    """Begin a response by the open link of the round with this code; its address. Raises LostOnTheWay."""
    first = f"/{language}/rounds/{code}/"
    _see(visitor, first)
    return _send(visitor, first, forms.start).removesuffix("link/")


def answer_everything(visitor: Visitor, code: str, forms: Forms, language: str = "kk") -> None:
    """From the open link of the round with this code to the receipt: every page is asked for and sent.

    Raises LostOnTheWay.
    """
    base = begin(visitor, code, forms, language)
    _see(visitor, f"{base}link/")
    _see(visitor, base)
    address = f"{base}profile/"
    while not address.endswith("/check/"):
        address = _answer_page(visitor, address, forms, address.removeprefix(base).rstrip("/"))
    _see(visitor, address)
    _see(visitor, _send(visitor, address, "declaration=on"))


def _answer_page(visitor: Visitor, address: str, forms: Forms, code: str) -> str:
    """Answer one page, or add an entry to a repeating one; where it leads."""
    seen = _see(visitor, address)
    if code in forms.entries:
        blank = _see(visitor, f"{address}new/")
        listed = _send(visitor, f"{address}new/", f"{forms.entries[code]}&seen={blank}&go=list")
        _see(visitor, listed)
        return _send(visitor, address, "go=next")
    return _send(visitor, address, f"{forms.pages[code]}&seen={seen}&go=next")


def _see(visitor: Visitor, address: str) -> str:
    """Show a page; the fingerprints of the answers on it, empty where it has none."""
    page = visitor.get(address)
    _require(page, 200, address)
    found = _SEEN.search(page.text)
    return found[1] if found else ""


def _send(visitor: Visitor, address: str, form: str) -> str:
    """Send a form; where it leads."""
    page = visitor.post(address, form)
    _require(page, 302, address)
    return page.location


def _require(page: Page, status: int, address: str) -> None:
    if page.status != status:
        raise LostOnTheWay(f"{address} answered {page.status}, not {status}: {page.text[:200]}")
