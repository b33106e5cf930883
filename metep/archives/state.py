"""Which application and which tables an archive is of."""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from metep.archives.manifest import Kind, Manifest
from metep.archives.problems import OtherState


def manifest_of_now(kind: Kind, about: dict[str, Any]) -> Manifest:
    """A manifest without parts. Raises OtherState where migrations wait."""
    require_migrated()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    made_at = timezone.now().isoformat(timespec="seconds")
    return Manifest(kind, made_at, _software(), server, applied_migrations(), about=about)


def applied_migrations() -> dict[str, list[str]]:
    """The migrations of this database, by app."""
    found = defaultdict(list)
    for app, name in sorted(MigrationExecutor(connection).loader.applied_migrations):
        found[app].append(name)
    return dict(found)


def require_migrated() -> None:
    """Raise OtherState unless the tables are those of this version of the application."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise OtherState("The database is not migrated to this version of the application: manage.py migrate.")


def require_same_state(manifest: Manifest) -> None:
    """Raise OtherState unless the archive was made with the tables that this database has."""
    require_migrated()
    here = {(app, name) for app, names in applied_migrations().items() for name in names}
    there = {(app, name) for app, names in manifest.migrations.items() for name in names}
    if here == there:
        return
    words = f"It was made by version {manifest.software} on {manifest.made_at[:10]}"
    if there < here:
        raise OtherState(
            f"The archive is older than this version of the application ({_some(here - there)} came since). {words}: "
            "install that version, restore there, then upgrade."
        )
    raise OtherState(
        f"The archive needs another version of the application (migrations {_some(there - here)}). {words}."
    )


def _some(migrations: set[tuple[str, str]]) -> str:
    named = [f"{app} {name}" for app, name in sorted(migrations)]
    return ", ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")


def _software() -> str:
    try:
        return version("metep")
    except PackageNotFoundError:
        return "unreleased"
