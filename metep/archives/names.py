"""What parts of an archive may be called: nothing that could lead out of the folder it is meant for."""

from __future__ import annotations

import re

README, MANIFEST, SUMS, INSTRUMENT, METHOD = (
    "README.txt",
    "manifest.json",
    "SHA256SUMS",
    "instrument.toml",
    "method.toml",
)
EVIDENCE = "files/evidence/"
_TEXTS = {README, INSTRUMENT, METHOD}
_TABLE = re.compile(r"tables/[a-z][a-z0-9_]{0,62}\.tsv")
_SEGMENT = re.compile(r"[^\x00-\x1f\x7f/\\:.][^\x00-\x1f\x7f/\\:]{0,199}")


def table_file(table: str) -> str:
    """The part that holds the rows of a table."""
    return f"tables/{table}.tsv"


def is_stored_name(name: str) -> bool:
    """Whether a file of evidence may be called so: a folder and a file, neither hidden, no way up or out."""
    segments = name.split("/")
    return len(segments) == 2 and all(_SEGMENT.fullmatch(segment) for segment in segments)


def is_part(name: str) -> bool:
    """Whether an archive may have a part of this name."""
    if name.startswith(EVIDENCE):
        return is_stored_name(name.removeprefix(EVIDENCE))
    return name in _TEXTS or _TABLE.fullmatch(name) is not None
