"""People of a survey, for the load tool locust: respondents, analysts, the phones of a workshop.

It runs in an environment of its own, without Django: whom there is to play stands in the file that LOAD_PLAN names
(bench/load.py writes it), and what was found goes to the file that LOAD_FOUND names.
"""

from __future__ import annotations

import json
import os
import random
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from locust import FastHttpUser, events, task
from locust.exception import StopUser

from bench.clients import Page
from bench.walk import Forms, answer_everything

PLAN: dict[str, Any] = json.loads(Path(os.environ["LOAD_PLAN"]).read_text())
CHANCE = random.Random()  # noqa: S311 (people differ, from run to run too)
SHARES = (0.5, 0.95, 0.99)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_REVISION = re.compile(r'data-revision="(\d+)"')
_left = {name: list(cookies) for name, cookies in PLAN["seats"].items()}  # analysts and phones, each played once


class Person(FastHttpUser):
    """Somebody with a browser. `kind`: under which name her requests are counted."""

    abstract = True
    kind = ""

    def pause(self) -> None:
        """Read, think, type: as long as the plan says on average."""
        if mean := PLAN["pauses"][self.kind]:
            time.sleep(CHANCE.expovariate(1 / mean))

    def ask(self, method: str, path: str, form: str | None = None, headers: dict[str, str] | None = None) -> Any:
        """One request; nothing is followed."""
        return self.client.request(method, path, self.kind, data=form, headers=headers, allow_redirects=False)

    def sit_down(self) -> dict[str, Any]:
        """Take one of the places that are kept for such people. Raises StopUser where all are taken."""
        if not _left[self.kind]:
            raise StopUser
        place: dict[str, Any] = _left[self.kind].pop()
        return place


class Respondent(Person):
    """Answers the whole questionnaire, and then is somebody else."""

    kind = "respondents"
    fixed_count = PLAN["people"][kind]

    @task
    def answer(self) -> None:
        """From the open link to the receipt."""
        self.client.cookiejar.clear()
        forms = Forms(**CHANCE.choice(PLAN["forms"]))
        begun = time.perf_counter()
        answer_everything(self, PLAN["round"], forms, CHANCE.choice(PLAN["languages"]))
        self.environment.events.request.fire(
            request_type="END",
            name="whole responses",
            response_time=(time.perf_counter() - begun) * 1000,
            response_length=0,
            exception=None,
            context={},
        )

    def get(self, path: str) -> Page:
        """Ask for a page."""
        self.pause()
        return self._page(self.ask("GET", path))

    def post(self, path: str, form: str) -> Page:
        """Send a form."""
        self.pause()
        token = next((cookie.value for cookie in self.client.cookiejar if cookie.name == "csrftoken"), "")
        return self._page(self.ask("POST", path, f"{form}&csrfmiddlewaretoken={token}", FORM))

    def _page(self, answer: Any) -> Page:
        location = (answer.headers or {}).get("location", "").removeprefix(self.host)
        return Page(answer.status_code, location, answer.text or "")


class Analyst(Person):
    """Goes from page to page of the results."""

    kind = "analysts"
    fixed_count = PLAN["people"][kind]

    def on_start(self) -> None:
        """Signed in already."""
        self.cookie = {"Cookie": self.sit_down()["cookie"]}

    @task
    def read(self) -> None:
        """One page."""
        self.pause()
        self.ask("GET", CHANCE.choice(PLAN["pages"]), headers=self.cookie)


class Phone(Person):
    """Asks for news of its workshop, as static/src/workshop.js does."""

    kind = "phones"
    fixed_count = PLAN["people"][kind]

    def on_start(self) -> None:
        """Joined already."""
        self.seat = self.sit_down()

    @task
    def ask_for_news(self) -> None:
        """Once a second."""
        time.sleep(PLAN["pauses"][self.kind] * (0.8 + 0.4 * CHANCE.random()))
        path = f"{self.seat['address']}changed/?seen={self.seat['seen']}&seat={quote(self.seat['seat'])}"
        answer = self.ask("GET", path, headers={"Cookie": self.seat["cookie"]})
        if answer.status_code == 200 and (found := _REVISION.search(answer.text or "")):
            self.seat["seen"] = int(found[1])


@events.quitting.add_listener
def tell(environment: Any, **_rest: Any) -> None:
    """Write down what was found: for each name the requests, failures and waiting times in milliseconds."""
    found: dict[str, Any] = {}
    for (name, _method), entry in environment.stats.entries.items():
        one = found.setdefault(name, {"requests": 0, "failures": 0, "times": {}})
        one["requests"] += entry.num_requests
        one["failures"] += entry.num_failures
        for taken, number in entry.response_times.items():
            one["times"][taken] = one["times"].get(taken, 0) + number
    for one in found.values():
        one["waiting"] = [_share_of(one["times"], share) for share in SHARES]
        del one["times"]
    faults = [
        str(error["error"] if isinstance(error, dict) else error.error) for error in environment.stats.errors.values()
    ]
    broken = [one["msg"] for one in environment.runner.exceptions.values()] if environment.runner else []
    Path(os.environ["LOAD_FOUND"]).write_text(json.dumps({"by": found, "faults": [*faults, *broken]}))


def _share_of(times: dict[int, int], share: float) -> float:
    """The time in milliseconds that so large a share of the requests does not exceed; 0 where there is none."""
    left = share * sum(times.values())
    for taken in sorted(times):
        left -= times[taken]
        if left <= 0:
            return float(taken)
    return float(max(times, default=0))
