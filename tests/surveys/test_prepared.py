"""Statements that each connection plans once."""

from __future__ import annotations

import pytest
from django.db import DataError, connection, transaction

from metep.acting import acting
from surveys.prepared import WRITES, PreparedStatement

pytestmark = pytest.mark.django_db

# Names that nothing else prepares: the connection outlives a test.
TWICE = PreparedStatement("twice", {"number": "int"}, "SELECT 2 * %(number)s::int")


def run(statement: PreparedStatement, **values: object) -> object:
    with connection.cursor() as cursor:
        statement.execute(cursor, values)
        return cursor.fetchone()[0]


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return [name for (name,) in cursor.fetchall()]


def test_a_connection_prepares_a_statement_once() -> None:
    assert [run(TWICE, number=2), run(TWICE, number=3)] == [4, 6]
    assert prepared().count("twice") == 1


def test_a_pooler_that_changes_connections_turns_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    thrice = PreparedStatement("thrice", {"number": "int"}, "SELECT 3 * %(number)s::int")
    assert run(thrice, number=4) == 12
    assert "thrice" not in prepared()


def test_a_value_that_is_refused_leaves_the_statement_usable() -> None:
    for _time in range(2):
        with pytest.raises(DataError), transaction.atomic():
            run(TWICE, number="nonsense")
    assert run(TWICE, number=5) == 10


def test_what_writes_is_told_who_acts() -> None:
    role = "SELECT coalesce(current_setting('metep.role', true), '') || %(mark)s"
    with acting("worker"):
        assert run(PreparedStatement("read_role", {"mark": "text"}, role), mark="!") == "!"
        assert run(PreparedStatement(f"{WRITES}role", {"mark": "text"}, role), mark="!") == "worker!"
