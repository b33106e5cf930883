"""Small files of every kind, made by hand: good ones, and those that pretend."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from surveys.models import Evidence
from surveys.models.evidence import evidence_storage

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}


def png(size: int = 1) -> bytes:
    rows = b"".join(b"\0" + b"\x80" * size for _ in range(size))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def jpeg() -> bytes:
    """The order of a photograph: header, tables, a scan with an escaped FF, its end."""
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
        b"\xff\xdb\x00\x04\x00\x01\xff\xda\x00\x04\x01\x01\x12\xff\x00\x34\xff\xd0\x56\xff\xd9"
    )


def webp() -> bytes:
    body = b"WEBPVP8 " + struct.pack("<I", 12) + b"\0" * 12
    return b"RIFF" + struct.pack("<I", len(body)) + body


def archive(members: dict[str, bytes], comment: bytes = b"") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
        file.comment = comment
    return packed.getvalue()


def office(kind: str = "docx", more: dict[str, bytes] | None = None, is_macro: bool = False) -> bytes:
    part, name = _MAIN[kind]
    declared = f"application/vnd.ms-{kind}.macroEnabled" if is_macro else f"{_OPEN_XML}.{name}"
    types = f'<Types><Override PartName="/{part}" ContentType="{declared}.main+xml"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), part: b"<x/>"} | (more or {}))


def open_document(kind: str = "text", more: dict[str, bytes] | None = None) -> bytes:
    media = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": media, "content.xml": b"<x/>"} | (more or {}))


def keep_evidence_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Store files of evidence in a folder of the test's own.

    A setting that another test changed lets Django make storages anew, but not that of the field.
    """
    field: Any = Evidence._meta.get_field("file")
    for storage in (evidence_storage(), field.storage):
        for name in ("base_location", "location"):
            monkeypatch.setitem(storage.__dict__, name, str(folder))
