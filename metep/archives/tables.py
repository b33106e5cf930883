"""Which tables a backup holds, in an order in which each row finds what it points to, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

LEFT_OUT = {
    "django_migrations": "the state of the tables: the manifest tells it",
    "django_session": "who is signed in: people sign in again, and go on by their links",
    "metep_cache": "counts of attempts, forgotten within hours",
    "fieldwork_wrongcode": "wrong codes of the last minutes",
}
"""Tables that are not in a backup, each with the reason."""

FILLED_BY_MIGRATIONS = (
    "auth_group_permissions",
    "auth_group",
    "auth_permission",
    "django_content_type",
    "fieldwork_auditentry",
)
"""Tables in which an empty site has rows; a restore puts those of the archive in their place."""
TRAIL = "fieldwork_auditentry"
OF_MIGRATIONS = ("auth.group", "auth.group_permissions")
"""What the audit trail of an empty site speaks of."""


def site_tables() -> list[type[Model]]:
    """The models of all tables of a backup, those first to which others point."""
    models = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    }
    return [models[table] for table in _ordered(models)]


def _ordered(models: dict[str, type[Model]]) -> list[str]:
    """By what may not be empty, and by the rest where that leads in no circle."""
    edges = {table: _parents(model, may_be_null=False) & models.keys() for table, model in sorted(models.items())}
    for table, model in sorted(models.items()):
        for parent in sorted(_parents(model, may_be_null=True) & models.keys() - edges[table]):
            edges[table].add(parent)
            try:
                TopologicalSorter(edges).prepare()
            except CycleError:
                edges[table].discard(parent)
    return list(TopologicalSorter(edges).static_order())


def _parents(model: type[Model], may_be_null: bool) -> set[str]:
    related = (field for field in model._meta.local_concrete_fields if field.is_relation)
    tables = {f.related_model._meta.db_table for f in related if f.null == may_be_null}  # type: ignore[union-attr]
    return tables - {model._meta.db_table}


def columns_of(model: type[Model]) -> tuple[str, ...]:
    """The columns of a model's table."""
    return tuple(str(field.column) for field in model._meta.local_concrete_fields)


def quoted(names: Iterable[str]) -> str:
    """Names for a statement."""
    return ", ".join(map(connection.ops.quote_name, names))


def sequences_of(cursor: Any, models: Iterable[type[Model]]) -> dict[str, int]:
    """The last number that each table with a counter gave out: numbers of deleted rows never come back."""
    found = {}
    for table in sorted(model._meta.db_table for model in models):
        if sequence := _sequence(cursor, table):
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608 (a name of the catalogue)
            row = cursor.fetchone()
            found[table] = row[0] if row else 0
    return found


def set_sequences(cursor: Any, models: Iterable[type[Model]], last: dict[str, Any]) -> None:
    """Let each counter go on behind its table's last row and behind the number given."""
    for table in (model._meta.db_table for model in models):
        if not (sequence := _sequence(cursor, table)):
            continue
        cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        number = max(cursor.fetchone()[0], int(last.get(table, 0)))
        cursor.execute("SELECT setval(%s, %s, %s)", [sequence, max(number, 1), number > 0])


def _sequence(cursor: Any, table: str) -> str | None:
    """The counter of a table's `id`, as a name to be used in statements."""
    cursor.execute(
        "SELECT pg_get_serial_sequence(%s, 'id') FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND table_name = %s AND column_name = 'id'",
        [connection.ops.quote_name(table), table],
    )
    row = cursor.fetchone()
    return row[0] if row else None
