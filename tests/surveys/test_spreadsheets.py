"""Tables from spreadsheet programs: what is read, and the sentence that each defect gets."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from surveys.spreadsheets import MAX_CELL, BadFile, protect, read_rows, unprotect, write_rows

COLUMNS = ("code", "name")


def read(content: bytes, **options: object) -> list[tuple[int, dict[str, str]]]:
    with translation.override("en"):
        return list(read_rows(BytesIO(content), COLUMNS, **options))  # type: ignore[arg-type]


def problems_of(content: bytes, **options: object) -> list[str]:
    with pytest.raises(BadFile) as caught:
        read(content, **options)
    return caught.value.problems


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_usual_forms_of_csv_read_the_same(mark: bytes, end: str, delimiter: str) -> None:
    lines = ["code,name", "a,Әкімдік", "b,"]
    content = mark + end.join(line.replace(",", delimiter) for line in lines).encode()
    assert read(content) == [(2, {"code": "a", "name": "Әкімдік"}), (3, {"code": "b", "name": ""})]


def test_rows_have_the_numbers_that_the_spreadsheet_shows() -> None:
    assert [number for number, _cells in read(b'code,name\n\na,"two\nlines"\n , \nb,c\n')] == [3, 5]


def test_a_row_without_its_last_empty_cells_is_whole() -> None:
    assert read(b"code,name\na\n") == [(2, {"code": "a", "name": ""})]


def test_a_path_is_read_like_an_upload(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"code,name\na,b\n")
    assert list(read_rows(path, COLUMNS)) == [(2, {"code": "a", "name": "b"})]


def workbook() -> bytes:
    stream = BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: b"", "The file is empty"),
        (lambda: b"\n\n", "The file is empty"),
        (workbook, "This is a workbook, not a CSV file."),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "This is a workbook, not a CSV file."),
        (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "This is a PDF document, not a CSV file."),
        (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "is not written in UTF-8 (line 1)"),
        (lambda: "code,name\na,Әкімдік\n".encode("utf-16"), "is not written in UTF-8 (line 1)"),
        (lambda: "code,name\na,Акимат\n".encode("cp1251"), "is not written in UTF-8 (line 2)"),
        (lambda: b"code,name\na,b\nc,\x00\n", "Line 3 of the file holds a zero byte"),
        (lambda: b'code,name\na,"never closed\nc,d\n', "Row 2 cannot be read"),
        (lambda: b'code,name\na,b\nc,"d"e\n', "Row 3 cannot be read"),
        (lambda: b"code,name\na," + b"x" * (MAX_CELL + 1), "Row 2 cannot be read"),
        (lambda: b"code,name\n" + b"x" * 2**24, "Line 2 of the file is too long"),
        (lambda: b"code,name\na,b,c\n", "Row 2 has more cells than the header."),
        (lambda: b"code\na\n", "These columns are missing: name."),
        (lambda: b"code,,name\n", "Column 2 has no name."),
        (lambda: b"code,name,code\n", "These columns appear more than once: code."),
    ],
)
def test_what_is_no_such_table_gets_one_clear_sentence(content: Callable[[], bytes], words: str) -> None:
    [problem] = problems_of(content())
    assert words in problem


def test_every_defect_of_the_header_is_named_at_once() -> None:
    assert problems_of(b"code,code,nmae\n", optional=["kind"]) == [
        "These columns appear more than once: code.",
        "These columns are missing: name.",
        "These columns are not known here: nmae.",
    ]


def test_every_row_with_too_many_cells_is_named() -> None:
    assert problems_of(b"code,name\na,b,c\na,b\na,b,c,d\n") == [
        "Row 2 has more cells than the header.",
        "Row 4 has more cells than the header.",
    ]


def test_the_reader_may_hear_of_long_rows_and_go_on() -> None:
    heard: list[int] = []
    rows = read(b"code,name\na,b,c\nd,e\n", on_bad_row=lambda row, problem: heard.append(row))
    assert (heard, [number for number, _cells in rows]) == ([2], [3])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with translation.override("en"), pytest.raises(BadFile, match=r"none\.csv cannot be read: No such file"):
        list(read_rows(tmp_path / "none.csv", COLUMNS))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        list(read_rows(tmp_path, COLUMNS))


def test_a_file_is_read_row_by_row() -> None:
    """A defect at the end does not keep the rows before it from being read."""
    rows = read_rows(BytesIO(b"code,name\na,b\n\x00"), COLUMNS)
    assert next(rows) == (2, {"code": "a", "name": "b"})
    with pytest.raises(BadFile):
        next(rows)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+7 700", "'+7 700"),
        ("-", "'-"),
        ("@name", "'@name"),
        ("\tx", "'\tx"),
        ("'=x", "''=x"),
        ("'quoted'", "'quoted'"),
        ("plain", "plain"),
        ("a;=1+1", "a;'=1+1"),  # where programs of a country take a semicolon for the end of a cell
        ("a\n- one\n- two", "a\n'- one\n'- two"),
        ("a; '=b", "a; ''=b"),
        (" =1+1", " '=1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("a-b; c=d", "a-b; c=d"),
    ],
)
def test_a_cell_is_no_formula_and_comes_back_unchanged(text: str, cell: str) -> None:
    assert protect(text) == cell
    assert unprotect(cell) == text


@given(st.text(alphabet="'=+-@\t\r\n; x"))
def test_no_protected_text_begins_a_formula_or_is_changed(text: str) -> None:
    for part in re.split(r"[;\t\r\n]", protect(text)):
        assert not part.strip(" ").startswith(tuple("=+-@"))
    assert unprotect(protect(text)) == text


def test_rows_are_written_as_spreadsheet_programs_open_them() -> None:
    written = write_rows([["Аты", "=1+1"], [], [None, -0.5, "-5", 'a "word", two']])
    assert written == '\ufeffАты,\'=1+1\r\n\r\n,-0.5,\'-5,"a ""word"", two"\r\n'.encode()


@given(st.lists(st.lists(st.text(alphabet="'=+-@\t\r\n ,;\"xә"), min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    texts = [row for row in rows if any(cell.strip() for cell in row)]
    found = [[unprotect(cells[name]) for name in COLUMNS] for _number, cells in read(write_rows([COLUMNS, *texts]))]
    assert found == texts


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_a_bad_file(content: bytes) -> None:
    try:
        rows = list(read_rows(BytesIO(b"code,name\n" + content), COLUMNS))
    except BadFile:
        return
    assert all(set(cells) == set(COLUMNS) for _number, cells in rows)
