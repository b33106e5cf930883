"""Follows the links of pages as somebody who may, a few of each kind."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape

from django.test import Client
from django.urls import Resolver404, resolve

from tests.e2e.accessibility.serving import Shown, ask

LINK = re.compile(rb'<a\b[^>]*?\bhref="(/[^"#]+)')
# Files, what takes a report's time to make, what signs out, and the administration, which has tests of its own.
PASSED_BY = re.compile(r"csv|xlsx|file$|report$|archive|copy|template|sheets|export|blank|protocol|chart|logout|proof")


def name_of(address: str) -> str:
    """The name of an address, with the question it answers; empty for what is passed by."""
    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        return ""
    name = found.view_name
    if found.namespaces or PASSED_BY.search(name):
        return ""
    return f"{name} {found.kwargs['question']}" if "question" in found.kwargs else name


def crawl(browser: Client, starts: list[str], most: int) -> Iterator[tuple[str, Shown]]:
    """Pages that can be reached from some, with the names of their addresses; `most` of each name.

    Each question of the workbench counts by itself: its charts are its own.
    """
    queue, met, asked = deque(starts), set(starts), Counter[str]()
    while queue:
        address = queue.popleft()
        name = name_of(address)
        if not name or asked[name] >= most:
            continue
        asked[name] += 1
        if not (shown := ask(browser, address)) or shown.status != 200:
            continue
        for link in (unescape(found.decode()) for found in LINK.findall(shown.body)):
            if link not in met and link[:4] == address[:4]:
                met.add(link)
                queue.append(link)
        yield name, shown
