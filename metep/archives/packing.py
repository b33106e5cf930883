"""Write an archive: parts one after the other, each streamed, the manifest in the end, then the seal."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, Any

from metep.archives import names
from metep.archives.manifest import Manifest, Part, heading_of, sums_of
from metep.archives.sealing import COMMENT, PLACE, SealedWriter

COMPRESSION = 3  # of nine: half as fast again as the usual six, for some percent more bytes
BUFFER = 1 << 18


class PartWriter:
    """Counts and digests what is written to a part. A database hands over row by row: they are gathered first."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._digest, self._waiting = target, hashlib.sha256(), bytearray()
        self.bytes = 0

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self._waiting += data
        if len(self._waiting) >= BUFFER:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Hand on what waits."""
        self._digest.update(self._waiting)
        self._target.write(bytes(self._waiting))
        self.bytes += len(self._waiting)
        self._waiting.clear()

    @property
    def sha256(self) -> str:
        """Of all that was handed on."""
        return self._digest.hexdigest()


class Packing:
    """An archive that is being written. Its parts have no moment: the same content gives the same bytes."""

    def __init__(self, target: IO[bytes]) -> None:
        self._sealed = SealedWriter(target)
        written: Any = self._sealed  # it can be written to, and that is all that a ZIP needs
        self._zip = zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION)
        self._zip.comment = COMMENT + PLACE
        self.parts: list[Part] = []

    def __enter__(self) -> Packing:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._sealed.abandon()

    @contextmanager
    def part(self, name: str, is_packed_already: bool = False) -> Iterator[PartWriter]:
        """A part to be written while this lasts. `is_packed_already`: pictures, PDF."""
        assert names.is_part(name), name
        member: str | zipfile.ZipInfo = zipfile.ZipInfo(name) if is_packed_already else name
        with self._zip.open(member, "w", force_zip64=True) as target:
            writer = PartWriter(target)
            yield writer
            writer.flush()
        self.parts.append(Part(name, writer.bytes, writer.sha256))

    @contextmanager
    def table(self, table: str, columns: tuple[str, ...]) -> Iterator[tuple[PartWriter, list[int]]]:
        """The part of a table; the number of its rows is to be put into the list."""
        rows: list[int] = []
        with self.part(names.table_file(table)) as writer:
            writer.write(heading_of(columns))
            yield writer, rows
        self.parts[-1] = replace(self.parts[-1], table=table, columns=columns, rows=sum(rows))

    def text(self, name: str, words: str) -> None:
        """A part that is a text."""
        with self.part(name) as writer:
            writer.write(words.encode())

    def finish(self, manifest: Manifest) -> tuple[Manifest, str]:
        """Write manifest, checksums and seal; the manifest with the parts, and the seal."""
        manifest = replace(manifest, parts=tuple(self.parts))
        written = manifest.write()
        self._zip.writestr(zipfile.ZipInfo(names.MANIFEST), written, zipfile.ZIP_DEFLATED)
        self._zip.writestr(zipfile.ZipInfo(names.SUMS), sums_of(manifest, written), zipfile.ZIP_DEFLATED)
        self._zip.close()
        return manifest, self._sealed.seal()
