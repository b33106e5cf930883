"""Read an archive: seal, structure and manifest first; a part is believed only once it was read to its end."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from metep.archives import names
from metep.archives.manifest import Manifest, Part, heading_of, read_manifest, sums_of
from metep.archives.problems import BrokenArchive
from metep.archives.sealing import CHUNK, check_seal

MANIFEST_AT_MOST = 256 << 20  # a million files of evidence
SMALL = 1 << 30  # of an archive that unpacks to no more nobody is afraid
MOST_TIMES = 100  # rows of text become ten times smaller; a hundred times is a trap
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError, OverflowError)


class PartReader:
    """A part as a file to be read once. It gives no byte more than the manifest says."""

    def __init__(self, part: Part, source: IO[bytes]) -> None:
        self._part, self._source, self._digest = part, source, hashlib.sha256()
        self._left = part.bytes
        self.problem: BrokenArchive | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none at the end. Raises BrokenArchive."""
        wanted = min(self._left, CHUNK if size < 0 else size)
        if not wanted:
            return b""
        try:
            data = self._source.read(wanted)
        except _UNREADABLE as error:
            raise self._broken("cannot be unpacked") from error
        if not data:
            raise self._broken("is shorter than the manifest says")
        self._left -= len(data)
        self._digest.update(data)
        return data

    def finish(self) -> None:
        """Raise BrokenArchive unless all of it was read and is what was written."""
        try:
            rest = self._left or self._source.read(1)  # reading on to the end makes ZIP compare its own checksum
        except _UNREADABLE as error:
            raise self._broken("cannot be unpacked") from error
        if rest:
            raise self._broken("is longer than the manifest says, or was not read to its end")
        if self._digest.hexdigest() != self._part.sha256:
            raise self._broken("is not as it was written")

    def _broken(self, what: str) -> BrokenArchive:
        self.problem = BrokenArchive(f"The part {self._part.name} {what}.")
        return self.problem


class Archive:
    """An archive whose seal, structure and manifest are as they must be. `seal`: stands for all of it."""

    def __init__(self, file: IO[bytes], seal: str) -> None:
        self.seal = seal
        try:
            self._zip = zipfile.ZipFile(file)
            self._members = self._zip.infolist()
            self._require_plain_members(file.seek(0, os.SEEK_END))
            written = self._read_whole(names.MANIFEST)
            self.manifest: Manifest = read_manifest(written)
            sums = self._read_whole(names.SUMS)
        except _UNREADABLE as error:
            raise BrokenArchive("The file is no ZIP that can be read.") from error
        if sums != sums_of(self.manifest, written):
            raise BrokenArchive("The checksums are not those of the manifest.")
        self._require_sizes()

    @contextmanager
    def open(self, part: Part) -> Iterator[PartReader]:
        """A part to be read while this lasts; checked at the end. Raises BrokenArchive."""
        try:
            source = self._zip.open(part.name)
        except (*_UNREADABLE, KeyError) as error:
            raise BrokenArchive(f"The part {part.name} cannot be unpacked.") from error
        with source:
            reader = PartReader(part, source)
            yield reader
            reader.finish()

    def text(self, name: str) -> str:
        """A part that is a text. Raises BrokenArchive."""
        part = next((part for part in self.manifest.parts if part.name == name), None)
        if part is None or part.bytes > MANIFEST_AT_MOST:
            raise BrokenArchive(f"The archive has no part {name}.")
        pieces = []
        with self.open(part) as reader:
            while data := reader.read():
                pieces.append(data)
        return b"".join(pieces).decode("utf-8", "replace")

    def check_parts(self) -> None:
        """Read every part to its end. Raises BrokenArchive at the first that is not as it was written."""
        for part in self.manifest.parts:
            with self.open(part) as reader:
                read_heading(part, reader)
                lines = 0
                while data := reader.read():
                    lines += data.count(b"\n")
            if part.table and lines != part.rows:
                raise BrokenArchive(f"{part.name} holds {lines} rows; the manifest says {part.rows}.")

    def _require_plain_members(self, length: int) -> None:
        if len({member.filename for member in self._members}) < len(self._members):
            raise BrokenArchive("The file holds two parts of one name.")
        for member in self._members:
            is_plain = member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not member.flag_bits & 1
            if not is_plain or member.orig_filename != member.filename or not 0 <= member.header_offset < length:
                raise BrokenArchive(f"The part {member.filename!r:.100} is packed in a way that archives never are.")

    def _require_sizes(self) -> None:
        """The members are the parts, of the sizes that the manifest says, and not absurdly many bytes in few."""
        sizes = {member.filename: member.file_size for member in self._members}
        sizes.pop(names.MANIFEST), sizes.pop(names.SUMS)
        if sizes != {part.name: part.bytes for part in self.manifest.parts}:
            raise BrokenArchive("The parts are not those that the manifest names.")
        unpacked, packed = sum(sizes.values()), sum(member.compress_size for member in self._members)
        if unpacked > SMALL and unpacked > MOST_TIMES * packed:
            raise BrokenArchive("The archive would unpack to more than a hundred times its size: it is a trap.")

    def _read_whole(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as source:
                written = source.read(MANIFEST_AT_MOST + 1)
        except KeyError as error:
            raise BrokenArchive(f"The file is no archive of this application: it has no {name}.") from error
        if len(written) > MANIFEST_AT_MOST:
            raise BrokenArchive(f"The {name} is too long.")
        return written


def read_heading(part: Part, reader: PartReader) -> None:
    """Read the first line of a table. Raises BrokenArchive unless it names the columns as the manifest does."""
    expected, found = heading_of(part.columns) if part.table else b"", b""
    while len(found) < len(expected) and (data := reader.read(len(expected) - len(found))):
        found += data
    if found != expected:
        raise BrokenArchive(f"The part {part.name} does not begin with the names of its columns.")


@contextmanager
def open_archive(path: Path, seal: str = "") -> Iterator[Archive]:
    """An archive whose seal, structure and manifest hold. `seal`: what it must be, where somebody noted it down.

    Raises BrokenArchive, OtherState and OSError.
    """
    with path.open("rb") as file:
        found = check_seal(file)
        if seal and seal.lower() != found:
            raise BrokenArchive(f"The file is another one than that with the seal {seal}: its seal is {found}.")
        yield Archive(file, found)
