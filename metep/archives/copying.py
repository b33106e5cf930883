"""Rows out of tables and into them, as PostgreSQL itself writes and reads text: streamed and exact.

A row is a line, whatever people typed: line breaks and backslashes are written as two characters. (CSV was not taken:
before version 18 PostgreSQL takes a line of `\\.` inside a quoted cell for the end of all rows, so that one note could
make a backup unreadable.)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction

from metep.archives.manifest import Part
from metep.archives.packing import Packing
from metep.archives.problems import BrokenArchive
from metep.archives.reading import Archive, read_heading
from metep.archives.tables import quoted

_AS_WRITTEN = (  # the same text for the same value, whatever the server or the user are set to
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)


@contextmanager
def snapshot() -> Iterator[Any]:
    """A cursor that sees one moment of the database for as long as it takes, and can change nothing.

    Nobody waits for it, nor it for anybody. Raises RuntimeError inside another transaction.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        write_as_always(cursor)
        yield cursor


def write_as_always(cursor: Any) -> None:
    """Until the end of the transaction, values are written and read in one way."""
    for statement in _AS_WRITTEN:
        cursor.execute(statement)


def copy_out(cursor: Any, packing: Packing, table: str, columns: tuple[str, ...], query: str = "") -> None:
    """The rows of a table, or of a query with these columns, as a part."""
    source = f"({query})" if query else f"{quoted([table])} ({quoted(columns)})"
    with packing.table(table, columns) as (writer, rows), connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {source} TO STDOUT", writer)
        rows.append(cursor.rowcount)


def copy_in(cursor: Any, archive: Archive, part: Part, table: str = "") -> None:
    """The rows of a part into its table, or another. Raises BrokenArchive where they are not what they must be."""
    into = f"{quoted([table or part.table])} ({quoted(part.columns)})"
    with archive.open(part) as reader:
        read_heading(part, reader)
        try:
            with connection.wrap_database_errors:
                cursor.copy_expert(f"COPY {into} FROM STDIN", reader)
        except DatabaseError as error:
            if reader.problem:
                raise reader.problem from error
            raise BrokenArchive(f"The rows of {part.table} are refused: {_first_line(error)}") from error
    if cursor.rowcount != part.rows:
        raise BrokenArchive(f"{part.name} holds {cursor.rowcount} rows; the manifest says {part.rows}.")


def check_keys(cursor: Any) -> None:
    """Raise BrokenArchive where rows that were written point to nothing."""
    try:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise BrokenArchive(f"Rows point to rows that the archive does not hold: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
