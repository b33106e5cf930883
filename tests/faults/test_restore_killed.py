"""A restore that is killed leaves an empty site or a whole one, and can be done again."""

from __future__ import annotations

import random
import time
from pathlib import Path

import psycopg2
import pytest

from surveys.models import Response
from tests.archives.conftest import backup, evidence_folder, filled
from tests.archives.site import files_in, is_empty, rows_of_all
from tests.archives.test_restoring import SETTLED
from tests.faults.cluster import Cluster
from tests.faults.site import TIMES, kill, manage
from tests.metep.observing.nodes import wait_until

__all__ = ["backup", "evidence_folder", "filled"]  # fixtures of the tests of archives

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def new_site(cluster: Cluster) -> Cluster:
    """The PostgreSQL with a database that was migrated, and holds nothing else."""
    cluster.copy_database()
    return cluster


def test_a_restore_killed_in_the_middle_leaves_nothing_and_works_the_next_time(
    new_site: Cluster, backup: Path, evidence_folder: Path, tmp_path: Path
) -> None:
    before, files = rows_of_all(), files_in(evidence_folder)
    chance = random.Random(6)
    for number in range(2 * TIMES):
        process = manage(tmp_path, "restore", str(backup), DATABASE_URL=new_site.url)
        wait_for_rows(new_site)
        time.sleep(chance.uniform(0, 0.05) * number)  # the first one in the middle for certain
        kill(process)
        wait_until(new_site.is_quiet, "the end of its connection")
        with new_site.looked_into():
            assert is_empty() or Response.objects.count() == len(before["surveys_response"])
            assert number or is_empty()
    again = manage(tmp_path, "restore", str(backup), DATABASE_URL=new_site.url)
    told = (tmp_path / "command.log").read_text if again.wait(60) else None
    assert told is None or "restored here already, to its end" in told()
    with new_site.looked_into():
        after = rows_of_all()
    assert {t: rows for t, rows in after.items() if t not in SETTLED} == {
        t: rows for t, rows in before.items() if t not in SETTLED
    }
    assert files_in(tmp_path / "var" / "evidence") == files


def wait_for_rows(site: Cluster) -> None:
    """Until rows are being written, however short that is."""
    asking = psycopg2.connect(site.url.replace(site.name, "postgres"))
    asking.autocommit = True
    wanted = f"SELECT FROM pg_stat_activity WHERE datname = '{site.name}' AND query LIKE 'COPY %'"
    end = time.monotonic() + 60
    with asking.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(wanted)
            if cursor.rowcount:
                asking.close()
                return
    raise AssertionError("no row was written")
