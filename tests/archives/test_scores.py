"""A restored site and an imported round give the same scores, to the byte."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from scoring.calculate import calculate, read_evidence
from scoring.document import as_document
from scoring.models import ScoreRun, Tally
from scoring.recounting import recount
from surveys.models import Institution, Response, Round
from tests.archives.site import empty_site
from tests.metep.observing.nodes import test_database as database_of_test

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def document(code: str = "r1") -> bytes:
    """The scores of a round as they are kept, computed anew."""
    survey_round = Round.objects.select_related("version").get(code=code)
    value = as_document(calculate(read_evidence(survey_round), AT))
    value["round"] = "r1"
    return json.dumps(value, sort_keys=True).encode()


def tallies(code: str = "r1") -> list[tuple[Any, ...]]:
    found = Tally.objects.filter(round__code=code).order_by("institution__code")
    return [(t.institution and t.institution.code, bytes(t.answers), bytes(t.respondents)) for t in found]


def runs(code: str = "r1") -> list[tuple[Any, ...]]:
    found = ScoreRun.objects.filter(round__code=code)
    return [(run.document, run.input_checksum, bytes(run.inputs), run.computed_at) for run in found]


def test_a_restored_site_has_the_same_scores(backup: Path) -> None:
    kept = runs()
    before, counted = document(), tallies()
    empty_site()
    call_command("restore", backup, stdout=io.StringIO())
    assert runs() == kept
    assert document() == before
    assert tallies() == counted
    found = recount(Round.objects.get(code="r1"))
    assert (found.recoded, found.changed_units, found.waiting) == (0, 0, 0)
    assert found.responses == 45
    assert document() == before


@pytest.mark.parametrize("is_alone", [True, False])
def test_an_imported_round_has_the_same_scores(exported: Path, is_alone: bool) -> None:
    kept = runs()
    before, counted = document(), tallies()
    if is_alone:
        empty_site()
        call_command("import_round", exported, stdout=io.StringIO(), deputy=_somebody())
        code = "r1"
    else:  # beside the round that it is a copy of: other keys throughout
        code = "copy"
        call_command("import_round", exported, code=code, stdout=io.StringIO())
    assert runs(code) == kept
    assert document(code) == before
    assert tallies(code) == counted
    found = recount(Round.objects.get(code=code))
    assert (found.recoded, found.changed_units) == (0, 0)
    assert document(code) == before


def _somebody() -> str:
    from metep.models import User

    return User.objects.create_user("deputy@example.org").email


@pytest.fixture
def new_database(transactional_db: None) -> Iterator[str]:
    """The address of a database as `migrate` leaves it: a copy of that of the test, in which nothing is yet."""
    here = database_of_test()
    name, of_test = f"restored_{os.getpid()}", connection.settings_dict["NAME"]
    parameters = {
        k: v for k, v in connection.get_connection_params().items() if k in ("host", "user", "port", "password")
    }

    def run(statement: str) -> None:
        server = psycopg2.connect(dbname="postgres", **parameters)
        server.autocommit = True
        server.cursor().execute(statement)
        server.close()

    connection.close()  # nobody may be in what is copied
    run(f'CREATE DATABASE "{name}" TEMPLATE "{of_test}"')
    yield here.replace(f"/{of_test}", f"/{name}", 1)
    run(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_new_site_takes_a_backup_by_its_commands(new_database: str, backup: Path, tmp_path: Path) -> None:
    """The drill of the guide but for `migrate`, which tests/faults/test_migration_interrupted.py runs."""
    before = document()

    def manage(*words: str) -> str:
        environment = os.environ | {
            "DATABASE_URL": new_database,
            "SECRET_KEY": "for this test",
            "METEP_VAR": str(tmp_path / "var"),
        }
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "rows, 1 files of evidence" in manage("restore", str(backup))
    again = manage("backup", str(tmp_path / "again.zip"), "--verify")
    assert "every part is as it was written" in again
    told = manage("shell", "-c", _DOCUMENT)
    assert told.strip().splitlines()[-1].encode() == before
    assert "45 responses counted, 0 recoded, 0 tallies changed." in manage("recount", "r1")


_DOCUMENT = """
import json
from datetime import UTC, datetime
from scoring.calculate import calculate, read_evidence
from scoring.document import as_document
from surveys.models import Round
value = as_document(calculate(read_evidence(Round.objects.get()), datetime(2026, 11, 22, 12, tzinfo=UTC)))
value["round"] = "r1"
print(json.dumps(value, sort_keys=True))
"""


def test_groups_of_the_jackknife_follow_the_identifier(exported: Path, institution: Institution) -> None:
    call_command("import_round", exported, code="copy", stdout=io.StringIO())
    original = Response.objects.filter(round__code="r1")
    copies = {r.identifier: r for r in Response.objects.filter(round__code="copy")}
    assert {r.identifier: r.group for r in original} == {key: r.group for key, r in copies.items()}
    assert not {r.pk for r in original} & {r.pk for r in copies.values()}
