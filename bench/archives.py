"""A whole site and one round into a file and out of it, by the commands: speed, and memory that does not grow."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bench.commands import run
from bench.results import Measurement
from bench.stage import Stage
from metep.archives.reading import open_archive

_NAME = "restored"
_MOST_MEMORY = 300  # MB, however many responses; a command that does nothing takes 170


def measure(stage: Stage, responses: int) -> Measurement:
    """`responses`: of the round that is kept; what other measurements made is in the site, too."""
    found = Measurement(f"archives: a round of {responses:,} responses")
    survey_round = stage.round_of(responses)
    site, one = stage.folder / "site.zip", stage.folder / "round.zip"
    here = os.environ["DATABASE_URL"]
    found.add("a command that does nothing: most memory", run("showmigrations").memory, "MB")
    _time(found, "backup", site, here, "backup", str(site))
    found.add("size of the archive", site.stat().st_size / 1e6, "MB")
    found.add("check", run("check_archive", str(site)).seconds, "s")
    _time(found, "export of the round", one, here, "export_round", survey_round.code, str(one), "--people")
    with _new_database(here) as there:
        run("migrate", "--verbosity", "0", database=there)
        _time(found, "restore", site, there, "restore", str(site))
        _time(found, "import of the round", one, there, "import_round", str(one), "--code", "copied")
        recounted = run("recount", "copied", database=there)
        found.add("recount of the imported round", recounted.seconds, "s")
        found.notes.append(f"The recount said: {recounted.told.strip()}")
    found.notes.append("MB a second: of rows and files before they are packed. One process, one connection.")
    for path in (site, one):
        path.unlink()
    return found


def _time(found: Measurement, name: str, archive: Path, database: str, *words: str) -> None:
    ran = run(*words, database=database)
    with open_archive(archive) as opened:
        size = sum(part.bytes for part in opened.manifest.parts)
    found.add(f"{name}: time", ran.seconds, "s")
    found.add(f"{name}: of that, processor time of the command", ran.processor, "s")
    found.add(f"{name}: rows and files of {size / 1e6:,.0f} MB", size / 1e6 / ran.seconds, "MB a second")
    found.add(f"{name}: most memory", ran.memory, "MB", at_most=_MOST_MEMORY)


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
