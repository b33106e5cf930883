"""Bring validated facts in from a file: a reviewer's answer in the place of all respondents' (method, section 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.answers import clean_answer
from surveys.catalogue import instrument_of
from surveys.content import Instrument, Item, ItemType, Scored, Source, Tier, short
from surveys.importing.units import Units
from surveys.models import Round, Validation
from surveys.spreadsheets import BadFile, at_cell, read_rows, unprotect

COLUMNS = ("unit", "item", "value", "reason")

_REASON = Item(code="reason", type=ItemType.LONGTEXT, text={})


@dataclass(frozen=True)
class Validated:
    """How many facts were settled for the first time, and how many anew."""

    added: int
    replaced: int


class _Subject(NamedTuple):
    """What one validation settles: an item of the country (None) or of an institution."""

    institution: int | None
    item: str


@transaction.atomic
def import_validations(survey_round: Round, path: Path) -> Validated:
    """Store the facts of a file, all or none. Raises BadFile with every bad cell by row and column."""
    reader = _Reader(survey_round)
    for row, cells in read_rows(path, required=COLUMNS, optional=()):
        reader.read(row, cells)
    if reader.problems:
        raise BadFile(reader.problems)
    stored = {
        _Subject(institution, item)
        for institution, item in survey_round.validations.values_list("institution_id", "item")
    }
    Validation.objects.bulk_create(
        reader.found.values(),
        update_conflicts=True,
        unique_fields=["round", "institution", "item"],
        update_fields=["value", "reason", "by", "at"],
    )
    replaced = len(stored & reader.found.keys())
    return Validated(len(reader.found) - replaced, replaced)


class _Reader:
    """Reads rows; `problems` and `found` grow."""

    def __init__(self, survey_round: Round) -> None:
        self._round = survey_round
        self._instrument = instrument_of(survey_round.version_id)
        self._units = Units(survey_round)
        self._rows: dict[_Subject, int] = {}
        self._now = timezone.now()
        self.problems: list[str] = []
        self.found: dict[_Subject, Validation] = {}

    def read(self, row: int, cells: Mapping[str, str]) -> None:
        """Check every cell of a row."""
        before = len(self.problems)
        texts = {column: cells[column].strip() for column in COLUMNS}
        institution = self._unit(row, texts["unit"])
        item = self._item(row, texts["item"], is_country=not texts["unit"])
        value = self._value(row, texts["value"], item)
        reason = self._reason(row, texts["reason"])
        if item is None or len(self.problems) > before:
            return
        subject = _Subject(institution, item.code)
        if (first := self._rows.setdefault(subject, row)) != row:
            self._add(row, "item", _("Row %(row)d settles the same item for the same unit.") % {"row": first})
            return
        self.found[subject] = Validation(
            round=self._round, institution_id=institution, item=item.code, value=value, reason=reason, at=self._now
        )

    def _add(self, row: int, column: str, problem: str) -> None:
        self.problems.append(at_cell(row, column, problem))

    def _unit(self, row: int, code: str) -> int | None:
        try:
            return self._units.read(code) if code else None
        except ValidationError as error:
            self._add(row, "unit", " ".join(error.messages))
            return None

    def _item(self, row: int, code: str, is_country: bool) -> Item | None:
        item = self._instrument.items_by_code.get(code)
        if item is None or not is_fact(item, self._instrument):
            names = {"code": short(code)}
            self._add(row, "item", _("“%(code)s” is not a scored item of facts in the round’s instrument.") % names)
            return None
        if is_country and item.tier is not Tier.NATIONAL:
            self._add(row, "unit", _("The item is about an institution. Write its code."))
        elif not is_country and item.tier is Tier.NATIONAL:
            self._add(row, "unit", _("The item is about the country. Leave the unit empty."))
        return item

    def _value(self, row: int, cell: str, item: Item | None) -> str:
        if not cell:
            self._add(row, "value", _("Give an answer."))
        elif item:
            try:
                return str(clean_answer(item, cell, self._instrument.scale_of(item)))
            except ValidationError as error:
                self._add(row, "value", " ".join(error.messages))
        return ""

    def _reason(self, row: int, cell: str) -> str:
        try:
            reason = clean_answer(_REASON, unprotect(cell))
        except ValidationError as error:
            self._add(row, "reason", " ".join(error.messages))
            return ""
        if reason is None:
            self._add(row, "reason", _("Give a reason."))
        return reason or ""


def is_fact(item: Item, instrument: Instrument) -> bool:
    """Whether a reviewer can settle the item: a scored question of Yes or No in a section of facts."""
    source = instrument.section_by_item[item.code].source
    return item.type is ItemType.YNDK and item.scored is not Scored.NO and source is Source.FACTS
