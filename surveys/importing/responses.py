"""Read a file of responses and write them: nothing, unless all is good or bad rows may be left out.

Importing is an administrator's act: it may come before the round opens, and after it closed where she says so. Memory
does not grow with the file.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from surveys.catalogue import instrument_of
from surveys.importing.entries import EntryWriter
from surveys.importing.ledger import Accepted, Ledger
from surveys.importing.report import ImportReport, Place
from surveys.importing.rows import ResponseRows
from surveys.importing.units import Units
from surveys.lifecycle import add_submitted
from surveys.models import Response, Round
from surveys.response_files import Column, importable_columns, single_items
from surveys.spreadsheets import BadFile, Row, read_rows

BATCH = 1000  # responses written at a time


class ImportRefused(ValueError):
    """Nothing was written; where cells are bad, the report holds them."""


@dataclass(frozen=True)
class Imported:
    """What was written. `left_out`: rows with bad cells. `institutions`: codes made or brought into the round."""

    responses: int
    entries: int
    left_out: int
    institutions: list[str]


@transaction.atomic
def import_responses(
    survey_round: Round,
    responses: Path,
    entries: Path | None = None,
    *,
    report: ImportReport,
    skip_bad: bool = False,
    may_add_institutions: bool = False,
    may_be_closed: bool = False,
) -> Imported:
    """Store the responses of a file as submitted; with `entries`, those of the repeating tables too.

    `skip_bad` leaves rows with bad cells out. Raises BadFile for what is no such file, ImportRefused where a cell is
    bad (the whole file is read all the same, so that the report holds every one), the version is a draft, or the round
    is closed and `may_be_closed` is not set.
    """
    _require_importable(survey_round, may_be_closed)
    # One import at a time; respondents may go on saving.
    Round.objects.select_for_update(no_key=True).get(pk=survey_round.pk)
    units = Units(survey_round, may_add=may_add_institutions)
    ledger = Ledger()
    writer = ResponseWriter(survey_round, ledger, report, responses.name, skip_bad=skip_bad)
    rows = _responses(survey_round, responses, units, ledger, report, needs_identifier=entries is not None)
    for row, response in rows:
        writer.add(row, response)
    writer.flush()
    entry_writer = EntryWriter(survey_round, ledger, report, skip_bad=skip_bad)
    written = entry_writer.read(entries) if entries is not None else 0
    if report.problem_count and not skip_bad:
        raise ImportRefused(_("Nothing was imported."))
    if units.added:
        units.withdraw_unused()
    return Imported(writer.written, written, report.bad_rows, units.added)


def _require_importable(survey_round: Round, may_be_closed: bool) -> None:
    if survey_round.is_closed() and not may_be_closed:
        raise ImportRefused(
            _("This round is closed and takes no more answers. To import all the same: --after-closing.")
        )
    if not survey_round.version.is_published:
        raise ImportRefused(_("The round’s instrument version is a draft. Publish it first."))


def _responses(
    survey_round: Round, path: Path, units: Units, ledger: Ledger, report: ImportReport, needs_identifier: bool
) -> Iterator[tuple[int, Response]]:
    """The good rows of a file as unsaved responses."""
    instrument = instrument_of(survey_round.version_id)
    rows = read_rows(
        path,
        required=[Column.RESPONSE_ID] if needs_identifier else [],
        optional=importable_columns(instrument),
        on_bad_row=lambda row, problem: report.add_problem(Place(path.name, row), "", problem),
    )
    if (first := next(rows, None)) is None:
        return
    columns = first[1].keys()
    if columns.isdisjoint(item.code for item in single_items(instrument)):
        raise BadFile([_("No column of the file is an item of the round’s instrument.")])
    reader = ResponseRows(survey_round, instrument, columns, units.read, ledger, report, path.name)
    for row, cells in chain[Row]([first], rows):
        if response := reader.read(row, cells):
            yield row, response


@dataclass
class ResponseWriter:
    """Writes responses batch by batch."""

    survey_round: Round
    ledger: Ledger
    report: ImportReport
    file: str
    skip_bad: bool
    written: int = 0
    _batch: list[tuple[int, Response]] = field(default_factory=list)

    def add(self, row: int, response: Response) -> None:
        """Take a response; it is written with the others of its batch."""
        self._batch.append((row, response))
        if len(self._batch) == BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was taken, but nothing once a bad cell was found: only checking goes on then."""
        responses = list(self._storable())
        self._batch.clear()
        if self.skip_bad or not self.report.problem_count:
            add_submitted(responses)
            self.written += len(responses)

    def _storable(self) -> Iterator[Response]:
        """The responses that the round does not have yet."""
        identifiers = [response.id for _row, response in self._batch]
        is_known = Q(pk__in=identifiers) | Q(round=self.survey_round, file_id__in=identifiers)
        stored = list(Response.objects.filter(is_known).only("round_id", "file_id"))
        taken = {response.id for response in stored}
        present = {response.identifier for response in stored if response.round_id == self.survey_round.pk}
        for row, response in self._batch:
            identifier = response.id
            if identifier in present:
                problem = _("The round already has a response with this identifier.")
                self.report.add_problem(Place(self.file, row, Column.RESPONSE_ID), str(identifier), problem)
                continue
            if identifier in taken:  # a copy of another round's response: the same in files, a row of its own here
                response.id, response.file_id = uuid.uuid4(), identifier
            self.ledger.accept(identifier, Accepted(response.id, response.sections))
            yield response
