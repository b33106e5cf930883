"""Tables that people keep in a spreadsheet program: CSV read, what is wrong said in whole sentences, and CSV written.

Read with constant memory. A cell that a spreadsheet program could take for a formula is written with an apostrophe
before it and read without, so that text goes out and comes back unchanged.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from surveys.content import Defective
from surveys.typed import without_controls

MAX_CELL = csv.field_size_limit()
MAX_LINE = 16 * 2**20  # bytes; a longer line is no row of a table that people keep
ENCODING = "utf-8-sig"  # the mark at the beginning tells spreadsheet programs that this is UTF-8

_DELIMITERS = ",;\t"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and ods; xls

# Where a formula could begin: at the beginning of a cell, and behind what a program of another country takes for the
# end of a cell or of a row: ours have commas, Kazakh and Russian ones expect semicolons and then heed no quotes.
_BEGINNING = r"(^[ \u00a0]*|[;\t\r\n][ \u00a0]*)"
_SIGN = "[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_FORMULA = re.compile(f"{_BEGINNING}(?='*{_SIGN})")
_PROTECTED = re.compile(f"{_BEGINNING}'(?='*{_SIGN})")

Row = tuple[int, dict[str, str]]
OnBadRow = Callable[[int, str], None]


class BadFile(Defective):
    """The file is no table of the form expected, or a cell of it is bad."""


def read_rows(
    source: Path | IO[bytes],
    required: Collection[str],
    optional: Collection[str] | None = None,
    on_bad_row: OnBadRow | None = None,
) -> Iterator[Row]:
    """Rows as their number in the spreadsheet (the header is row 1) and their cells by column; empty rows left out.

    `optional`: the columns allowed beside the required ones; None allows any. `on_bad_row` hears of each row with more
    cells than the header, which is left out; without it such rows are a defect of the file. Raises BadFile, while the
    rows are read, in the language that is active then.
    """
    with _opened(source) as file:
        records = _records(_lines(file))
        header = check_header(next(records)[1], required, optional)
        ragged: list[str] = []
        for number, cells in records:
            if any(map(str.strip, cells[len(header) :])):
                problem = _("The row has more cells than the header.")
                if on_bad_row:
                    on_bad_row(number, problem)
                else:
                    ragged.append(_("Row %(row)d has more cells than the header.") % {"row": number})
            elif any(map(str.strip, cells)):
                cells += [""] * (len(header) - len(cells))  # some programs drop empty cells at the end of a row
                yield number, dict(zip(header, cells, strict=False))
        if ragged:
            raise BadFile(ragged)


def write_rows(rows: Iterable[Iterable[object]]) -> bytes:
    """Rows as a CSV file that spreadsheet programs open as it is meant: with a mark, and no text a formula."""
    return b"".join(stream_rows(rows))


def stream_rows(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """The same, a line at a time."""
    writer: Any = csv.writer(_Echo())  # gives back what the file gives back for each row
    yield codecs.BOM_UTF8
    for row in rows:
        yield writer.writerow([protect(cell) if isinstance(cell, str) else cell for cell in row]).encode()


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def at_cell(row: int, column: str, problem: str) -> str:
    """A sentence about a cell, with the place of the cell."""
    return _("Row %(row)d, column %(column)s: %(problem)s") % {"row": row, "column": column, "problem": problem}


def protect(text: str) -> str:
    """The text as a cell that no spreadsheet program takes for a formula."""
    return _FORMULA.sub(r"\1'", text)


def unprotect(cell: str) -> str:
    """The text of a cell written by `protect`."""
    return _PROTECTED.sub(r"\1", cell)


def check_header(cells: list[str], required: Collection[str], optional: Collection[str] | None) -> list[str]:
    """The names of columns, without empty ones at the end. Raises BadFile with all that is missing or unknown."""
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    problems = []
    if "" in header:
        problems.append(_("Column %(number)d has no name.") % {"number": header.index("") + 1})
    if repeated := [name for name, times in Counter(header).items() if times > 1 and name]:
        problems.append(_("These columns appear more than once: %(columns)s.") % {"columns": ", ".join(repeated)})
    if missing := [name for name in required if name not in header]:
        problems.append(_("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)})
    if optional is not None:
        known = {*required, *optional, ""}
        if unknown := [name for name in header if name not in known]:
            problems.append(_("These columns are not known here: %(columns)s.") % {"columns": ", ".join(unknown)})
    if problems:
        raise BadFile(problems)
    return header


def _opened(source: Path | IO[bytes]) -> IO[bytes] | nullcontext[IO[bytes]]:
    if not isinstance(source, Path):
        return nullcontext(source)
    try:
        return source.open("rb")
    except OSError as error:
        problem = _("The file %(file)s cannot be read: %(reason)s.") % {"file": source, "reason": error.strerror}
        raise BadFile([problem]) from error


def _lines(file: IO[bytes]) -> Iterator[str]:
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        if number == 1:
            _require_text(line)
        if b"\0" in line:
            problem = _("Line %(line)d of the file holds a zero byte: the file is damaged, or it is not a CSV file.")
            raise BadFile([problem % {"line": number}])
        if len(line) == MAX_LINE and not line.endswith(b"\n"):
            raise BadFile([_("Line %(line)d of the file is too long to be a row of a table.") % {"line": number}])
        yield _decoded(line, number)


def _require_text(line: bytes) -> None:
    """Recognise by its first bytes what is often taken for a CSV file."""
    if line.startswith(_WORKBOOKS):
        problem = _(
            "This is a workbook, not a CSV file. Open it in the spreadsheet program and save it as “CSV UTF-8”."
        )
        raise BadFile([problem])
    if line.startswith(b"%PDF"):
        raise BadFile([_("This is a PDF document, not a CSV file.")])
    if line.startswith(_UTF16):
        raise BadFile([_wrong_encoding(1)])


def _decoded(line: bytes, number: int) -> str:
    try:
        return without_controls(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        raise BadFile([_wrong_encoding(number)]) from error


def _wrong_encoding(number: int) -> str:
    return _(
        "The file is not written in UTF-8 (line %(line)d), or it is no CSV file. Open it in the spreadsheet program "
        "and save it as “CSV UTF-8”."
    ) % {"line": number}


def _records(lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows, the header first; the most frequent of the usual delimiters in it is that of the file."""
    first = next(lines, "")
    if not first.strip():
        raise BadFile([_("The file is empty, or its first row holds no column names.")])
    reader = csv.reader(chain([first], lines), delimiter=max(_DELIMITERS, key=first.count), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        problem = _(
            "Row %(row)d cannot be read: a quotation mark is missing or misplaced, or a cell has more than %(limit)d "
            "characters."
        )
        raise BadFile([problem % {"row": number + 1, "limit": MAX_CELL}]) from error
