"""A web server as in production that tests may kill, and what must hold after every fault."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from django.conf import settings
from django.db.models import Count

from scoring.folding import fold
from scoring.models import Piece, Slice, Tally
from scoring.recounting import recount
from surveys.models import AnswerChange, CodedResponse, CountChange, Response, Round
from surveys.state_counts import count_responses
from tests.faults.people import Person
from tests.metep.observing.nodes import environment, free_port, is_ready, wait_until

TIMES = int(os.environ.get("FAULTS", "1"))
"""How many times as many moments are tried (docs/faults.md)."""


@dataclass
class Web:
    """Gunicorn with two processes. `is_preloaded`: they share the code that was read once, so that starts cost half;
    `limit`: the largest file that it may write, in bytes, None for any."""

    folder: Path
    more: dict[str, str] = field(default_factory=dict)
    is_preloaded: bool = True
    limit: int | None = None
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder / "web.log"

    def start(self) -> None:
        """Start it and wait until it can serve."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--workers", "2", *self._options],
                cwd=settings.BASE_DIR,
                env=environment(self.folder / "var", BIND=f"127.0.0.1:{self.port}", **self.more),
                stdout=output,
                stderr=output,
                preexec_fn=self._limit_files,
                start_new_session=True,
            )
        wait_until(lambda: is_ready(self.port), f"the web server: {self.log}")

    def end(self) -> None:
        """Stop it as a machine is stopped that is taken out of service."""
        assert self.process is not None
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.kill_all()

    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        assert self.process is not None
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.process.pid).children()
        return []

    def kill_one(self, chance: random.Random) -> None:
        """As the kernel does when there is no memory left."""
        if workers := self.workers():
            with suppress(psutil.NoSuchProcess):
                chance.choice(workers).kill()

    def kill_all(self) -> None:
        """As if the power failed."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def reload(self) -> None:
        """New processes take over; those there are end what they do."""
        assert self.process is not None
        self.process.send_signal(signal.SIGHUP)

    @property
    def _options(self) -> list[str]:
        return ["--preload"] if self.is_preloaded else []

    def _limit_files(self) -> None:
        if self.limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, self.limit))


@contextmanager
def serving(folder: Path, *, is_preloaded: bool = True, limit: int | None = None, **more: str) -> Iterator[Web]:
    """A web server that ends with the block."""
    web = Web(folder, more, is_preloaded, limit)
    try:
        web.start()
        yield web
    finally:
        if web.process is not None:
            web.end()


def manage(folder: Path, *words: str, **more: str) -> subprocess.Popen[bytes]:
    """A command of manage.py in a process of its own; what it says goes to `command.log`.

    Without checks of the code: they cost a third of its start, and other tests make them.
    """
    with (folder / "command.log").open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "manage.py", *words, "--skip-checks"],
            cwd=settings.BASE_DIR,
            env=environment(folder / "var", **more),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def require_all_kept(people: list[Person]) -> None:
    """Every answer that was acknowledged is there, each save and each entry once."""
    assert people
    for person in people:
        response = person.response
        changes = AnswerChange.objects.filter(response=response)
        keys = [str(key) for key in changes.values_list("key", flat=True) if key]
        assert len(keys) == len(set(keys)), "a save was stored twice"
        assert set(person.keys) <= set(keys), "a save that was acknowledged is not in the history"
        for code, value in person.saved.items():
            assert str(response.answers.get(code)) == value, f"{code}: an acknowledged answer is not there"
        names = [entry["N1.1.name"] for entry in response.answers.get("N1.1", [])]
        assert names == person.entries, "entries are not those that were acknowledged"


def require_counted_once(survey_round: Round, submitted: int) -> None:
    """So many responses count, each once, tallies equal a recount, and the counts by state those of the table."""
    assert Response.objects.filter(round=survey_round).counted().count() == submitted
    assert CodedResponse.objects.filter(round=survey_round).count() == submitted
    fold(survey_round)
    folded = _counts(survey_round)
    found = recount(survey_round)
    assert (found.responses, found.recoded, found.changed_units, found.waiting) == (submitted, 0, 0, 0)
    assert folded == _counts(survey_round)
    assert not CountChange.objects.filter(round=survey_round).exists()
    twice = CodedResponse.objects.values("response").annotate(times=Count("pk")).filter(times__gt=1)
    assert not twice.exists()
    states = Response.objects.filter(round=survey_round).order_by().values_list("state").annotate(times=Count("pk"))
    assert count_responses(survey_round, "state") == dict(states)


def _counts(survey_round: Round) -> list[tuple[object, ...]]:
    """Everything that is counted, to be compared; without what holds nothing but zeros."""
    tallies = Tally.objects.filter(round=survey_round).values_list(
        "institution", "answers", "numbers", "said", "respondents"
    )
    slices = Slice.objects.filter(round=survey_round).values_list(
        "language", "mode", "respondent_type", "answers", "respondents"
    )
    pieces = Piece.objects.filter(round=survey_round).values_list(
        "institution", "language", "mode", "respondent_type", "answers", "together", "respondents"
    )
    rows = [
        tuple(bytes(one) if isinstance(one, memoryview) else one for one in row) for row in [*tallies, *slices, *pieces]
    ]
    return sorted((row for row in rows if any(row[-1])), key=repr)
