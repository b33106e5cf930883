"""What an archive says of itself: what it holds, how much of each, with which checksum, for which state of tables."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from metep.archives import names
from metep.archives.problems import BrokenArchive, OtherState

FORMAT = 1
_DIGITS = re.compile(r"[0-9a-f]{64}")


class Kind(StrEnum):
    """What is in an archive."""

    SITE = "site"
    ROUND = "round"


@dataclass(frozen=True)
class Part:
    """One part. `table`, `columns`, `rows`: of the rows of a table; else empty."""

    name: str
    bytes: int
    sha256: str
    table: str = ""
    columns: tuple[str, ...] = ()
    rows: int = 0


@dataclass(frozen=True)
class Manifest:
    """`migrations`: app -> names of its migrations that were applied. `about`: what else the kind needs to know."""

    kind: Kind
    made_at: str
    software: str
    postgresql: str
    migrations: dict[str, list[str]]
    parts: tuple[Part, ...] = ()
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Part, ...]:
        """The parts that hold rows."""
        return tuple(part for part in self.parts if part.table)

    @property
    def files(self) -> tuple[Part, ...]:
        """The parts that are files of evidence."""
        return tuple(part for part in self.parts if part.name.startswith(names.EVIDENCE))

    def write(self) -> bytes:
        """As it stands in the archive."""
        value = {"format": FORMAT} | asdict(self)
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def heading_of(columns: tuple[str, ...]) -> bytes:
    """The first line of the part of a table."""
    return ("\t".join(columns) + "\n").encode()


def sums_of(manifest: Manifest, written: bytes) -> bytes:
    """What SHA256SUMS says: every part and the manifest, in the form that `sha256sum --check` reads."""
    lines = [f"{part.sha256}  {part.name}\n" for part in manifest.parts]
    return "".join([*lines, f"{hashlib.sha256(written).hexdigest()}  {names.MANIFEST}\n"]).encode()


def read_manifest(written: bytes) -> Manifest:
    """The counterpart of `write`. Raises BrokenArchive, and OtherState for a format that is not known here."""
    try:
        value = json.loads(written)
        if not isinstance(value, dict):
            raise TypeError
        _require_format(value.pop("format", None))
        value["kind"] = Kind(value["kind"])
        value["parts"] = tuple(_part(part) for part in value["parts"])
        manifest = Manifest(**value)
        _require_texts(manifest)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BrokenArchive("The manifest cannot be read.") from error
    if len({part.name for part in manifest.parts}) < len(manifest.parts):
        raise BrokenArchive("The manifest names a part twice.")
    return manifest


def _require_format(number: object) -> None:
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise BrokenArchive("The manifest does not say of which format it is.")
    if number > FORMAT:
        raise OtherState(
            f"The archive is of format {number}, this version of the application reads {FORMAT}: install a newer one."
        )


def _require_texts(manifest: Manifest) -> None:
    """Raise TypeError where something is of another type than it must be."""
    words = (manifest.made_at, manifest.software, manifest.postgresql)
    lists = manifest.migrations.values() if isinstance(manifest.migrations, dict) else [None]
    if not all(isinstance(word, str) for word in words) or not isinstance(manifest.about, dict):
        raise TypeError
    if not all(isinstance(one, list) and all(isinstance(word, str) for word in one) for one in lists):
        raise TypeError


def _part(value: dict[str, Any]) -> Part:
    part = Part(**value | {"columns": tuple(value.get("columns", ()))})
    numbers_fit = all(type(number) is int and number >= 0 for number in (part.bytes, part.rows))
    columns_fit = all(isinstance(column, str) and re.fullmatch(r"[a-z][a-z0-9_]*", column) for column in part.columns)
    if not (numbers_fit and columns_fit and _DIGITS.fullmatch(part.sha256) and isinstance(part.table, str)):
        raise BrokenArchive(f"The manifest says nonsense about the part {part.name!r:.100}.")
    if not names.is_part(part.name):
        raise BrokenArchive(f"A part has a name that no part may have: {part.name!r:.100}.")
    if part.table and part.name != names.table_file(part.table):
        raise BrokenArchive(f"The part {part.name} is not that of the table {part.table!r:.100}.")
    return part
