"""The audit trail as a file: a row for each entry, written while it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from fieldwork.audit.tables import BY_MODEL
from fieldwork.models import AuditEntry
from surveys.spreadsheets import stream_rows

COLUMNS = ("at", "by", "as", "action", "kind", "object", "round", "before", "after", "erased_at")
BATCH = 1000


def write_entries(entries: QuerySet[AuditEntry], sees_contacts: bool) -> Iterator[bytes]:
    """Lines of a CSV file; moments in UTC, values as JSON."""
    rows = (_cells(entry, sees_contacts) for entry in entries.iterator(chunk_size=BATCH))
    return stream_rows(chain([COLUMNS], rows))


def _cells(entry: AuditEntry, sees_contacts: bool) -> list[str]:
    return [
        entry.at.isoformat(),
        str(getattr(entry.actor, "email", "") or entry.actor_id or ""),
        entry.actor_role,
        entry.action,
        entry.model,
        entry.object_key,
        str(entry.round_id or ""),
        _values(entry.model, entry.before, sees_contacts),
        _values(entry.model, entry.after, sees_contacts),
        entry.erased_at.isoformat() if entry.erased_at else "",
    ]


def _values(model: str, values: dict[str, Any] | None, sees_contacts: bool) -> str:
    if values is None:
        return ""
    hidden = BY_MODEL[model].personal if model in BY_MODEL and not sees_contacts else ()
    shown = {name: "***" if name in hidden else value for name, value in values.items()}
    return json.dumps(shown, ensure_ascii=False)
