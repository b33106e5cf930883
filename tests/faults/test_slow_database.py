"""A database that takes too long, or lets one wait for a lock: people are told soon, and nothing they typed is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection

from metep.environment import database_from_url, database_limits
from surveys.models import Round
from tests.faults.people import Person, typed_in
from tests.faults.site import Web, require_all_kept, serving
from tests.metep.observing.nodes import test_database as database_of_test

pytestmark = pytest.mark.django_db(transaction=True)

SLOW = """
    CREATE FUNCTION wait_long() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(20); RETURN NEW; END $$;
    CREATE TRIGGER slow BEFORE UPDATE ON surveys_response FOR EACH ROW EXECUTE FUNCTION wait_long();
"""


@pytest.fixture(scope="module")
def impatient(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A web server with little patience, for all tests of this file: each has a round of its own."""
    folder = tmp_path_factory.mktemp("web")
    with serving(folder, DATABASE_STATEMENT_SECONDS="2", DATABASE_LOCK_SECONDS="1") as started:
        yield started


@pytest.fixture
def web(impatient: Web, survey_round: Round) -> Web:
    return impatient


@contextmanager
def holding(statement: str, *, commits: bool = False) -> Iterator[None]:
    """While this lasts, somebody else has run a statement and has not ended her transaction."""
    somebody = psycopg2.connect(database_of_test())
    try:
        with somebody.cursor() as cursor:
            cursor.execute(statement)
        yield
        somebody.commit() if commits else somebody.rollback()
    finally:
        somebody.close()


def test_a_lock_that_does_not_come_is_told_and_what_was_typed_can_be_sent_again(web: Web) -> None:
    person = Person(web.port, "ru").begin()
    person.save("F1.1/", {"F1.1.share": "11"})
    with holding("SELECT FROM surveys_response FOR UPDATE"):
        asked = time.monotonic()
        told = person.post("F1.1/", {"F1.1.share": "77", "go": "list"})
        assert time.monotonic() - asked < 5
    assert (told.status, told.headers["Retry-After"]) == (503, "10")
    assert "Именно сейчас то же самое изменяет кто-то другой." in told.body
    assert typed_in(told.body, "F1.1.share") == "77"
    require_all_kept([person])
    assert person.post("F1.1/", {"F1.1.share": "77", "go": "list"}).status == 302
    assert person.response.answers["F1.1.share"] == 77


def test_a_table_that_a_migration_changes_keeps_nobody_waiting_and_saves_go_on_with_the_new_column(web: Web) -> None:
    person = Person(web.port).begin()
    person.save("F1.1/", {"F1.1.share": "11"})  # its statements are prepared now
    with holding("ALTER TABLE surveys_response ADD COLUMN of_tomorrow text", commits=True):
        page, told = person.get("F1.1/"), person.post("F1.1/", {"F1.1.share": "77"})
        assert (page.status, told.status) == (503, 503)
        assert "Somebody else is changing the same at this very moment." in page.body
        assert typed_in(told.body, "F1.1.share") == "77"
    try:
        for number in range(12):  # whichever process answers
            person.save("F1.1/", {"F1.1.share": str(number)})
            assert person.get("F1.1/").status == 200
        require_all_kept([person])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE surveys_response DROP COLUMN of_tomorrow")


def test_a_statement_that_takes_too_long_ends_and_stores_nothing(web: Web) -> None:
    person = Person(web.port).begin()
    person.save("F1.1/", {"F1.1.share": "11"})
    with connection.cursor() as cursor:
        cursor.execute(SLOW)
    try:
        asked = time.monotonic()
        told = person.post("F1.1/", {"F1.1.share": "77", "go": "list"})
        assert 1.5 < time.monotonic() - asked < 6
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION wait_long CASCADE")
    assert told.status == 503
    assert "The database took too long. Try again later." in told.body
    assert typed_in(told.body, "F1.1.share") == "77"
    require_all_kept([person])
    person.save("F1.1/", {"F1.1.share": "77"})
    require_all_kept([person])


def test_web_servers_have_limits_and_workers_take_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVES_PEOPLE", "True")
    assert database_limits("web") == {
        "statement_timeout": 30_000,
        "lock_timeout": 10_000,
        "idle_in_transaction_session_timeout": 120_000,
    }
    assert database_limits("worker") == database_limits("recount") == {}
    monkeypatch.setenv("SERVES_PEOPLE", "False")
    assert database_limits("web") == {}  # a test, a bench, a server for development
    assert database_limits("migrate") == {"lock_timeout": 10_000}


def test_limits_join_what_the_address_and_the_environment_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c a.b=on")
    url = "postgresql://who@host/name?options=-c%20work_mem%3D64MB&connect_timeout=9"
    options = database_from_url(url, limits={"lock_timeout": 5})["OPTIONS"]
    assert isinstance(options, dict)
    assert options["options"] == "-c lock_timeout=5 -c a.b=on -c work_mem=64MB"
    assert options["connect_timeout"] == "9"
    pooled = database_from_url("postgresql://who@host/name", is_pooled=True, limits={"lock_timeout": 5})["OPTIONS"]
    assert isinstance(pooled, dict)
    assert "options" not in pooled
