"""Many people at once: what they wait for, what fails, and what they cost the two cores of this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from bench.forms import forms_of
from bench.journey import VARIANTS, our_site
from bench.results import Measurement
from bench.servers import Server, database_cpu
from bench.stage import ANSWERED, Stage
from bench.workshop import PAUSE, Facilitator, facilitator_of, join, open_workshop
from reports.workbench.pages import PAGES
from scoring.folding import fold
from surveys.models import Assignment, Role

LOCK = Path("requirements-load.lock")
REQUESTS = 62  # of a whole respondent
SPAWNED = 50  # people who begin, a second


@dataclass(frozen=True)
class Scene:
    """Who is there for how many seconds, and how long each waits between two requests, in seconds."""

    name: str
    seconds: int
    people: Mapping[str, int]
    pauses: Mapping[str, float]


def scenes(seconds: int, phones: int) -> list[Scene]:
    """Each kind of people alone, as fast as they can; then a ministry's busiest day."""
    none = {"respondents": 0, "analysts": 0, "phones": 0}
    hurried = {"respondents": 0.0, "analysts": 0.0, "phones": 1.0}
    return [
        Scene("respondents, without a pause", seconds, none | {"respondents": 8}, hurried),
        Scene("analysts, without a pause", seconds, none | {"analysts": 4}, hurried),
        Scene(f"a workshop of {phones} phones", seconds, none | {"phones": phones}, hurried),
        Scene(
            f"400 respondents, 10 analysts, {phones} phones",
            3 * seconds,
            {"respondents": 400, "analysts": 10, "phones": phones},
            {"respondents": 10.0, "analysts": 5.0, "phones": 1.0},
        ),
    ]


def measure(stage: Stage, responses: int, seconds: int, phones: int) -> Measurement:
    """`responses`: how many analysts read about; `seconds`: how long each kind of people is played alone."""
    found = Measurement("load: many people on two cores, the load tool among them")
    locust = install(stage.kept / "load")
    plan = _plan(stage, responses)
    with our_site(stage) as site, _watched(site) as memory:
        lead, plan["seats"] = _people(site, stage, phones)
        for scene in scenes(seconds, phones):
            _play(found, stage, site, locust, plan, scene, lead)
    found.add(
        "memory of a web process, most: of its own and its share of what all share", memory.fair, "MB", at_most=200
    )
    # What all share is in the machine once: no target, it only tells how much is shared.
    found.add("memory of a web process, most: all that it sees", memory.seen, "MB")
    found.notes.append("Locust plays the people and takes part of the same two cores; files (PDF) are not asked for.")
    return found


def install(folder: Path) -> Path:
    """The command of the load tool, in an environment of its own. Raises CalledProcessError where it cannot be had."""
    wanted = (settings.BASE_DIR / LOCK).read_text()
    stamp = folder / "installed.lock"
    if not stamp.exists() or stamp.read_text() != wanted:
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        for command in (
            [sys.executable, "-m", "venv", "--clear", folder],
            [*pip, "--require-hashes", "--requirement", settings.BASE_DIR / LOCK],
        ):
            subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 (our own command)
        stamp.write_text(wanted)
    return folder / "bin" / "locust"


def _plan(stage: Stage, responses: int) -> dict[str, Any]:
    answered, read = stage.round_of(0, ANSWERED), stage.round_of(responses)
    fold(read)
    body = read.institutions.order_by("code")[0]
    units = ("", f"?unit=institution:{body.code}")
    pages = [reverse(name, args=[read.code]) for name in ("dashboard-unit", "dashboard-items", "dashboard-progress")]
    pages += [reverse("analysis-page", args=[read.code, page.code]) for page in PAGES]
    return {
        "round": answered.code,
        "languages": list(answered.languages),
        "forms": [asdict(forms_of(answered, seed)) for seed in range(VARIANTS)],
        "pages": [f"{page}{unit}" for page in pages for unit in units if not (unit and "progress" in page)],
    }


def _people(site: Server, stage: Stage, phones: int) -> tuple[Facilitator, dict[str, list[dict[str, Any]]]]:
    """Everybody who has a place: analysts who signed in, phones that joined, and who leads their workshop."""
    survey_round = stage.round_of(0, ANSWERED)
    user, client = facilitator_of(survey_round)
    workshop = open_workshop(survey_round, user)
    lead = Facilitator.at(site, workshop, client)
    joined = [join(site.port, workshop, number) for number in range(phones)]
    for phone in joined:
        phone["cookie"] = "; ".join(f"{name}={value}" for name, value in phone.pop("cookies").items())
    return lead, {"respondents": [], "analysts": [{"cookie": cookie} for cookie in _analysts(10)], "phones": joined}


def _analysts(number: int) -> Iterator[str]:
    for place in range(number):
        user = get_user_model().objects.create_user(f"analyst-{place}@example.org")
        Assignment.objects.create(user=user, role=Role.ANALYST)
        client = Client()
        client.force_login(user)
        yield f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _play(
    found: Measurement, stage: Stage, site: Server, locust: Path, plan: dict[str, Any], scene: Scene, lead: Facilitator
) -> None:
    """Let them come, and tell what happened."""
    plan_file, found_file = stage.folder / "load-plan.json", stage.folder / "load-found.json"
    plan_file.write_text(json.dumps(plan | {"people": dict(scene.people), "pauses": dict(scene.pauses)}))
    before, database_before, started = site.cpu(), database_cpu(), time.perf_counter()
    command = [locust, "--headless", "--only-summary", "--skip-log-setup", "--locustfile", "bench/locustfile.py"]
    command += ["--users", str(sum(scene.people.values())), "--spawn-rate", str(SPAWNED)]
    command += ["--run-time", f"{scene.seconds}s", "--host", f"http://127.0.0.1:{site.port}"]
    environment = os.environ | {"LOAD_PLAN": str(plan_file), "LOAD_FOUND": str(found_file), "PYTHONPATH": "."}
    with (stage.folder / "locust.log").open("ab") as log:
        running = subprocess.Popen(  # noqa: S603 (our own command)
            command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
        )
        while running.poll() is None:
            if scene.people["phones"]:
                lead.press()
            time.sleep(PAUSE)
    elapsed = time.perf_counter() - started
    told = json.loads(found_file.read_text())
    _tell(found, scene, told, site.cpu() - before, database_cpu() - database_before, elapsed)


def _tell(found: Measurement, scene: Scene, told: dict[str, Any], site: float, database: float, elapsed: float) -> None:
    for kind, number in scene.people.items():
        if not number:
            continue
        one = told["by"][kind]
        name = f"{scene.name}: {kind}"
        found.add(f"{name}, requests", one["requests"] / scene.seconds, "a second")
        for share, taken in zip(("median", "95 of 100", "99 of 100"), one["waiting"], strict=True):
            found.add(f"{name}, waiting, {share}", taken, "ms")
        found.add(f"{name}, failed", one["failures"], at_most=0)
        if kind == "respondents" and len([n for n in scene.people.values() if n]) == 1:
            people = one["requests"] / REQUESTS
            found.add(f"{name}, processor time of the site for one", site / people * 1000, "ms", at_most=150)
            found.add(f"{name}, processor time of PostgreSQL for one", database / people * 1000, "ms")
    found.add(f"{scene.name}: processor of the site", site / elapsed, "cores")
    found.add(f"{scene.name}: processor of PostgreSQL", database / elapsed, "cores")
    found.notes += [f"{scene.name}: {fault}" for fault in told["faults"]]


@dataclass
class Memory:
    """The most that any process of the site held, in MB."""

    fair: float = 0.0
    seen: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)

    def watch(self, process: psutil.Process) -> None:
        """Look every two seconds until it is over."""
        while not self.over.wait(2.0):
            for worker in process.children():
                try:
                    held = worker.memory_full_info()
                except psutil.NoSuchProcess:
                    continue
                self.fair, self.seen = max(self.fair, held.pss / 2**20), max(self.seen, held.rss / 2**20)


@contextmanager
def _watched(site: Server) -> Iterator[Memory]:
    memory = Memory()
    watching = threading.Thread(target=memory.watch, args=(site.process,))
    watching.start()
    try:
        yield memory
    finally:
        memory.over.set()
        watching.join()
