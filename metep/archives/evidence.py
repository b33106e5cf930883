"""Files of evidence: into an archive, and out of it to where the site keeps them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.files import File
from django.core.files.storage import Storage

from metep.archives import names
from metep.archives.manifest import Part
from metep.archives.packing import Packing
from metep.archives.problems import ArchiveRefused, BrokenArchive
from metep.archives.reading import Archive
from metep.archives.sealing import CHUNK
from surveys.models.evidence import evidence_storage


@dataclass
class Packed:
    """What came of packing files. `missing`: named by evidence, not there; `altered`: not with its checksum."""

    number: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)


def pack_files(packing: Packing, files: Iterable[tuple[str, str]]) -> Packed:
    """`files`: name and checksum (or nothing) of each, as evidence tells them. A backup does not fail for a file."""
    packed, storage = Packed(), evidence_storage()
    for name, checksum in files:
        if not names.is_stored_name(name):
            packed.missing.append(name)
            continue
        try:
            source = storage.open(name)
        except FileNotFoundError:  # removed since this moment of the database, or lost
            packed.missing.append(name)
            continue
        with source, packing.part(names.EVIDENCE + name, is_packed_already=True) as writer:
            while data := source.read(CHUNK):
                writer.write(data)
        packed.number += 1
        if checksum and packing.parts[-1].sha256 != checksum:
            packed.altered.append(name)
    return packed


class Storing:
    """Files that a restore or an import writes. They are whole before the rows that name them are there to be seen."""

    def __init__(self, storage: Storage) -> None:
        self._storage, self._written = storage, list[str]()

    def store(self, archive: Archive, part: Part, name: str) -> None:
        """Write a file. One that lies there already belongs to nothing: an earlier attempt was cut off."""
        if not names.is_stored_name(name):
            raise BrokenArchive(f"A file of evidence may not be called {name!r:.100}.")
        if self._storage.exists(name):
            self._storage.delete(name)
        self._written.append(name)
        with archive.open(part) as reader:
            stored = self._storage.save(name, File(reader, name))  # type: ignore[arg-type]
        if stored != name:
            self._written.append(stored)
            raise ArchiveRefused(f"The file {name} could not be stored under its name.")

    def settle(self) -> None:
        """What was written reaches the disk."""
        if self._written and hasattr(os, "sync"):
            os.sync()

    def take_back(self) -> None:
        """Remove everything that was written."""
        for name in self._written:
            self._storage.delete(name)


@contextmanager
def storing() -> Iterator[Storing]:
    """Files written while this lasts stay if it ends well."""
    files = Storing(evidence_storage())
    try:
        yield files
    except BaseException:
        files.take_back()
        raise
