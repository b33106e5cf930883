"""The same work by a known survey package: as many questions on as many pages, served in the same way, in turns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connection

from bench.clients import CLIENTS, Browser, let_walk
from bench.journey import VARIANTS, Respondents, our_site
from bench.peer_site.walking import PeerRespondents
from bench.results import Measurement, alternate
from bench.servers import Server, database_cpu, serve
from bench.stage import ANSWERED, Stage

PACKAGE = "django-survey-and-report==1.5.0"
SHARED = ("Django", "psycopg2-binary", "gunicorn")  # in the versions that we use
PAGES, QUESTIONS = 24, 166
FACTOR = 4  # so many of our respondents for each of theirs: a turn takes either about as long
DATABASE = "peer"


def measure(stage: Stage, respondents: int, repeats: int) -> Measurement:
    """`respondents`: of the peer in each turn."""
    found = Measurement(f"peer: {PACKAGE.replace('==', ' ')}, {PAGES} pages, {QUESTIONS} questions")
    try:
        python = _install(stage.kept / "peer")
    except subprocess.CalledProcessError as error:
        found.notes.append(f"Not measured: {PACKAGE} could not be installed: {error.stderr[-500:]}")
        return found
    url = _make_database()
    told = _fill(python, url)
    people, theirs = Respondents(stage.round_of(0, ANSWERED)), PeerRespondents(told["survey"])
    with ExitStack() as opened:
        ours = opened.enter_context(our_site(stage))
        peer = opened.enter_context(
            serve(
                "bench.peer_site.wsgi",
                python=str(python),
                cwd=settings.BASE_DIR,
                log=stage.folder / "peer.log",
                DATABASE_URL=url,
            )
        )
        people.crowd(ours, 2 * VARIANTS)
        let_walk(peer.port, CLIENTS, theirs.walk)
        our_turns, their_turns = Turns(ours, people.walk), Turns(peer, theirs.walk)
        our_rate, their_rate = alternate(
            repeats, lambda: our_turns.take(FACTOR * respondents), lambda: their_turns.take(respondents)
        )
    found.add("requests of one respondent, the peer", told["requests"])
    found.add("queries of one respondent, the peer", told["queries"])
    found.add("queries a request, most, the peer", told["most"])
    found.add("respondents, the peer", their_rate, "a second")
    found.add("respondents, ours", our_rate, "a second")
    found.add("ours for each of the peer's", our_rate / their_rate, at_least=4)
    found.add("processor time for one respondent, the peer", their_turns.cost * 1000, "ms")
    found.add("processor time for one respondent, ours", our_turns.cost * 1000, "ms")
    found.add("by processor time, ours for each of the peer's", their_turns.cost / our_turns.cost)
    found.notes.append("Processor time: of the site and of PostgreSQL. Other work on the machine hardly touches it.")
    return found


class Turns:
    """What one site does when it is its turn."""

    def __init__(self, server: Server, walk: Callable[[Browser, int], None]) -> None:
        self._server, self._walk = server, walk
        self._costs: list[float] = []

    def take(self, respondents: int) -> float:
        """Let so many people answer; how many a second."""
        before = self._server.cpu() + database_cpu()
        crowd = let_walk(self._server.port, respondents, self._walk)
        self._costs.append((self._server.cpu() + database_cpu() - before) / respondents)
        return crowd.per_second

    @property
    def cost(self) -> float:
        """The processor time for one respondent, in seconds: the median of the turns."""
        return median(self._costs)


def _install(folder: Path) -> Path:
    """The Python of a scratch environment with the package. Raises CalledProcessError where it cannot be had."""
    python = folder / "bin" / "python"
    wanted = [PACKAGE, *(f"{name}=={version(name)}" for name in SHARED)]
    stamp = folder / "installed.txt"
    if not stamp.exists() or stamp.read_text() != "\n".join(wanted):
        for command in (
            [sys.executable, "-m", "venv", "--clear", folder],
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted],
        ):
            subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 (our own command)
        stamp.write_text("\n".join(wanted))
    return python


def _make_database() -> str:
    """The address of an empty database beside ours."""
    url = os.environ["DATABASE_URL"]
    maker = psycopg2.connect(url)
    maker.autocommit = True
    with maker.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    maker.close()
    return url.replace(f"/{connection.settings_dict['NAME']}", f"/{DATABASE}", 1)


def _fill(python: Path, url: str) -> Mapping[str, Any]:
    """Make the survey; what one respondent of it takes."""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.peer_site.settings"}
    filled = subprocess.run(  # noqa: S603 (our own command)
        [python, "-m", "bench.peer_site.filling", str(PAGES), str(QUESTIONS)],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(filled.stdout)
