"""Load every instrument file; all or nothing, every defect at once."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from surveys import content
from surveys.publishing import UnfinishedVersion, VersionInUse, load


class Command(BaseCommand):
    """`manage.py load_instruments [FILE ...]`"""

    help = (
        "Check and load the instrument files (all of fixtures/instruments by default). Loading twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, if not all."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all files before writing anything."""
        files = options["files"] or sorted(settings.INSTRUMENTS_DIR.rglob("*.toml"))
        problems: list[str] = []
        instruments = [(path, found) for path in files if (found := self._read(path, problems))]
        problems += _repeated(instruments)
        if problems:
            raise CommandError("\n".join(problems))
        with transaction.atomic():
            for path, instrument in instruments:
                try:
                    version, done = load(instrument)
                except (UnfinishedVersion, VersionInUse) as error:
                    raise CommandError(f"{path}: {error}") from error
                self.stdout.write(f"{version}: {done}, {len(instrument.items_by_code)} items")

    def _read(self, path: Path, problems: list[str]) -> content.Instrument | None:
        try:
            instrument = content.read_instrument(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{path}: cannot be read ({error}).")
            return None
        except content.BrokenInstrument as error:
            problems.extend(f"{path}: {problem}" for problem in error.problems)
            return None
        problems.extend(f"{path}: {problem}" for problem in content.find_problems(instrument))
        return instrument


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
