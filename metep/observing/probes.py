"""Is the process alive; can it serve? Told without a word about how the site is built."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

A_STATIC_FILE = "src/site.css"
_log = logging.getLogger("metep.probes")
_applied: set[str] = set()
"""Holds a word once this process has seen all migrations applied: they are not undone below a running site."""


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "alive"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 where people can be sent here; else 503 with the names of the checks that failed."""
    failed = failing()
    if failed:
        _log.warning("not ready: %s", ", ".join(failed))
        return JsonResponse({"status": "not ready", "failed": failed}, status=503)
    return JsonResponse({"status": "ready"})


def failing() -> list[str]:
    """The checks that fail now. Without a database nothing is known of migrations."""
    failed = [name for name, holds in CHECKS.items() if not holds()]
    if "database" not in failed and not has_all_migrations():
        failed.append("migrations")
    return failed


def reaches_database() -> bool:
    """Whether the database answers, and can be written to."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off'"
            )
            row = cursor.fetchone()
    except DatabaseError:
        connection.close()
        return False
    return bool(row and row[0])


def has_all_migrations() -> bool:
    """Whether every migration of this version is applied; those of a newer version may be, too."""
    if not _applied:
        try:
            missing = missing_migrations()
        except DatabaseError:
            return False
        if missing:
            return False
        _applied.add("all")
    return True


def missing_migrations() -> list[str]:
    """The migrations of this version that the database lacks, as `app.name`."""
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in set(loader.graph.nodes) - set(loader.applied_migrations))


def has_static_files() -> bool:
    """Whether styles and scripts were collected (or are found in their folders)."""
    storage: Any = staticfiles_storage
    return has_collected(storage) if isinstance(storage, ManifestFilesMixin) else _finds_static_file()


def has_collected(storage: Any) -> bool:
    """Whether a file lies where the list of collected files says."""
    name = storage.hashed_files.get(storage.hash_key(A_STATIC_FILE))
    return bool(name and storage.exists(name))


@cache
def _finds_static_file() -> bool:
    return finders.find(A_STATIC_FILE) is not None


CHECKS: dict[str, Callable[[], bool]] = {"database": reaches_database, "static": has_static_files}
