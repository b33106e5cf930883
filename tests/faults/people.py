"""Respondents over the network: they save as pages do (static/src/queue.js), and send again what got no answer."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from surveys.models import Response
from tests.surveys.respondents import CONSENT

WAIT = 60.0  # seconds that somebody goes on trying
LOST = (OSError, http.client.HTTPException)


@dataclass
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")


@dataclass
class Person:
    """Somebody with a response of her own, and what the site has confirmed to her.

    `saved`: code -> value; `keys`: of saves; `entries`: names. `told`: what she heard when nothing was saved;
    `lost`: how many requests had no answer.
    """

    port: int
    language: str = "en"
    base: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    saved: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    is_submitted: bool = False
    told: list[Answer] = field(default_factory=list)
    lost: int = 0

    @property
    def response(self) -> Response:
        """What is stored now."""
        return Response.objects.select_related("round").get(pk=self.base.split("/")[3])

    def begin(self) -> Person:
        """Start a response; herself."""
        start = f"/{self.language}/rounds/r1/"
        self._until(lambda: self.ask("GET", start), lambda answer: answer.status == 200)
        begun = self._until(lambda: self.ask("POST", start, CONSENT), lambda answer: answer.location.endswith("/link/"))
        self.base = begun.location.removesuffix("link/")
        return self

    def ask(self, method: str, path: str, form: Mapping[str, str] | None = None, **headers: str) -> Answer:
        """One request on a connection of its own. Raises one of LOST."""
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        body = None
        if form is not None:
            body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **form})
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            asking.request(method, path, body, sent)
            got = asking.getresponse()
            text = got.read().decode()
        finally:
            asking.close()
        for cookie in got.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(got.status, dict(got.headers), text)

    def get(self, path: str = "") -> Answer:
        """A page of the response."""
        return self.ask("GET", self.base + path)

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """Press the button of a page."""
        return self.ask("POST", self.base + path, form)

    def save(self, path: str, answers: Mapping[str, str]) -> None:
        """Save in the background until the site confirms it."""
        self.keys.append(self._send(path, answers))
        self.saved |= answers

    def add(self, name: str) -> None:
        """Add an entry to the repeating table, in the background."""
        self.keys.append(self._send("N1.1/new/", {"N1.1.name": name, "go": "list"}))
        self.entries.append(name)

    def submit(self) -> None:
        """Press the button until the receipt comes."""
        self._until(
            lambda: self.post("check/", {"declaration": "on"}), lambda answer: answer.location.endswith("receipt/")
        )
        self.is_submitted = True

    def _send(self, path: str, answers: Mapping[str, str]) -> str:
        """One key for all attempts, as a device does; the key."""
        form = {"seen": "", "key": str(uuid4()), **answers}

        def attempt() -> Answer:
            try:
                return self.ask("POST", self.base + path, form, Accept="application/json")
            finally:
                form["again"] = "1"

        self._until(attempt, _is_saved)
        return form["key"]

    def _until(self, do: Callable[[], Answer], is_done: Callable[[Answer], bool]) -> Answer:
        """Do something again and again until it succeeds."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            try:
                answer = do()
            except LOST:
                self.lost += 1
            else:
                if is_done(answer):
                    return answer
                self.told.append(answer)
            time.sleep(0.05)
        raise AssertionError(f"in vain: {self.told[-1:]}")


def _is_saved(answer: Answer) -> bool:
    return answer.status == 200 and json.loads(answer.body)["state"] == "saved"


def typed_in(page: str, name: str) -> str:
    """What a hidden field of a page would send."""
    found = re.search(rf'<textarea name="{re.escape(name)}" hidden>\n?(.*?)</textarea>', page, re.DOTALL)
    return found[1] if found else ""


@contextmanager
def busy(number: int, do: Callable[[int, int], None]) -> Iterator[Callable[[], int]]:
    """While this lasts, so many threads do something again and again: `do(place, turn)`. Yields how many turns ended.

    The block ends when everybody has ended a turn; what went wrong for one of them is raised then.
    """
    enough, turns = threading.Event(), [0] * number

    def go_on(place: int) -> None:
        while not enough.is_set():
            do(place, turns[place])
            turns[place] += 1

    with ThreadPoolExecutor(number) as pool:
        going_on = [pool.submit(go_on, place) for place in range(number)]
        try:
            yield lambda: sum(turns)
        finally:
            enough.set()
    for one in going_on:
        one.result()
