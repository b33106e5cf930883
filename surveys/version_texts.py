"""All texts of an instrument version, in the order of the questionnaire, each under a name that is kept when cloned."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from surveys.content import LANGUAGES
from surveys.models import Column, Dimension, InstrumentVersion, Item, Point, Row
from surveys.side_by_side.texts import Changes, PlacedText
from surveys.storing import rows_of
from surveys.texts import columns_of, fields_of, text_of


class VersionIsPublished(PermissionDenied):
    """The texts of a published version never change."""


def texts_of(version: InstrumentVersion) -> list[PlacedText]:
    """Every text that has words in any language."""
    used: Counter[str] = Counter()
    texts = []
    for row in rows_of(version):
        for field in fields_of(type(row)):
            text = text_of(row, field)
            if not text:
                continue
            name = f"{_place_of(row)} {field}"
            used[name] += 1  # a draft may have a code twice until somebody mends it
            place = name if used[name] == 1 else f"{name} ({used[name]})"
            column = row._meta.get_field(f"{field}_{LANGUAGES[0]}")
            texts.append(PlacedText(place, _label(row, field), row, field, text, getattr(column, "max_length", None)))
    return texts


@transaction.atomic
def store_texts(version: InstrumentVersion, changes: Changes) -> None:
    """Write changes that have no refusals, all or none. Raises VersionIsPublished."""
    now = InstrumentVersion.objects.select_for_update().get(pk=version.pk)
    if now.is_published:
        raise VersionIsPublished(
            _("This version is published: it never changes. To correct it, clone it into a draft.")
        )
    for text, words in changes:
        columns = columns_of(text.field, {**text.text, **words})
        type(text.row)._default_manager.filter(pk=text.row.pk).update(**columns)


def _place_of(row: Any) -> str:
    """What a row is called in every version."""
    match row:
        case InstrumentVersion():
            return "instrument"
        case Dimension():
            return f"{row.kind} {row.code}"
        case Point():
            return f"answer {row.scale.code}/{row.value}"
        case Row() | Column():
            return f"{row._meta.model_name} {row.table.code}/{row.code}"
        case Item() if row.table_id is None:
            return f"profile {row.code}"
    return f"{row._meta.model_name} {row.code}"


def _label(row: Any, field: str) -> str:
    """The same in the reader's language."""
    code = _place_of(row).partition(" ")[2]
    name = row._meta.get_field(field).verbose_name
    return " · ".join(filter(None, (capfirst(str(row._meta.verbose_name)), code, str(name))))
