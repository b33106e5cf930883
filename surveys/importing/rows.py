"""From one row of a file of responses to a submitted response, or to sentences about its bad cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.content import Instrument, Item, Tier
from surveys.importing.cells import Reader, read_identifier, reader_of, response_readers
from surveys.importing.ledger import Ledger
from surveys.importing.report import Doubt, ImportReport, Place
from surveys.models import Mode, Response, ResponseState, Round
from surveys.response_files import Column, entry_items, single_items

Readers = list[tuple[str, Reader]]


def read_cells(
    readers: Readers, cells: Mapping[str, str], report: ImportReport, file: str, row: int
) -> dict[str, Any] | None:
    """The values of a row's filled cells; None where any is bad, after reporting every one."""
    values: dict[str, Any] = {}
    is_good = True
    for column, read in readers:
        if cell := cells[column].strip():
            try:
                value = read(cell)
            except ValidationError as error:
                report.add_problem(Place(file, row, column), cell, " ".join(error.messages))
                is_good = False
            else:
                if value is not None:
                    values[column] = value
    return values if is_good else None


class ResponseRows:
    """Reads the rows of one file. `read_unit`: from an institution's code to its primary key."""

    def __init__(
        self,
        survey_round: Round,
        instrument: Instrument,
        columns: Collection[str],
        read_unit: Callable[[str], int],
        ledger: Ledger,
        report: ImportReport,
        file: str,
    ) -> None:
        self._round, self._report, self._file = survey_round, report, file
        self._now = timezone.now()
        self._ledger, self._row = ledger, 0
        facts = response_readers(survey_round, instrument) | {
            Column.RESPONSE_ID: self._read_identifier,
            Column.UNIT: read_unit,
        }
        self._facts = _chosen(facts, columns)
        self._profile = _chosen(_readers(instrument.profile, instrument), columns)
        answers = _readers(single_items(instrument), instrument)
        misplaced: dict[str, Reader] = dict.fromkeys((item.code for item in entry_items(instrument)), _refuse_entry)
        self._answers = _chosen(answers | misplaced, columns)
        self._doubts = Doubts(instrument, columns)

    def read(self, row: int, cells: Mapping[str, str]) -> Response | None:
        """An unsaved submitted response; None where a cell is bad. Doubtful answers are reported and kept."""
        self._row = row
        parts = [
            read_cells(readers, cells, self._report, self._file, row)
            for readers in (self._facts, self._profile, self._answers)
        ]
        if None in parts:
            return None
        facts, profile, answers = (part or {} for part in parts)
        response = self._response(facts, profile, answers)
        for code, doubt in self._doubts.find(answers, response.sections, response.institution_id is not None):
            self._report.add_doubt(Place(self._file, row, code), cells[code], doubt)
        return response

    def _read_identifier(self, cell: str) -> UUID:
        identifier = read_identifier(cell)
        if (row := self._ledger.row_of(identifier, self._row)) != self._row:
            raise ValidationError(_("This identifier stands in row %(row)d as well."), params={"row": row})
        return identifier

    def _response(self, facts: dict[str, Any], profile: dict[str, Any], answers: dict[str, Any]) -> Response:
        submitted_at: datetime = facts.get(Column.SUBMITTED_AT, self._now)
        response = Response(
            round=self._round,
            institution_id=facts.get(Column.UNIT),
            language=facts.get(Column.LANGUAGE, self._round.languages[0]),
            mode=facts.get(Column.MODE, Mode.INDIVIDUAL),
            participants=facts.get(Column.PARTICIPANTS, 1),
            sections=facts.get(Column.SECTIONS, self._round.sections),
            profile=profile,
            answers=answers,
            state=ResponseState.SUBMITTED,
            started_at=submitted_at,
            saved_at=submitted_at,
            submitted_at=submitted_at,
        )
        if Column.RESPONSE_ID in facts:
            response.id = facts[Column.RESPONSE_ID]
        return response


def _refuse_entry(cell: str) -> None:
    raise ValidationError(_("This item belongs to a repeating table: its entries stand in a file of their own (--d)."))


def _readers(items: Iterable[Item], instrument: Instrument) -> dict[str, Reader]:
    return {item.code: reader_of(item, instrument) for item in items}


def _chosen(readers: Mapping[str, Reader], columns: Collection[str]) -> Readers:
    return [(str(column), read) for column, read in readers.items() if column in columns]


class Doubts:
    """Finds the answers of a response that are stored and do not enter the scores (method, sections 2 and 9)."""

    def __init__(self, instrument: Instrument, columns: Collection[str]) -> None:
        self._instrument = instrument
        items = [item for item in single_items(instrument) if item.code in columns]
        self._about_institution = frozenset(item.code for item in items if item.tier is Tier.INSTITUTION)
        self._parents = [
            (item.code, [parent.code for parent in instrument.parents_of(item)]) for item in items if item.parent
        ]
        self._codes_of = lru_cache(1000)(self._find_codes)

    def find(self, answers: Mapping[str, Any], sections: list[str], has_institution: bool) -> list[tuple[str, Doubt]]:
        """Item codes, each once, with why the answer does not count."""
        found = {
            code: Doubt.UNDER_NOT_YES
            for code, parents in self._parents
            if code in answers and any(answers.get(parent) != "yes" for parent in parents)
        }
        if not has_institution:
            found |= dict.fromkeys(answers.keys() & self._about_institution, Doubt.NO_INSTITUTION)
        if outside := answers.keys() - self._codes_of(tuple(sections)):
            found |= dict.fromkeys(outside, Doubt.OUTSIDE_SECTIONS)
        return sorted(found.items(), key=lambda pair: pair[0]) if found else []

    def _find_codes(self, sections: tuple[str, ...]) -> frozenset[str]:
        asked = (section for section in self._instrument.sections if section.code in sections)
        return frozenset(item.code for section in asked for item in section.items())
