"""Tables that people upload: CSV, or the first sheet of an Excel workbook, as rows of text; and empty ones to fill.

A workbook is a ZIP archive, and may pretend to be small: how much it unpacks to is looked up before anything is
unpacked, and rows and columns beyond the limits are never made.
"""

from __future__ import annotations

import io
import lzma
import struct
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from surveys.spreadsheets import BadFile, Row, check_header, read_rows, write_rows
from surveys.typed import without_controls

MAX_UPLOAD = 5 * 2**20  # bytes of a file
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_UNPACKED = 30 * 2**20  # bytes; ten thousand rows take some five million

_ZIP = b"PK\x03\x04"
_MAIN_PART = "xl/workbook.xml"
# What reading a damaged or malicious workbook ends in, by whichever of its readers; SyntaxError is that of XML.
_DAMAGED = (
    BadZipFile, InvalidFileException, SyntaxError, LookupError, AttributeError, EOFError, ValueError, TypeError,
    OSError, RuntimeError, NotImplementedError, ArithmeticError, zlib.error, lzma.LZMAError, struct.error,
)  # fmt: skip


def read_table(file: IO[bytes], required: Collection[str], optional: Collection[str]) -> Iterator[Row]:
    """Rows of a CSV file or of a workbook's first sheet: number in the spreadsheet (the header is row 1) and cells.

    Raises BadFile, while the rows are read, in the language that is active then.
    """
    is_archive = file.read(len(_ZIP)) == _ZIP
    file.seek(0)
    rows = _read_workbook(file, required, optional) if is_archive else read_rows(file, required, optional)
    for count, row in enumerate(rows):
        if count >= MAX_ROWS:
            raise BadFile([_too_many_rows()])
        yield row


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV that spreadsheet programs open as it is meant."""
    return write_rows(chain([header], rows))


def write_workbook(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A table as a workbook; every cell is text, so that no program reads a date or a formula into one."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for place, name in enumerate(header):
        sheet.column_dimensions[chr(ord("A") + place)].width = max(14, len(name) + 4)
    sheet.append([_text_cell(sheet, name, is_bold=True) for name in header])
    for row in rows:
        sheet.append([_text_cell(sheet, cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def writable(words: str) -> str:
    """Words without control characters, which no workbook can hold."""
    return without_controls(words).replace("\x00", "")


def _text_cell(sheet: Any, words: str, is_bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=writable(words))
    cell.data_type = "s"
    cell.number_format = "@"
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def _read_workbook(file: IO[bytes], required: Collection[str], optional: Collection[str]) -> Iterator[Row]:
    _require_harmless(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True)
        yield from _rows(rows, required, optional)
    except BadFile:
        raise
    except _DAMAGED as error:
        raise BadFile([_("The workbook is damaged and cannot be read.")]) from error


def _require_harmless(file: IO[bytes]) -> None:
    """Look at the archive's table of contents. What it says of sizes is what can be unpacked: reading stops there."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadFile([_("The workbook is damaged and cannot be read.")]) from error
    if _MAIN_PART not in {part.filename for part in parts}:
        raise BadFile([_("This is an archive or another document. Give a CSV file or an Excel workbook.")])
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        problem = _("The workbook unpacks to more than %(limit)d megabytes and is not read.")
        raise BadFile([problem % {"limit": MAX_UNPACKED >> 20}])
    file.seek(0)


def _rows(rows: Iterator[tuple[Any, ...]], required: Collection[str], optional: Collection[str]) -> Iterator[Row]:
    first = [_text(value) for value in next(rows, ())]
    if not any(first):
        raise BadFile([_("The file is empty, or its first row holds no column names.")])
    header = check_header(first, required, optional)
    ragged = []
    for number, values in enumerate(rows, start=2):
        if number > MAX_ROWS + 1:
            raise BadFile([_too_many_rows()])
        cells = [_text(value) for value in values]
        if any(cell.strip() for cell in cells[len(header) :]):
            ragged.append(_("Row %(row)d has more cells than the header.") % {"row": number})
        elif any(cell.strip() for cell in cells):
            cells += [""] * (len(header) - len(cells))
            yield number, dict(zip(header, cells, strict=False))
    if ragged:
        raise BadFile(ragged)


def _text(value: Any) -> str:
    """A cell as people see it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return without_controls(str(value))


def _too_many_rows() -> str:
    return _("The file has more than %(limit)d rows. Divide it.") % {"limit": MAX_ROWS}
