"""A whole site and one round into a file and out of it, by the commands: speed, and memory that does not grow."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings

from bench.results import Measurement
from bench.stage import Stage
from metep.archives.reading import open_archive

_NAME = "restored"
_IN_KILOBYTES = 1024 if sys.platform == "linux" else 1  # what ru_maxrss counts
_MOST_MEMORY = 300  # MB, however many responses; a command that does nothing takes 170


def measure(stage: Stage, responses: int) -> Measurement:
    """`responses`: of the round that is kept; what other measurements made is in the site, too."""
    found = Measurement(f"archives: a round of {responses:,} responses")
    survey_round = stage.round_of(responses)
    site, one = stage.folder / "site.zip", stage.folder / "round.zip"
    here = os.environ["DATABASE_URL"]
    found.add("a command that does nothing: most memory", _run(here, "showmigrations")[2] / 2**20, "MB")
    _time(found, "backup", site, here, "backup", str(site))
    found.add("size of the archive", site.stat().st_size / 1e6, "MB")
    found.add("check", _run(here, "check_archive", str(site))[0], "s")
    _time(found, "export of the round", one, here, "export_round", survey_round.code, str(one), "--people")
    with _new_database(here) as there:
        _run(there, "migrate", "--verbosity", "0")
        _time(found, "restore", site, there, "restore", str(site))
        _time(found, "import of the round", one, there, "import_round", str(one), "--code", "copied")
        seconds, _processor, _memory, told = _run(there, "recount", "copied")
        found.add("recount of the imported round", seconds, "s")
        found.notes.append(f"The recount said: {told.strip()}")
    found.notes.append("MB a second: of rows and files before they are packed. One process, one connection.")
    for path in (site, one):
        path.unlink()
    return found


def _time(found: Measurement, name: str, archive: Path, database: str, *words: str) -> None:
    seconds, processor, memory, _told = _run(database, *words)
    with open_archive(archive) as opened:
        size = sum(part.bytes for part in opened.manifest.parts)
    found.add(f"{name}: time", seconds, "s")
    found.add(f"{name}: of that, processor time of the command", processor, "s")
    found.add(f"{name}: rows and files of {size / 1e6:,.0f} MB", size / 1e6 / seconds, "MB a second")
    found.add(f"{name}: most memory", memory / 2**20, "MB", at_most=_MOST_MEMORY)


def _run(database: str, *words: str) -> tuple[float, float, int, str]:
    """Run a management command: seconds, processor seconds, most memory in bytes, its words. Raises RuntimeError."""
    start = perf_counter()
    started = subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert started.stdout is not None
    told = started.stdout.read().decode()
    _pid, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise RuntimeError(f"{' '.join(words)} failed: {told[-2000:]}")
    processor = usage.ru_utime + usage.ru_stime
    return perf_counter() - start, processor, usage.ru_maxrss * _IN_KILOBYTES, told


@contextmanager
def _new_database(here: str) -> Iterator[str]:
    """The address of a new database beside the one here; gone at the end."""
    server = psycopg2.connect(here)
    server.autocommit = True
    server.cursor().execute(f'CREATE DATABASE "{_NAME}"')
    try:
        yield urlunsplit(urlsplit(here)._replace(path=f"/{_NAME}"))
    finally:
        server.cursor().execute(f'DROP DATABASE "{_NAME}" WITH (FORCE)')
        server.close()
