"""A worker process that is killed in the middle of a batch: the next one goes on, and nothing is made twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection

from metep.models import User
from reports.files import keeping, tasks
from reports.files.kinds import Kind
from reports.models import Batch, BatchState
from reports.results import results_of
from surveys.models import Round

pytestmark = pytest.mark.django_db(transaction=True)


def start_worker(var: Path) -> subprocess.Popen[bytes]:
    """A real worker process on the database of this test."""
    database = connection.settings_dict
    options = f"host={database['HOST']}&port={database['PORT'] or ''}" if str(database["HOST"]).startswith("/") else ""
    place = "" if options else f"{database['HOST']}:{database['PORT']}"
    who = f"{database['USER']}:{database['PASSWORD']}@" if database["USER"] else ""
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{who}{place}/{database['NAME']}" + (f"?{options}" if options else ""),
        "SECRET_KEY": configured.SECRET_KEY,
        "METEP_VAR": str(var),
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--batch", "--interval", "0.1"],
        cwd=configured.BASE_DIR,
        env=environment,
        start_new_session=True,
    )


def wait_for(batch: Batch, done: int) -> None:
    """Until so many files are made and another is being made."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        states = list(batch.files.values_list("state", flat=True))
        if states.count(BatchState.DONE) >= done and BatchState.RUNNING in states:
            return
        time.sleep(0.02)
    pytest.fail("the worker made nothing")


def test_the_next_worker_goes_on_where_a_killed_one_stopped(answered_round: Round, analyst: User, var: Path) -> None:
    units = [one.unit for one in results_of(answered_round).scores.units]
    batch = tasks.order(answered_round, units, [Kind.WORD, Kind.BRIEF], ["kk"], analyst)
    worker = start_worker(var)
    try:
        wait_for(batch, done=2)
        os.kill(worker.pid, signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    made = set(batch.files.filter(state=BatchState.DONE).values_list("pk", flat=True))
    assert len(made) >= 2
    assert batch.files.filter(state=BatchState.RUNNING).count() == 1

    tasks.resume(batch)
    second = start_worker(var)
    assert second.wait(120) == 0
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert set(batch.files.values_list("state", flat=True)) == {BatchState.DONE}
    assert set(batch.files.filter(pk__in=made).values_list("attempts", flat=True)) == {1}
    assert sorted(batch.files.values_list("attempts", flat=True))[-2:] == [1, 2]  # only the interrupted one, anew
    archive = keeping.archive_of(batch)
    assert archive is not None
    with zipfile.ZipFile(archive) as packed:
        assert len(packed.namelist()) == len(set(packed.namelist())) == len(units) * 2
        assert packed.testzip() is None
