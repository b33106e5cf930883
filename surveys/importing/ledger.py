"""What an import remembers of every response of its file: on the disk, so that memory does not grow with the file."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple
from uuid import UUID

_TABLES = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000;
    CREATE TABLE place (identifier BLOB PRIMARY KEY, number INTEGER) WITHOUT ROWID;
    CREATE TABLE accepted (identifier BLOB PRIMARY KEY, primary_key BLOB, sections TEXT) WITHOUT ROWID;
    BEGIN;
"""  # 8 MB are kept in memory


class Accepted(NamedTuple):
    """A response of the file that can be stored, for the entries that belong to it."""

    primary_key: UUID
    sections: list[str]


class Ledger:
    """Where each identifier stands, and which responses may be stored. A file without a name, gone with this object."""

    def __init__(self) -> None:
        self._store = sqlite3.connect("", isolation_level=None)
        self._store.executescript(_TABLES)

    def row_of(self, identifier: UUID, row: int) -> int:
        """The row in which an identifier stands first: this one, unless it was met before."""
        added = self._store.execute("INSERT OR IGNORE INTO place VALUES (?, ?)", (identifier.bytes, row))
        if added.rowcount:
            return row
        found = self._store.execute("SELECT number FROM place WHERE identifier = ?", (identifier.bytes,))
        return int(found.fetchone()[0])

    def accept(self, identifier: UUID, accepted: Accepted) -> None:
        """A response, by its identifier in the file."""
        values = (identifier.bytes, accepted.primary_key.bytes, ";".join(accepted.sections))
        self._store.execute("INSERT INTO accepted VALUES (?, ?, ?)", values)

    def accepted(self, identifier: UUID) -> Accepted | None:
        """The response with this identifier in the file; None where none may be stored."""
        found = self._store.execute(
            "SELECT primary_key, sections FROM accepted WHERE identifier = ?", (identifier.bytes,)
        ).fetchone()
        return Accepted(UUID(bytes=found[0]), found[1].split(";")) if found else None
