"""Entries of the audit trail as people read them: words for tables, columns, choices and what keys point to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldwork.audit.kinds import name_of_kind
from fieldwork.audit.roles import describe_role
from fieldwork.audit.tables import BY_MODEL
from fieldwork.models import AuditEntry

SECRET = "***"  # noqa: S105  # what the trigger writes instead
ERASED = "[erased]"
RETENTION = "retention"
# What entries say that no column does: of imports, erasures and restored backups.
_COUNTED = {
    "rows": gettext_lazy("Number of rows"),
    "contacts": gettext_lazy("Contacts removed"),
    "links": gettext_lazy("Links made anonymous"),
    "profiles": gettext_lazy("Personal answers removed, in responses"),
    "seats": gettext_lazy("Names removed in workshops"),
    "texts": gettext_lazy("Texts from which names were taken out"),
    "withdrawn": gettext_lazy("Responses withdrawn"),
    "reason": gettext_lazy("Reason"),
    "records": gettext_lazy("Records of the person"),
    "withdraw": gettext_lazy("Answers withdrawn"),
    "backup_of": gettext_lazy("Moment of the backup"),
    "seal": gettext_lazy("Seal of the backup"),
}
_NAMING = ("name_kk", "name", "title_kk", "title", "code", "label", "email", "item", "file_name")


@dataclass(frozen=True)
class Change:
    """One column. Empty: there was, or is, nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ReadEntry:
    """One entry in words; `query`: what to ask for to see the object's whole history."""

    at: datetime
    who: str
    role: str
    action: str
    kind: str
    thing: str
    query: dict[str, str]
    changes: list[Change]
    erased_at: datetime | None


class Reader:
    """Reads some entries at once: each kind of thing that they point to is asked for once."""

    def __init__(self, entries: Iterable[AuditEntry], zone: tzinfo, sees_contacts: bool) -> None:
        self._entries = list(entries)
        self._zone = zone
        self._sees_contacts = sees_contacts
        self._names = self._find_names()

    def read(self) -> list[ReadEntry]:
        """The entries in their order."""
        return [self._read(entry) for entry in self._entries]

    def _read(self, entry: AuditEntry) -> ReadEntry:
        model = _model(entry.model)
        before, after = entry.before or {}, entry.after or {}
        names = sorted(before.keys() | after.keys(), key=lambda name: _place(model, name))
        return ReadEntry(
            at=timezone.localtime(entry.at, self._zone),
            who=_who(entry),
            role=describe_role(entry.actor_role),
            action=entry.get_action_display(),
            kind=name_of_kind(entry.model),
            thing=self._thing(entry),
            query={"kind": entry.model, "thing": entry.object_key} if entry.object_key else {},
            changes=[
                Change(
                    _label(model, name),
                    self._say(entry.model, name, before.get(name)),
                    self._say(entry.model, name, after.get(name)),
                )
                for name in names
                if name not in ("id", "secret_hash") or len(names) == 1
            ],
            erased_at=entry.erased_at,
        )

    def _thing(self, entry: AuditEntry) -> str:
        """What the object is called, if not by its number alone."""
        watched = BY_MODEL.get(entry.model)
        if watched and watched.personal and not self._sees_contacts:
            return f"№ {entry.object_key}"
        if known := self._names.get(entry.model, {}).get(entry.object_key):
            return known
        told = (entry.after or {}) | (entry.before or {})
        name = next((told[key] for key in _NAMING if told.get(key) not in (None, ERASED)), "")
        number = f"№ {entry.object_key}" if entry.object_key else ""
        return " ".join(filter(None, (number, str(name))))

    def _say(self, label: str, name: str, value: Any) -> str:
        watched, field = BY_MODEL.get(label), _field(_model(label), name)
        if value is None or value in ("", [], {}):
            return ""
        if value == SECRET:
            return _("(secret)")
        if value == ERASED:
            return _("(erased)")
        if name == "reason" and value == RETENTION:
            return _("The day had come until which contacts are kept.")
        if watched and name in watched.personal and not self._sees_contacts:
            return _("(shown to those who may see contacts)")
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(field, models.ForeignKey):
            known = self._names.get(field.related_model._meta.label_lower, {})
            return known.get(str(value), f"№ {value}")
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
            return formats.date_format(timezone.localtime(moment, self._zone), "DATETIME_FORMAT")
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

    def _find_names(self) -> dict[str, dict[str, str]]:
        """By kind and key: one query for each kind."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for entry in self._entries:
            if entry.object_key:
                wanted[_owner(entry.model)].add(entry.object_key)
            for name, value in ((entry.before or {}) | (entry.after or {})).items():
                field = _field(_model(entry.model), name)
                if isinstance(field, models.ForeignKey) and value is not None and value != SECRET:
                    wanted[field.related_model._meta.label_lower].add(str(value))
        names = {label: _names_of(label, keys) for label, keys in wanted.items()}
        for label, watched in BY_MODEL.items():
            if _owner(label) != label:
                names[label] = names.get(_owner(label), {})
            elif watched.personal and not self._sees_contacts:
                names.pop(label, None)
        return names


def _who(entry: AuditEntry) -> str:
    if entry.actor_id is None:
        return ""
    return str(entry.actor) if entry.actor else _("user № %(number)s, deleted since") % {"number": entry.actor_id}


def _names_of(label: str, keys: set[str]) -> dict[str, str]:
    model = _model(label)
    if model is None:
        return {}
    return {str(row.pk): str(row) for row in model._default_manager.filter(pk__in=keys)}


def _owner(label: str) -> str:
    """The kind of which an entry of a list ("groups of a user") has the key."""
    watched, model = BY_MODEL.get(label), _model(label)
    field = _field(model, watched.key) if watched and watched.key != "id" else None
    if model is not None and model._meta.auto_created and isinstance(field, models.ForeignKey):
        return str(field.related_model._meta.label_lower)
    return label


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _field(model: type[models.Model] | None, column: str) -> Any:
    if model is None:
        return None
    return next((field for field in model._meta.concrete_fields if field.column == column), None)


def _place(model: type[models.Model] | None, column: str) -> tuple[int, str]:
    """In the order of the model; what it does not know any more comes last."""
    columns = [field.column for field in model._meta.concrete_fields] if model else []
    return (columns.index(column) if column in columns else len(columns)), column


def _label(model: type[models.Model] | None, column: str) -> str:
    field = _field(model, column)
    if field is None and column in _COUNTED:
        return str(_COUNTED[column])
    if isinstance(field, models.ForeignKey) and field.verbose_name == field.name.replace("_", " "):
        return capfirst(str(field.related_model._meta.verbose_name))  # it was given no name of its own
    return capfirst(str(field.verbose_name)) if field is not None else column
