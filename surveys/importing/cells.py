"""Read the cells of response files: one function for each column, made once, called a hundred thousand times."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.answers import LIST_SEPARATOR, clean_answer
from surveys.content import Instrument, Item, ItemType, short
from surveys.models import Mode, Round
from surveys.response_files import Column
from surveys.spreadsheets import unprotect

Reader = Callable[[str], Any]
"""From a cell that is not empty to the value to store. Raises ValidationError with words for whoever made the file."""

MAX_PARTICIPANTS = 100_000
YEARS = range(2000, 2100)  # outside of them a moment of submission is a slip

_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_WORDS = {ItemType.TEXT, ItemType.LONGTEXT, ItemType.URL, ItemType.EMAIL}
_CACHED = 10_000  # different cells remembered for each column


def reader_of(item: Item, instrument: Instrument) -> Reader:
    """The reader of an item's column."""
    scale = instrument.scale_of(item)

    def read(cell: str) -> Any:
        return clean_answer(item, cell, scale)

    if item.type in _WORDS:
        return lambda cell: read(unprotect(cell))
    return lru_cache(_CACHED)(read)


def response_readers(survey_round: Round, instrument: Instrument) -> dict[str, Reader]:
    """The readers of the columns about the response itself, but for its identifier and unit."""
    sections = [section.code for section in instrument.sections if section.code in survey_round.sections]
    return {
        Column.LANGUAGE: lambda cell: _read_choice(cell, instrument.languages),
        Column.MODE: lambda cell: _read_choice(cell, Mode.values),
        Column.PARTICIPANTS: _read_participants,
        Column.SECTIONS: lru_cache(_CACHED)(lambda cell: _read_sections(cell, sections)),
        Column.SUBMITTED_AT: _read_moment,
    }


def read_identifier(cell: str) -> UUID:
    """The identifier of a response, whatever its capitals."""
    if not _UUID.fullmatch(cell):
        raise ValidationError(
            _("“%(value)s” is not an identifier. Write a UUID such as 123e4567-e89b-12d3-a456-426614174000."),
            params={"value": short(cell)},
        )
    return UUID(cell)


def _read_choice(cell: str, allowed: Collection[str]) -> str:
    if cell not in allowed:
        raise ValidationError(
            _("“%(value)s” is not allowed here. Write one of: %(allowed)s."),
            params={"value": short(cell), "allowed": ", ".join(allowed)},
        )
    return cell


def _read_participants(cell: str) -> int:
    if not re.fullmatch(r"\d{1,9}", cell, re.ASCII) or not 1 <= int(cell) <= MAX_PARTICIPANTS:
        raise ValidationError(
            _("“%(value)s” is not a number of participants. Write a whole number from 1 to %(limit)d."),
            params={"value": short(cell), "limit": MAX_PARTICIPANTS},
        )
    return int(cell)


def _read_sections(cell: str, allowed: Collection[str]) -> list[str]:
    codes = {code.strip() for code in cell.split(LIST_SEPARATOR)} - {""}
    if not codes or not codes.issubset(allowed):
        raise ValidationError(
            _("“%(value)s” does not name sections of this round. Write some of these, with semicolons: %(allowed)s."),
            params={"value": short(cell), "allowed": ", ".join(allowed)},
        )
    return [code for code in allowed if code in codes]


def _read_moment(cell: str) -> datetime:
    """A moment without a time zone is one of the site's zone; a day is its beginning."""
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        raise ValidationError(
            _("“%(value)s” is not a day or a moment. Write it as 2026-12-31 or 2026-12-31T18:30:00+05:00."),
            params={"value": short(cell)},
        )
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
