"""Rows of a round on their way into a site: laid beside its tables, given new keys, then moved over by the database.

Everything is a temporary table of one transaction, so memory does not grow with the round.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection
from django.db.models import Field, Model

from metep.archives.copying import copy_in
from metep.archives.manifest import Part
from metep.archives.problems import BrokenArchive
from metep.archives.reading import Archive
from metep.archives.tables import columns_of, quoted


def stage(cursor: Any, archive: Archive, part: Part, expected: Collection[str]) -> None:
    """Lay the rows of a part beside their table. Raises BrokenArchive."""
    if set(part.columns) != set(expected):
        raise BrokenArchive(f"The columns of {part.table} are not those of this version of the application.")
    columns = quoted(part.columns)
    cursor.execute(
        f"CREATE TEMPORARY TABLE {staged(part.table)} ON COMMIT DROP AS "  # noqa: S608 (names that were checked)
        f"SELECT {columns} FROM {quoted([part.table])} WITH NO DATA"
    )
    copy_in(cursor, archive, part, staged(part.table))
    cursor.execute(f"ANALYZE {staged(part.table)}")


def staged(table: str) -> str:
    """What the rows of a table are called while they wait."""
    return f"staged_{table}"


def keys(model: type[Model]) -> str:
    """The table of old and new keys of a model."""
    return f"keys_{model._meta.db_table}"


def make_keys(cursor: Any, model: type[Model]) -> None:
    """A table for old and new keys."""
    kind = model._meta.pk.rel_db_type(connection)
    cursor.execute(f"CREATE TEMPORARY TABLE {keys(model)} (old {kind} PRIMARY KEY, new {kind}) ON COMMIT DROP")


def give_keys(cursor: Any, model: type[Model], new: str) -> None:
    """A new key for each waiting row. `new`: how it is found, for a row `s`. Raises BrokenArchive for a double key."""
    make_keys(cursor, model)
    try:
        cursor.execute(
            f"INSERT INTO {keys(model)} SELECT s.id, {new} FROM {staged(model._meta.db_table)} s"  # noqa: S608
        )
    except IntegrityError as error:
        raise BrokenArchive(f"Two rows of {model._meta.db_table} have one key.") from error
    cursor.execute(f"ANALYZE {keys(model)}")


def next_number(model: type[Model]) -> str:
    """The next number of a model's counter, in a statement."""
    return f"nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))"


class Mover:
    """Moves waiting rows into their tables, keys exchanged. `known`: models whose keys are at hand by then.

    `deputy`: the user who stands for staff that this site does not know, where somebody must be named.
    """

    def __init__(self, cursor: Any, known: set[type[Model]], deputy: int | None) -> None:
        self._cursor, self._known, self._deputy = cursor, known, deputy

    def move(self, model: type[Model], changed: dict[str, str], key: str = "") -> None:
        """Move the rows of a model. `changed`: what columns become; `key`: how a new key is found, if not by counting.

        Raises BrokenArchive where a row points to nothing, or is refused by a condition of its table.
        """
        primary = model._meta.pk
        if not primary.is_relation:
            give_keys(self._cursor, model, key or next_number(model))
        table, joins, values = model._meta.db_table, list[str](), list[str]()
        for place, column in enumerate(model._meta.local_concrete_fields):
            values.append(changed.get(str(column.column)) or self._value(column, place, joins))
        if not primary.is_relation:
            joins.append(f"JOIN {keys(model)} own ON own.old = s.id")
        try:
            self._cursor.execute(
                f"INSERT INTO {quoted([table])} ({quoted(columns_of(model))}) "  # noqa: S608 (names of ours)
                f"SELECT {', '.join(values)} FROM {staged(table)} s {' '.join(joins)}"
            )
        except IntegrityError as error:
            raise BrokenArchive(f"The rows of {table} are refused: {str(error).partition(chr(10))[0]}") from error
        self._known.add(model)

    def _value(self, column: Field, place: int, joins: list[str]) -> str:
        """What a column becomes."""
        name = quoted([str(column.column)])
        if column.primary_key and not column.is_relation:
            return "own.new"
        if not column.is_relation:
            return f"s.{name}"
        target = column.related_model
        assert isinstance(target, type)
        if target not in self._known:
            return "NULL"
        joins.append(f"LEFT JOIN {keys(target)} k{place} ON k{place}.old = s.{name}")
        is_staff = target._meta.label == settings.AUTH_USER_MODEL
        if not is_staff:
            self._require_found(column, target)
        elif not column.null:
            self._require_deputy(column, target)
            return f"COALESCE(k{place}.new, {self._deputy or 'NULL'})"
        return f"k{place}.new"

    def _require_found(self, column: Field, target: type[Model]) -> None:
        if self._unknown(column, target):
            owner, lacking = column.model._meta.db_table, target._meta.db_table
            raise BrokenArchive(f"Rows of {owner} point to rows of {lacking} that the archive lacks.")

    def _require_deputy(self, column: Field, target: type[Model]) -> None:
        if self._deputy is None and self._unknown(column, target):
            raise NobodyKnown

    def _unknown(self, column: Field, target: type[Model]) -> bool:
        name, table = quoted([str(column.column)]), staged(column.model._meta.db_table)
        self._cursor.execute(
            f"SELECT EXISTS (SELECT FROM {table} s LEFT JOIN {keys(target)} k ON k.old = s.{name} "  # noqa: S608
            f"WHERE s.{name} IS NOT NULL AND k.new IS NULL)"
        )
        return bool(self._cursor.fetchone()[0])


class NobodyKnown(LookupError):
    """Somebody must be named, and this site knows none of those who were."""
