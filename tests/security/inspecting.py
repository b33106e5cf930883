"""Whether an answer is as strict as all answers have to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.http import HttpResponse, HttpResponseBase

SELF_ONLY = ("script-src", "style-src", "font-src", "connect-src", "manifest-src", "worker-src", "form-action")
NOTHING = ("default-src", "object-src", "base-uri", "frame-ancestors")
DATA = ("application/json", "application/ld+json", "text/plain")
"""Types of scripts that no browser runs."""
TABLE = "data:text/csv;base64,"
"""How a page hands out a table that is never stored: new links, whose secrets nobody sees a second time."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "hx-get", "hx-post", "srcset"}
_LOADED = {"src", "data", "poster", "srcset"}
_CODE = re.compile(r"^\s*(javascript|vbscript|data):", re.IGNORECASE)
_SUSPICIOUS = re.compile(
    rb"<style|<iframe|<object|<embed|<base|\sstyle\s*=|[\s\"'/](hx-)?on[a-z:-]+\s*=|javascript:|vbscript:"
    rb"|http-equiv|=[\"']?\s*data:|<script(?![^>]*\ssrc=)|src=[\"']?(https?:)?//|<link[^>]*href=[\"']?(https?:)?//",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)


def directives_of(policy: str) -> dict[str, list[str]]:
    """The policy by directive; a directive named twice is refused."""
    found: dict[str, list[str]] = {}
    for part in filter(None, map(str.strip, policy.split(";"))):
        name, *values = part.split()
        assert name not in found, f"{name} is named twice"
        found[name] = values
    return found


def faults_of(answer: HttpResponseBase) -> list[str]:
    """What is wrong with an answer's headers and, for a page, with what it holds."""
    faults = [*_faults_of_headers(answer)]
    if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        faults += faults_of_html(answer.content.decode())  # type: ignore[attr-defined]
    return faults


def suspicious_faults_of(answer: HttpResponse) -> list[str]:
    """The same as `faults_of_html` for an answer that is a page; quick where there is nothing to look at."""
    if not answer.headers.get("Content-Type", "").startswith("text/html") or not _SUSPICIOUS.search(answer.content):
        return []
    return faults_of_html(answer.content.decode())


def faults_of_html(html: str) -> list[str]:
    """Code, styles and things of other sites written into a page."""
    page = _Page()
    page.feed(html)
    page.close()
    return page.faults


def _faults_of_headers(answer: HttpResponseBase) -> Iterator[str]:
    for name, value in HEADERS.items():
        if answer.headers.get(name) != value:
            yield f"{name}: {answer.headers.get(name)}"
    if "geolocation=()" not in answer.headers.get("Permissions-Policy", ""):
        yield "no Permissions-Policy"
    policy = directives_of(answer.headers.get("Content-Security-Policy", ""))
    if "sandbox" in policy:
        return  # a file that somebody sent: even stricter
    yield from (f"{name}: {policy.get(name)}" for name in NOTHING if policy.get(name) != ["'none'"])
    yield from (f"{name}: {policy.get(name)}" for name in SELF_ONLY if policy.get(name) != ["'self'"])
    if set(policy.get("img-src", ())) != {"'self'", "data:"}:
        yield f"img-src: {policy.get('img-src')}"


class _Page(HTMLParser):
    """Reads a page and keeps what it may not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element with its attributes."""
        given = {name: value or "" for name, value in attrs}
        if tag == "style":
            self.faults.append("a style element")
        if tag in ("iframe", "object", "embed", "base", "applet"):
            self.faults.append(f"the element {tag}")
        if tag == "meta" and given.get("http-equiv", "").lower() not in ("", "refresh"):
            self.faults.append(f"meta http-equiv {given['http-equiv']}")
        self._script = tag if tag == "script" and "src" not in given and given.get("type") not in DATA else None
        is_own_table = tag == "a" and "download" in given and given.get("href", "").startswith(TABLE)
        for name, value in given.items():
            if not (is_own_table and name == "href"):
                self._look_at(tag, name, value)

    def handle_data(self, data: str) -> None:
        """Words, also those of a script."""
        if self._script and data.strip():
            self.faults.append(f"a script: {data.strip()[:40]}")

    def handle_endtag(self, tag: str) -> None:
        """The end of an element."""
        self._script = None

    def _look_at(self, tag: str, name: str, value: str) -> None:
        if name == "style" or name.startswith(("on", "hx-on", "data-hx-on")):
            self.faults.append(f"{tag} with {name}={value[:40]}")
        if name in _ADDRESSES and _CODE.match(value):
            self.faults.append(f"{tag} with {name}={value[:40]}")
        is_loaded = name in _LOADED or (tag == "link" and name == "href")
        if is_loaded and _ELSEWHERE.match(value):
            self.faults.append(f"{tag} loads {value[:60]}")
