"""Archives made by hand, without a database: good ones, and those that pretend."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from metep.archives.manifest import Kind, Manifest, Part, read_manifest, sums_of
from metep.archives.packing import Packing
from metep.archives.reading import open_archive
from metep.archives.sealing import COMMENT, PLACE, SealedWriter

EMPTY = Manifest(Kind.SITE, "2026-11-22T10:00:00+00:00", "0.1.0", "16.2", {"surveys": ["0001_initial"]})
CONTENT = {"tables/surveys_region.tsv": b"id\tcode\n1\tKZ-X1\n2\tKZ-X2\n", "files/evidence/a/b.pdf": b"%PDF" * 500}


def packed(manifest: Manifest = EMPTY) -> bytes:
    target = io.BytesIO()
    packing = Packing(target)
    packing.text("README.txt", "Read me.")
    with packing.table("surveys_region", ("id", "code")) as (writer, rows):
        writer.write(b"1\tKZ-X1\n2\tKZ-X2\n")
        rows.append(2)
    with packing.part("files/evidence/a/b.pdf", is_packed_already=True) as writer:
        writer.write(CONTENT["files/evidence/a/b.pdf"])
    packing.finish(manifest)
    return target.getvalue()


GOOD = packed()


def sealed(content: bytes) -> bytes:
    """The bytes with a seal that fits them, whatever they are: as somebody makes it who means harm."""
    return content[:-64] + hashlib.sha256(content[:-64]).hexdigest().encode()


def read_all(path: Path) -> dict[str, bytes]:
    with open_archive(path) as archive:
        archive.check_parts()
        found = {}
        for part in archive.manifest.parts:
            with archive.open(part) as reader:
                pieces = []
                while data := reader.read(7):
                    pieces.append(data)
            found[part.name] = b"".join(pieces)
        return found


def made(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "made.zip"
    path.write_bytes(content)
    return path


def remade(change: Callable[[zipfile.ZipFile, Manifest], Manifest | None]) -> bytes:
    """An archive made anew from the parts of the good one and from what a test does to it, then sealed well."""
    target = io.BytesIO()
    sealing = SealedWriter(target)
    source = zipfile.ZipFile(io.BytesIO(GOOD))
    manifest = read_manifest(source.read("manifest.json"))
    with zipfile.ZipFile(sealing, "w", zipfile.ZIP_DEFLATED) as made:  # type: ignore[arg-type]
        for part in manifest.parts:
            made.writestr(part.name, source.read(part.name))
        manifest = change(made, manifest) or manifest
        written = manifest.write()
        made.writestr("manifest.json", written)
        made.writestr("SHA256SUMS", sums_of(manifest, written))
        made.comment = COMMENT + PLACE
    sealing.seal()
    return target.getvalue()


def part_of(name: str, content: bytes, **more: Any) -> Part:
    return Part(name, len(content), hashlib.sha256(content).hexdigest(), **more)
