"""Load the series that stand beside the results; all or nothing, every defect at once."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.external.content import BrokenSeries, Series, find_problems, read_series
from reports.external.storing import store_series


class Command(BaseCommand):
    """`manage.py load_context [FILE ...]`"""

    help = "Check and load the files of context series (all of fixtures/context by default); twice is the same as once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, if not all."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and check all files before writing anything."""
        paths = options["files"] or sorted((settings.BASE_DIR / "fixtures" / "context").glob("*.toml"))
        problems: list[str] = []
        files = {path: _read(path, problems) for path in paths}
        series = [one for found in files.values() for one in found]
        if not problems:  # the same code in two files
            problems = list(find_problems(series))
        if problems:
            raise CommandError("\n".join(problems))
        store_series(series)
        for path, found in files.items():
            self.stdout.write(f"{path.name}: {len(found)} series, {sum(len(one.values) for one in found)} values")


def _read(path: Path, problems: list[str]) -> tuple[Series, ...]:
    try:
        return read_series(path.read_text("utf-8")).series
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path}: cannot be read ({error}).")
    except BrokenSeries as error:
        problems.extend(f"{path}: {problem}" for problem in error.problems)
    return ()
