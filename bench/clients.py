"""Light clients: threads that ask as browsers do, with cookies and compressed answers, and watch the clock."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from typing import NamedTuple, Protocol

CLIENTS = 8


class Page(NamedTuple):
    """What a server answered. `location`: where it sends on to, without the host."""

    status: int
    location: str
    text: str


class Visitor(Protocol):
    """Whoever walks through pages: a browser, or Django's test client."""

    def get(self, path: str) -> Page:
        """Ask for a page."""

    def post(self, path: str, form: str) -> Page:
        """Send a form, already encoded."""


@dataclass
class Answer:
    """One answer as it came over the wire."""

    path: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def content(self) -> bytes:
        """The body as it was before it was compressed."""
        return gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body


@dataclass
class Browser:
    """One person's browser. Asks again on a new connection when the server ends one; keeps cookies; follows nothing."""

    port: int
    seconds: list[float] = field(default_factory=list)
    seen: list[Answer] | None = None  # every answer, where somebody wants them

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        """Ask for a page."""
        return self._page(self.ask("GET", path))

    def post(self, path: str, form: str) -> Page:
        """Send a form with the token against forgery, as a page of the site would."""
        form = f"{form}&csrfmiddlewaretoken={self._cookies.get('csrftoken', '')}"
        return self._page(self.ask("POST", path, form))

    def ask(self, method: str, path: str, form: str = "") -> Answer:
        """One request."""
        headers = {"Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = perf_counter()
        self._connection.request(method, path, form or None, headers)
        got = self._connection.getresponse()
        body = got.read()
        self.seconds.append(perf_counter() - start)
        for cookie in got.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        answer = Answer(path, got.status, got.headers, body, self.seconds[-1])
        if self.seen is not None:
            self.seen.append(answer)
        return answer

    def _page(self, answer: Answer) -> Page:
        location = answer.headers.get("Location", "").removeprefix(f"http://127.0.0.1:{self.port}")
        return Page(answer.status, location, answer.content.decode("utf-8", "replace"))


@dataclass
class Crowd:
    """What many clients did. `seconds`: of each request; `elapsed`: from the first to the last."""

    done: int
    seconds: list[float]
    elapsed: float

    @property
    def per_second(self) -> float:
        """How much was done in a second."""
        return self.done / self.elapsed


def let_walk(port: int, number: int, walk: Callable[[Browser, int], None], clients: int = CLIENTS) -> Crowd:
    """Let `number` people walk, `clients` of them at a time. `walk` gets a new browser and the person's number."""

    def one(place: int) -> list[float]:
        browser = Browser(port)
        walk(browser, place)
        return browser.seconds

    start = perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        seconds = [taken for walked in pool.map(one, range(number)) for taken in walked]
    return Crowd(number, seconds, perf_counter() - start)
