"""By what name a process connects to the database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from metep.observing import state
from metep.observing.processes import OTHER, Process, kind_of, own_process, read, written

BEGUN = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["manage.py", "db_worker", "--batch"], "worker"),
        (["./manage.py", "recount", "kz"], "recount"),
        (["manage.py", "runserver"], "web"),
        (["manage.py"], "command"),
        (["/srv/.venv/bin/gunicorn", "metep.wsgi"], "web"),
        ([], "web"),
    ],
)
def test_a_process_is_known_by_its_command_line(arguments: list[str], kind: str) -> None:
    assert kind_of(arguments) == kind


@pytest.mark.parametrize("kind", ["web", "worker", "load_recommendations"])
def test_a_name_is_read_as_it_was_written(kind: str) -> None:
    process = Process(kind[:12], "node-1.example", 4711, BEGUN, "0.1.0")
    assert read(written(process)) == process
    assert len(written(Process("x" * 40, "h" * 16, 4194304, BEGUN, "10.20.30.dev123456"))) <= 63


@pytest.mark.parametrize("name", ["", "psql", "metep:web", "metep:web:host:pid:zz:1", "pgbouncer:a:b:c:d:e", ":::::"])
def test_programs_of_others_are_told_apart(name: str) -> None:
    assert read(name) == Process(OTHER)


def test_this_process_is_seen_by_the_database(db: None) -> None:
    seen = {one.process for one in state.connections()}
    assert own_process("web").pid in {process.pid for process in seen}
    with connection.cursor() as cursor:
        cursor.execute("SHOW application_name")
        assert read(cursor.fetchone()[0]).kind == "web"  # the tests are no command of manage.py
