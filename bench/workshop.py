"""A workshop with many phones: how long until each shows what the facilitator did, and what that costs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from bench.clients import CLIENTS, Browser
from bench.journey import our_site
from bench.results import Measurement, percentile
from bench.servers import Server, database_cpu
from bench.stage import ANSWERED, Stage
from fieldwork.models import Stage as At
from fieldwork.models import Workshop
from fieldwork.workshops.codes import make_code
from fieldwork.workshops.seats import find_seat_by_secret, token_of
from metep.models import User
from surveys.models import Assignment, Role, Round

CHANGES = 14
PAUSE = 3.0  # seconds between changes: every phone has settled
PROCESSES = 2
VOTERS = 0.5  # of the phones vote each time
LANGUAGES = ("kk", "ru")
PASSWORD = "for measurements only"  # noqa: S105


@dataclass
class Facilitator:
    """Leads a workshop by the buttons of the screen."""

    browser: Browser
    workshop: Workshop

    @classmethod
    def at(cls, site: Server, workshop: Workshop, client: Client) -> Facilitator:
        """Before the screen of a workshop; `client`: who signed in."""
        browser = Browser(site.port)
        browser._cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        browser.get(f"/kk/work/{workshop.round.code}/workshops/{workshop.pk}/")
        return cls(browser, workshop)

    def press(self) -> tuple[int, float]:
        """The next sensible button; the revision that comes of it, and the moment it was pressed."""
        workshop = self.workshop
        workshop.refresh_from_db()
        stages = {At.WAITING: "open", At.VOTE: "close", At.SPREAD: "open", At.SECOND_VOTE: "close"}
        do = "begin" if not workshop.item else stages.get(At(workshop.stage), "agree")
        if workshop.stage == At.AGREED:
            do = "go"
        fields = {"do": do, "revision": workshop.revision, "item": workshop.item, "value": "yes"}
        if do == "go":
            fields["item"] = self._other_item()
        form = "&".join(f"{name}={value}" for name, value in fields.items())
        base = f"/kk/work/{workshop.round.code}/workshops/{workshop.pk}/"
        pressed = time.monotonic()
        sent = self.browser.post(f"{base}do/", form)
        assert sent.status == 302, f"the button {do} was answered by {sent.status}"
        return workshop.revision + 1, pressed

    def _other_item(self) -> str:
        from fieldwork.workshops.leading import steps_of

        assert self.workshop.response is not None
        items = [step.code for step in steps_of(self.workshop) if step.is_voted_on]
        return items[(items.index(self.workshop.item) + 1) % len(items)]


def measure(stage: Stage, phones: int) -> Measurement:
    """`phones`: how many are in the room."""
    survey_round = stage.round_of(0, ANSWERED)
    facilitator, client = facilitator_of(survey_round)
    workshop = open_workshop(survey_round, facilitator)
    found = Measurement(f"workshop: {phones} phones ask every second, {CHANGES} changes of state")
    with our_site(stage) as site:
        lead = Facilitator.at(site, workshop, client)
        began = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            people = list(pool.map(lambda number: join(site.port, workshop, number), range(phones)))
        found.add("joining", phones / (time.perf_counter() - began), "a second")
        length = PAUSE * (CHANGES + 1)
        crowds = _start(stage, site.port, length, people)
        time.sleep(PAUSE)
        site_before, database_before, start = site.cpu(), database_cpu(), time.perf_counter()
        pressed = []
        for _change in range(CHANGES):
            pressed.append(lead.press())
            time.sleep(max(0.0, pressed[-1][1] + PAUSE - time.monotonic()))
        elapsed = time.perf_counter() - start
        site_cpu, database = site.cpu() - site_before, database_cpu() - database_before
        told = [json.loads(crowd.communicate()[0]) for crowd in crowds]
    _tell(found, told, dict(pressed), phones)
    found.add("processor time of the site", site_cpu / elapsed, "cores")
    found.add("processor time of PostgreSQL", database / elapsed, "cores")
    found.add("processor time of the phones", sum(one["cpu"] for one in told) / length, "cores")
    found.notes.append("A delay begins when the facilitator presses and ends when a phone has the new state whole.")
    return found


def _tell(found: Measurement, told: list[dict[str, Any]], pressed: dict[int, float], phones: int) -> None:
    delays, missed = [], 0
    for shown in (shown for one in told for shown in one["shown"]):
        for revision, moment in pressed.items():
            seen = [when for number, when in shown if number >= revision]
            delays += [seen[0] - moment] if seen else []
            missed += not seen
    found.add("a new state on a phone, median", percentile(delays, 0.5), "s")
    found.add("a new state on a phone, 95 of 100", percentile(delays, 0.95), "s", at_most=2)
    found.add("a new state on a phone, longest", max(delays), "s")
    found.add("states that a phone never showed", missed, at_most=0)
    requests = {name: [taken for one in told for taken in one[name]] for name in ("quiet", "news", "cast")}
    number = sum(len(taken) for taken in requests.values())
    found.add("requests", number / (PAUSE * (CHANGES + 1)), "a second")
    found.add("failed requests", sum(one["failed"] for one in told), at_most=0)
    for name, words in (("quiet", "nothing new"), ("news", "the new state"), ("cast", "a vote")):
        found.add(f"answer to a phone: {words}, median", percentile(requests[name], 0.5) * 1000, "ms")
        found.add(f"answer to a phone: {words}, 95 of 100", percentile(requests[name], 0.95) * 1000, "ms")


def facilitator_of(survey_round: Round) -> tuple[User, Client]:
    """Somebody who leads workshops of the round, and the browser in which she signed in."""
    user = User.objects.create_user("facilitator@example.org", PASSWORD)
    Assignment.objects.create(user=user, role=Role.FACILITATOR, round=survey_round)
    client = Client()
    client.force_login(user)
    return user, client


def open_workshop(survey_round: Round, facilitator: User) -> Workshop:
    """A workshop about the first section."""
    return Workshop.objects.create(
        round=survey_round,
        facilitator=facilitator,
        title="200",
        sections=survey_round.sections[:1],
        language="kk",
        join_code=make_code(),
    )


def join(port: int, workshop: Workshop, number: int) -> dict[str, Any]:
    """Join as a person does; what a process of phones needs to go on."""
    address = f"/{LANGUAGES[number % len(LANGUAGES)]}/join/{workshop.join_code}/"
    browser = Browser(port)
    browser.get(address)
    sent = browser.post(address, "name=")
    assert sent.status == 302, f"joining was answered by {sent.status}"
    page = browser.get(address).text
    secret = page.split("/seat/")[1].split("/")[0]
    seat = find_seat_by_secret(workshop.join_code, secret)
    assert seat is not None
    cookies = dict(browser._cookies)
    return {
        "address": address,
        "seat": token_of(seat),
        "seen": 0,
        "cookies": cookies,
        "votes": number % 100 < VOTERS * 100,
    }


def _start(stage: Stage, port: int, seconds: float, people: list[dict[str, Any]]) -> list[subprocess.Popen[bytes]]:
    crowds = []
    for number in range(PROCESSES):
        file = stage.folder / f"phones-{number}.json"
        file.write_text(json.dumps(people[number::PROCESSES]))
        command = [sys.executable, "-m", "bench.phones", str(port), str(seconds), str(file)]
        crowds.append(subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE))  # noqa: S603
    return crowds
