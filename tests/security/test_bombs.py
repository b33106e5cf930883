"""Files that unpack to more than a machine can hold, and documents whose entities grow without end."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import pairwise

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from surveys.documents import read_document
from surveys.spreadsheets import BadFile
from surveys.workbooks import read_table, write_workbook

MANY = 10**9
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {larger} "{f"&{smaller};" * 10}">' for smaller, larger in pairwise("abcdefghij"))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def workbook() -> dict[str, bytes]:
    """The parts of a workbook with one row."""
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["code", "name"])
    book.worksheets[0].append(["a", "b"])
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_entities(part: str, beginning: str, entity: str) -> bytes:
    """A workbook, one part of which begins with entities and uses them."""
    parts = workbook()
    body = parts[part].decode().partition("?>")[2] or parts[part].decode()
    parts[part] = (beginning + body.replace("</", f"{entity}</", 1)).encode()
    return packed(parts)


def padded() -> bytes:
    return packed(workbook() | {"xl/media/zeros.bin": bytes(40 * 2**20)})


def lying() -> bytes:
    """A part that says it is small and unpacks to much."""
    parts = workbook()
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet>" + b" " * (60 * 2**20) + b"</worksheet>"
    content = bytearray(packed(parts))
    place = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    content[place + 24 : place + 28] = struct.pack("<I", 1000)
    return bytes(content)


BOMBS: dict[str, Callable[[], bytes]] = {
    "a part of zeros": padded,
    "a part that lies about its size": lying,
    **{
        f"{kind} in {part}": partial(with_entities, part, beginning, entity)
        for kind, beginning, entity in (("laughs", LAUGHS, "&j;"), ("a file of the server", OUTSIDE, "&x;"))
        for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml")
    },
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_that_is_a_bomb_is_refused_quickly_and_in_little_memory(name: str) -> None:
    content = BOMBS[name]()
    begun = time.monotonic()
    tracemalloc.start()
    rows = []
    with translation.override("en"), suppress(BadFile):
        rows = list(read_table(io.BytesIO(content), ["code", "name"], []))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - begun < 10
    assert peak < 150 * 2**20
    assert "root:" not in repr(rows)
    assert all(len(cell) < 10_000 for _number, cells in rows for cell in cells.values())


def test_a_sheet_that_says_it_has_a_thousand_million_rows_is_read_to_its_end() -> None:
    parts = workbook()
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert list(read_table(io.BytesIO(packed(parts)), ["code", "name"], [])) == [(2, {"code": "a", "name": "b"})]


def test_a_cell_far_below_makes_no_rows_in_between() -> None:
    parts = workbook()
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<row r="2"', b'<row r="1048570"').replace(b'r="A2"', b'r="A1048570"')
    begun = time.monotonic()
    with pytest.raises(BadFile):
        list(read_table(io.BytesIO(packed(parts)), ["code", "name"], []))
    assert time.monotonic() - begun < 10


def office(size: int) -> bytes:
    kinds = (
        '<Types><Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    return packed({"[Content_Types].xml": kinds.encode(), "word/document.xml": b"a" * size})


def test_a_document_is_taken_unless_it_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_document(SimpleUploadedFile("a.docx", office(1000)))
    monkeypatch.setattr("surveys.document_structure.MAX_UNPACKED", 2**20)
    with pytest.raises(ValidationError):
        read_document(SimpleUploadedFile("a.docx", office(2**20 + 1)))


def test_a_picture_that_says_it_is_huge_is_never_drawn() -> None:
    """33 bytes of head for ten thousand million points: kept as bytes, never decoded by anybody here."""
    import zlib

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 6, 0, 0, 0))
    content = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    begun = time.monotonic()
    read_document(SimpleUploadedFile("a.png", content))
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("words", ["a\x0bb", "=1+1", "+7 700", "@name", "\x00"])
def test_a_workbook_holds_words_never_formulas_or_control_characters(words: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(["code"], [[words]])))
    cell = book.worksheets[0]["A2"]
    assert cell.data_type != "f"
    assert (cell.value or "") == words.replace("\x0b", "").replace("\x00", "")
