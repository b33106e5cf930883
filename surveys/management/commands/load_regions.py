"""Load the regions of countries; all or nothing, every defect at once."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction

from surveys.regions import BrokenRegions, load_regions, read_regions


class Command(BaseCommand):
    """`manage.py load_regions [FILE ...]`"""

    help = "Check and load regions (all of fixtures/regions by default). Loading twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, if not all."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Read all files before writing anything; write all or none."""
        files = options["files"] or sorted((settings.BASE_DIR / "fixtures" / "regions").glob("*.toml"))
        problems: list[str] = []
        found = []
        for path in files:
            try:
                found.append((path, read_regions(path)))
            except BrokenRegions as error:
                problems += [f"{path}: {problem}" for problem in error.problems]
        if problems:
            raise CommandError("\n".join(problems))
        with transaction.atomic():
            for path, regions in found:
                self._load(path, regions)

    def _load(self, path: Path, regions: Any) -> None:
        try:
            done = load_regions(regions)
        except BrokenRegions as error:
            raise CommandError("\n".join(f"{path}: {problem}" for problem in error.problems)) from error
        self.stdout.write(
            f"{regions.country}: {done.added} regions added, {done.changed} changed, {done.unchanged} unchanged"
        )
