"""Load every instrument file; all or nothing, every defect at once."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction

from surveys import content
from surveys.publishing import UnfinishedVersion, VersionTaken, find_problems, load


class Command(BaseCommand):
    """`manage.py load_instruments [FILE ...]`"""

    help = (
        "Check and load the instrument files (all of fixtures/instruments by default, by name: what a version follows "
        "comes before it). Loading twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, if not all."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Read all files before writing anything; write all or none."""
        files = options["files"] or sorted(settings.INSTRUMENTS_DIR.rglob("*.toml"))
        if not files:
            raise CommandError(f"There is no instrument file in {settings.INSTRUMENTS_DIR}.")
        problems: list[str] = []
        read = {path: _read(path) for path in files}
        instruments = [(path, found) for path, found in read.items() if isinstance(found, content.Instrument)]
        together = [instrument for _path, instrument in instruments]
        for path, found in read.items():
            found_problems = find_problems(found, together) if isinstance(found, content.Instrument) else found
            problems += [f"{path}: {problem}" for problem in found_problems]
        problems += _repeated(instruments)
        if problems:
            raise CommandError("\n".join(problems))
        with transaction.atomic():
            done = [self._load(path, instrument, problems) for path, instrument in instruments]
            if problems:
                raise CommandError("\n".join(problems))
        self.stdout.write("\n".join(done))

    def _load(self, path: Path, instrument: content.Instrument, problems: list[str]) -> str:
        try:
            version, is_new = load(instrument)
        except VersionTaken as error:
            problems.append(f"{path}: {error}")
            return ""
        except UnfinishedVersion as error:  # what it follows stands in a file that comes after it
            problems.extend(f"{path}: {problem}" for problem in error.problems)
            return ""
        return f"{version}: {'loaded' if is_new else 'unchanged'}, {len(instrument.items_by_code)} items"


def _read(path: Path) -> content.Instrument | list[str]:
    """The instrument of a file, or why it has none."""
    try:
        # Some editors put a byte order mark before UTF-8.
        return content.read_instrument(path.read_text("utf-8-sig"))
    except OSError as error:
        return [f"The file cannot be read: {error.strerror}."]
    except UnicodeDecodeError as error:
        return [f"The file is not UTF-8: byte {error.start + 1} is no part of it."]
    except content.BrokenInstrument as error:
        return error.problems


def _repeated(instruments: list[tuple[Path, content.Instrument]]) -> list[str]:
    """Files that claim the same version."""
    seen: dict[tuple[str, str], Path] = {}
    problems = []
    for path, instrument in instruments:
        key = (instrument.code, instrument.version)
        if key in seen:
            problems.append(f"{path}: {instrument.code} {instrument.version} is also in {seen[key]}.")
        seen.setdefault(key, path)
    return problems
