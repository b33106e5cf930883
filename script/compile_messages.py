"""Compile the .po of both folders of texts to .mo where the text is newer: what msgfmt does."""

from __future__ import annotations

from pathlib import Path

import polib

BASE_DIR = Path(__file__).resolve().parent.parent


def compile_messages(folder: Path) -> list[Path]:
    """Write the .mo beside every .po that is newer, and return what was written. Fuzzy entries stay out."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written.append(target)
    return written


if __name__ == "__main__":
    for name in ("locale", "locale_django"):
        compile_messages(BASE_DIR / name)
