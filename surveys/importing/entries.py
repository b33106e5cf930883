"""Bring entries of repeating tables in: one row for each, added to the responses of the same import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from surveys.catalogue import instrument_of
from surveys.content import Table
from surveys.importing.cells import read_identifier, reader_of
from surveys.importing.ledger import Accepted, Ledger
from surveys.importing.report import Doubt, ImportReport, Place
from surveys.importing.rows import Readers, read_cells
from surveys.models import Round
from surveys.response_files import Column, entry_header
from surveys.saving import append_entries
from surveys.spreadsheets import read_rows

BATCH = 1000  # entries written at a time


class EntryWriter:
    """Reads one file of entries. `ledger`: knows the responses of this import by their identifiers in files."""

    def __init__(self, survey_round: Round, ledger: Ledger, report: ImportReport, skip_bad: bool) -> None:
        self._instrument = instrument_of(survey_round.version_id)
        self._ledger, self._report, self._skip_bad = ledger, report, skip_bad
        self._file = ""
        self._batch: dict[str, dict[UUID, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
        self._waiting = self._written = 0

    def read(self, path: Path) -> int:
        """Check every row and write the entries; how many were written. Raises BadFile."""
        self._file = path.name
        tables: list[tuple[Table, Readers]] = []
        rows = read_rows(
            path,
            required=[Column.RESPONSE_ID],
            optional=entry_header(self._instrument),
            on_bad_row=lambda row, problem: self._report.add_problem(Place(path.name, row), "", problem),
        )
        for row, cells in rows:
            tables = tables or self._tables(cells)
            self._read_row(row, cells, tables)
        self._flush()
        return self._written

    def _tables(self, columns: Mapping[str, str]) -> list[tuple[Table, Readers]]:
        """The repeating tables that the file has columns of, with the readers of these."""
        return [
            (table, [(i.code, reader_of(i, self._instrument)) for i in table.items if i.code in columns])
            for table in self._instrument.tables()
            if table.repeating
        ]

    def _read_row(self, row: int, cells: Mapping[str, str], tables: list[tuple[Table, Readers]]) -> None:
        response = self._response(row, cells[Column.RESPONSE_ID].strip())
        entries = [(table, read_cells(readers, cells, self._report, self._file, row)) for table, readers in tables]
        if response is None or any(entry is None for _table, entry in entries):
            return
        if not any(entry for _table, entry in entries):
            self._report.add_problem(Place(self._file, row), "", _("The row holds no answer."))
        for table, entry in entries:
            if entry:
                self._add(row, table, response, entry)

    def _response(self, row: int, cell: str) -> Accepted | None:
        place = Place(self._file, row, Column.RESPONSE_ID)
        try:
            identifier = read_identifier(cell)
        except ValidationError as error:
            self._report.add_problem(place, cell, " ".join(error.messages))
            return None
        accepted = self._ledger.accepted(identifier)
        if accepted is None:
            problem = _("No response with this identifier is imported with these entries.")
            self._report.add_problem(place, cell, problem)
        return accepted

    def _add(self, row: int, table: Table, response: Accepted, entry: dict[str, Any]) -> None:
        section = self._instrument.section_by_item[table.items[0].code].code
        if section not in response.sections:
            for code in entry:
                self._report.add_doubt(Place(self._file, row, code), str(entry[code]), Doubt.OUTSIDE_SECTIONS)
        self._batch[table.code][response.primary_key].append(entry)
        self._waiting += 1
        if self._waiting == BATCH:
            self._flush()

    def _flush(self) -> None:
        if self._skip_bad or not self._report.problem_count:
            for table, entries in self._batch.items():
                append_entries(table, entries)
            self._written += self._waiting
        self._batch.clear()
        self._waiting = 0
