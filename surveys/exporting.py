"""Write the submitted responses of a round to files that can be imported again (see `surveys.response_files`)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from django.utils import timezone

from surveys.answers import LIST_SEPARATOR
from surveys.catalogue import instrument_of
from surveys.content import Instrument
from surveys.models import Response, Round
from surveys.response_files import (
    ENTRIES_FILE,
    RESPONSES_FILE,
    entry_header,
    entry_items,
    exported_profile,
    response_header,
    single_items,
)
from surveys.spreadsheets import ENCODING, protect

CHUNK = 1000  # responses in memory at a time


@dataclass(frozen=True)
class Exported:
    """How many rows each file has, the header not counted."""

    responses: int
    entries: int


def export_responses(survey_round: Round, folder: Path, with_mark: bool = False) -> Exported:
    """Write both files into `folder`, made where it is not there; files of an earlier export are replaced at the end.

    Text that a spreadsheet program could take for a formula gets an apostrophe before it; the import removes it.
    `with_mark`: begin with the byte order mark by which some spreadsheet programs recognise UTF-8. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    instrument = instrument_of(survey_round.version_id)
    encoding = ENCODING if with_mark else "utf-8"
    responses = entries = 0
    with (
        _replacing(folder / RESPONSES_FILE, encoding) as responses_file,
        _replacing(folder / ENTRIES_FILE, encoding) as entries_file,
    ):
        rows, entry_rows = csv.writer(responses_file), csv.writer(entries_file)
        rows.writerow(response_header(instrument))
        entry_rows.writerow(entry_header(instrument))
        for response in _counted(survey_round):
            rows.writerow(_row(response, instrument))
            responses += 1
            for entry_row in _entry_rows(response, instrument):
                entry_rows.writerow(entry_row)
                entries += 1
    return Exported(responses, entries)


def _counted(survey_round: Round) -> Iterator[Response]:
    found = Response.objects.filter(round=survey_round).counted().select_related("institution")
    return found.order_by("submitted_at", "pk").iterator(CHUNK)


def _row(response: Response, instrument: Instrument) -> list[str]:
    return [
        str(response.identifier),
        protect(response.institution.code) if response.institution else "",
        *_cells(response.profile, (item.code for item in exported_profile(instrument))),
        response.language,
        response.mode,
        str(response.participants),
        LIST_SEPARATOR.join(response.sections),
        timezone.localtime(response.submitted_at).isoformat(),
        *_cells(response.answers, (item.code for item in single_items(instrument))),
    ]


def _entry_rows(response: Response, instrument: Instrument) -> Iterator[list[str]]:
    codes = [item.code for item in entry_items(instrument)]
    for table in instrument.tables():
        if table.repeating:
            for entry in response.answers.get(table.code) or ():
                yield [str(response.identifier), *_cells(entry, codes)]


def _cells(values: dict[str, Any], codes: Iterable[str]) -> Iterator[str]:
    return (_cell(values.get(code)) for code in codes)


def _cell(value: Any) -> str:
    """A stored value as text that is read as the same value."""
    if isinstance(value, str):
        return protect(value)
    if value is None:
        return ""
    if isinstance(value, list):
        return LIST_SEPARATOR.join(value)
    return f"{Decimal(str(value)):f}"  # never with an exponent


@contextmanager
def _replacing(path: Path, encoding: str) -> Iterator[IO[str]]:
    """A new file that takes the place of `path` once it is complete."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding=encoding, newline="") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
