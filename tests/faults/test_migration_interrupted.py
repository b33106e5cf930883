"""A migration that is killed in the middle leaves a database that the next one brings to the end."""

from __future__ import annotations

import random
from pathlib import Path

import psycopg2
import pytest

from tests.faults.cluster import Cluster
from tests.faults.site import TIMES, kill, manage
from tests.metep.observing.nodes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def empty(cluster: Cluster) -> Cluster:
    """The PostgreSQL with an empty database."""
    cluster.make_database()
    return cluster


def applied(cluster: Cluster) -> int:
    """How many migrations are applied."""
    try:
        return int(cluster.ask("SELECT count(*) FROM django_migrations")[0][0])
    except psycopg2.errors.UndefinedTable:
        return 0


def test_a_migration_killed_again_and_again_ends_as_one_that_nobody_disturbed(empty: Cluster, tmp_path: Path) -> None:
    chance = random.Random(1)
    for _kill in range(2 * TIMES):
        before = applied(empty)
        process = manage(tmp_path, "migrate", "--verbosity", "0", DATABASE_URL=empty.url)
        wanted = before + chance.randint(10, 40)
        wait_until(lambda: applied(empty) >= wanted or process.poll() is not None, "migrations")  # noqa: B023
        kill(process)
        wait_until(empty.is_quiet, "the end of its connection")
    assert manage(tmp_path, "migrate", "--verbosity", "0", DATABASE_URL=empty.url).wait(120) == 0
    assert empty.schema() == empty.schema_of_test()
