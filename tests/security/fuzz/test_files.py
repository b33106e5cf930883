"""Files of every kind, damaged in every way: a refusal in words, or what they hold."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from surveys.documents import read_document
from surveys.spreadsheets import BadFile
from surveys.workbooks import read_table
from tests.security.fuzz.values import many
from tests.security.test_bombs import packed, workbook
from tests.surveys.files import PDF, jpeg, office, open_document, png, webp

PARTS = workbook()
GOOD = [PDF, jpeg(), png(), webp(), office("docx"), office("xlsx"), open_document("text"), packed(PARTS)]
NAMES = ["a.pdf", "a.docx", "a.xlsx", "a.PNG", "a", "", "../a.pdf", "a.pdf.exe", "\u202ea.pdf", "ә" * 300 + ".jpg"]


@st.composite
def damaged(draw: st.DrawFn, contents: list[bytes]) -> bytes:
    """A good file with some bytes changed, cut out, doubled or put in."""
    content = bytearray(draw(st.sampled_from(contents)))
    for _change in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 40))
        match draw(st.integers(0, 3)):
            case 0:
                content[place : place + 1] = draw(st.binary(min_size=1, max_size=1))
            case 1:
                del content[place : place + length]
            case 2:
                content[place:place] = content[place : place + length]
            case _:
                content[place:place] = draw(st.binary(max_size=40))
    return bytes(content)


@st.composite
def odd_workbooks(draw: st.DrawFn) -> bytes:
    """A whole archive, the parts of which are damaged, exchanged, renamed or missing."""
    parts = dict(PARTS)
    for _change in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(PARTS)))
        match draw(st.integers(0, 3)):
            case 0:
                parts.pop(name, None)
            case 1:
                parts[name] = PARTS[draw(st.sampled_from(sorted(PARTS)))]
            case 2:
                parts[name] = draw(st.binary(max_size=200))
            case _:
                parts[name] = draw(damaged([PARTS[name]]))
    return packed(parts)


def read(content: bytes) -> None:
    with suppress(BadFile):
        list(read_table(io.BytesIO(content), ["code", "name"], ["kind"]))


@many
@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_none(content: bytes) -> None:
    read(b"code,name\n" + content)
    read(content)


@many
@given(damaged([packed(PARTS), office("xlsx")]))
def test_a_damaged_workbook_is_refused_in_words(content: bytes) -> None:
    read(content)


@many
@given(odd_workbooks())
def test_a_workbook_with_odd_parts_is_refused_in_words(content: bytes) -> None:
    read(content)


@many
@given(damaged(GOOD), st.sampled_from(NAMES))
def test_a_damaged_document_is_taken_or_refused_in_words(content: bytes, name: str) -> None:
    with suppress(ValidationError):
        read_document(SimpleUploadedFile(name or "x", content))


@many
@given(st.data())
def test_an_archive_of_any_order_is_taken_or_refused_in_words(data: st.DataObject) -> None:
    stream = io.BytesIO()
    kinds = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    names = st.sampled_from(["[Content_Types].xml", "mimetype", "content.xml", "word/document.xml", "xl/workbook.xml"])
    with zipfile.ZipFile(stream, "w") as archive:
        for name in data.draw(st.lists(names, max_size=5, unique=True)):
            archive.writestr(name, data.draw(st.binary(max_size=100)), data.draw(kinds))
    content = data.draw(damaged([stream.getvalue()]))
    with suppress(ValidationError):
        read_document(SimpleUploadedFile("a.docx", content))
    read(content)
