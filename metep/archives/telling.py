"""What commands say about archives."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import OutputWrapper

from metep.archives.backup import Written
from metep.archives.manifest import Kind, Manifest
from metep.archives.output import STANDARD_OUTPUT
from metep.archives.reading import Archive


def tell_written(out: OutputWrapper, problems: OutputWrapper, file: Path, written: Written, is_checked: bool) -> None:
    """What was written where, and the seal to note down."""
    size = "" if file == STANDARD_OUTPUT else f", {file.stat().st_size / 1e6:,.1f} MB"
    rows = sum(part.rows for part in written.manifest.parts)
    checked = " Read again: every part is as it was written." if is_checked else ""
    out.write(f"{file}: {rows} rows, {written.files.number} files of evidence{size}.{checked}")
    out.write(f"Note down elsewhere its seal: {written.seal}")
    for name in written.files.missing:
        problems.write(f"The file {name} is missing: evidence names it.")
    for name in written.files.altered:
        problems.write(f"The file {name} is not what was uploaded: its checksum differs.")


def tell_manifest(out: OutputWrapper, file: Path, archive: Archive) -> None:
    """What a checked archive holds."""
    manifest = archive.manifest
    out.write(f"{file}: {_what(manifest)}, written on {manifest.made_at} by version {manifest.software}.")
    for part in manifest.tables:
        if part.rows:
            out.write(f"  {part.table}: {part.rows}")
    out.write(f"  files of evidence: {len(manifest.files)}")
    out.write(f"Every part is as it was written. Seal: {archive.seal}")


def _what(manifest: Manifest) -> str:
    if manifest.kind == Kind.SITE:
        return "backup of a site"
    people = "with people" if manifest.about.get("people") else "without people"
    return f"round {manifest.about.get('round')} {people}"
