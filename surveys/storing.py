"""Copy an instrument between frozen content and the database, field by field."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import Any, get_type_hints

from django.db import models, transaction
from django.db.models import Model

from surveys import content
from surveys.content.problem import _
from surveys.content.read import is_text
from surveys.models import (
    Chapter,
    Column,
    Dimension,
    DimensionKind,
    InstrumentVersion,
    Item,
    Point,
    Relation,
    Row,
    Scale,
    Section,
    Table,
)
from surveys.texts import columns_of, text_of

# Parent model -> (field of the dataclass, model of its parts, name of the foreign key, fixed values).
_PARTS: Mapping[type[Model], tuple[tuple[str, type[Model], str, dict[str, Any]], ...]] = {
    InstrumentVersion: (
        ("levels", Dimension, "version", {"kind": DimensionKind.LEVEL}),
        ("areas", Dimension, "version", {"kind": DimensionKind.AREA}),
        ("technologies", Dimension, "version", {"kind": DimensionKind.TECHNOLOGY}),
        ("scales", Scale, "version", {}),
        ("profile", Item, "version", {}),
        ("sections", Section, "version", {}),
        ("relations", Relation, "version", {}),
    ),
    Scale: (("points", Point, "scale", {}),),
    Section: (("chapters", Chapter, "section", {}),),
    Chapter: (("tables", Table, "chapter", {}),),
    Table: (("columns", Column, "table", {}), ("rows", Row, "table", {}), ("items", Item, "table", {})),
}
_CONTENT: Mapping[type[Model], type] = {
    InstrumentVersion: content.Instrument,
    Dimension: content.Dimension,
    Scale: content.Scale,
    Point: content.Point,
    Section: content.Section,
    Chapter: content.Chapter,
    Table: content.Table,
    Column: content.Column,
    Row: content.Row,
    Item: content.Item,
    Relation: content.Relation,
}


def checksum_of(instrument: content.Instrument) -> str:
    """SHA-256 of the instrument as written to a file: equal content, equal checksum."""
    return hashlib.sha256(content.write_instrument(instrument).encode()).hexdigest()


@transaction.atomic
def store_instrument(instrument: content.Instrument) -> InstrumentVersion:
    """A new draft version with this content. Raises IntegrityError where code and version are there already."""
    version = InstrumentVersion.objects.create(**_columns(InstrumentVersion, instrument))
    _store_parts(InstrumentVersion, [(version, instrument)])
    return version


def find_unstorable(instrument: content.Instrument) -> Iterator[content.Problem]:
    """Texts and codes that are too long for their column, or hold the one character that PostgreSQL refuses."""
    yield from _find_unstorable(InstrumentVersion, instrument, instrument.code)


def _find_unstorable(model: type[Model], value: Any, place: str) -> Iterator[content.Problem]:
    for name, stored in _columns(model, value).items():
        column = model._meta.get_field(name)
        limit = getattr(getattr(column, "base_field", column), "max_length", None)
        for words in stored if isinstance(stored, list) else [stored]:
            if not isinstance(words, str):
                continue
            if "\x00" in words:
                yield _("%(place)s: %(field)s holds a NUL character.", place=place, field=name)
            if limit and len(words) > limit:
                names = {"place": place, "field": name, "length": len(words), "limit": limit}
                yield _("%(place)s: %(field)s has %(length)d characters; at most %(limit)d can be stored.", **names)
    for name, part, _key, _fixed in _PARTS.get(model, ()):
        for member in getattr(value, name):
            yield from _find_unstorable(part, member, getattr(member, "code", place))


def _store_parts(model: type[Model], pairs: list[tuple[Model, Any]]) -> None:
    """Insert the parts of many parents at once, level by level: a dozen statements for a whole instrument."""
    for name, part, key, fixed in _PARTS.get(model, ()):
        values = [(parent, value, place) for parent, whole in pairs for place, value in enumerate(getattr(whole, name))]
        rows = part._default_manager.bulk_create(
            part(**{key: parent, "position": place}, **fixed, **_columns(part, value))
            for parent, value, place in values
        )
        _store_parts(part, [(row, value) for row, (_parent, value, _place) in zip(rows, values, strict=True)])


def _columns(model: type[Model], value: Any) -> dict[str, Any]:
    """The plain fields of a dataclass as columns; texts become one column for each language."""
    hints = _hints(value.__class__)
    parts = {name for name, *_rest in _PARTS.get(model, ())}
    columns: dict[str, Any] = {}
    for field in fields(value):
        if field.name in parts:
            continue
        member = getattr(value, field.name)
        if is_text(hints[field.name]):
            columns |= columns_of(field.name, member)
        else:
            columns[field.name] = list(member) if isinstance(member, tuple) else member
    return columns


def read_version(version: InstrumentVersion) -> content.Instrument:
    """The content of a version: one query for each kind of part."""
    return read_versions([version])[version.pk]


def read_versions(versions: Iterable[InstrumentVersion]) -> dict[int, content.Instrument]:
    """The content of several versions by primary key, in as many queries as for one."""
    return _assemble(InstrumentVersion, versions)


def rows_of(version: InstrumentVersion) -> list[Model]:
    """The version and all its parts, in the order of a file; each knows the part above it without a query."""
    return _rows(InstrumentVersion, [version])[version.pk]


def _rows(model: type[Model], parents: list[Any]) -> dict[Any, list[Model]]:
    """Each parent by its primary key, with all that stands below it."""
    above = {parent.pk: parent for parent in parents}
    found: dict[Any, list[Model]] = {parent.pk: [parent] for parent in parents}
    for _name, part, key, fixed in _PARTS.get(model, ()):
        rows = part._default_manager.filter(**{f"{key}__in": list(above)}, **fixed)
        children: list[Any] = list(rows.order_by("position", "pk"))
        for child in children:
            setattr(child, key, above[getattr(child, f"{key}_id")])
        below = _rows(part, children)
        for child in children:
            found[getattr(child, f"{key}_id")] += below[child.pk]
    return found


def _assemble(model: type[Model], rows: Iterable[Any]) -> dict[Any, Any]:
    """Frozen values by primary key."""
    rows = list(rows)
    parts: dict[str, dict[Any, list[Any]]] = {}
    for name, part, key, fixed in _PARTS.get(model, ()):
        parents = [row.pk for row in rows]
        children = list(part._default_manager.filter(**{f"{key}__in": parents}, **fixed).order_by("position", "pk"))
        values = _assemble(part, children)
        by_parent = parts[name] = defaultdict(list)
        for child in children:
            by_parent[getattr(child, f"{key}_id")].append(values[child.pk])
    kind = _CONTENT[model]
    return {
        row.pk: kind(**_members(kind, row, {name: tuple(by[row.pk]) for name, by in parts.items()})) for row in rows
    }


def _members(kind: type, row: models.Model, parts: dict[str, Any]) -> dict[str, Any]:
    hints = _hints(kind)
    members: dict[str, Any] = {}
    for field in fields(kind):
        name, hint = field.name, hints[field.name]
        if name in parts:
            members[name] = parts[name]
        elif is_text(hint):
            members[name] = text_of(row, name)
        else:
            value = getattr(row, name)
            members[name] = tuple(value) if isinstance(value, list) else hint(value) if _is_enum(hint) else value
    return members


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    """The types of a dataclass's fields, read once: an instrument has a thousand parts of a dozen kinds."""
    return get_type_hints(kind)


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, StrEnum)
