"""Statements that PostgreSQL parses and plans once for each connection: those that nearly every request runs.

Planning a statement that joins three tables takes the database longer than running it (docs/performance.md). Where a
pooler gives each transaction another connection, prepared statements are lost: DISABLE_SERVER_SIDE_CURSORS, Django's
setting for such a pooler, turns them off here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.utils import CursorWrapper

WRITES = "write_"
"""How the names of statements that write begin: they are told who acts (`metep.acting`)."""

_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""Connection of the driver -> names of what it has prepared."""


class PreparedStatement:
    """A statement with a name of its own; `types`: parameter -> its type in PostgreSQL."""

    def __init__(self, name: str, types: Mapping[str, str], sql: str) -> None:
        numbers = {parameter: f"${place}" for place, parameter in enumerate(types, start=1)}
        arguments = ", ".join(f"%({parameter})s" for parameter in types)
        self._name, self._sql = name, sql
        self._prepare = f"PREPARE {name} ({', '.join(types.values())}) AS {sql % numbers}"
        self._execute = f"EXECUTE {name} ({arguments})"

    def execute(self, cursor: CursorWrapper, values: Mapping[str, Any]) -> None:
        """Run it; on a connection that has not prepared it yet, prepare it first."""
        if cursor.db.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            cursor.execute(self._sql, values)
            return
        known = _prepared.setdefault(cursor.connection, set())
        if self._name not in known:
            with cursor.db.wrap_database_errors:
                cursor.cursor.execute(self._prepare)
            known.add(self._name)
        cursor.execute(self._execute, values)
