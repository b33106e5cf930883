"""Load the recommendation files; all or nothing, every defect at once."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from reports.recommendations.content import (
    BrokenRecommendations,
    RecommendationFile,
    read_recommendations,
)
from reports.recommendations.problems import find_problems
from reports.recommendations.storing import Loaded, store_recommendations
from surveys.catalogue import instrument_of
from surveys.models import InstrumentVersion


class Command(BaseCommand):
    """`manage.py load_recommendations [FILE ...]`; a folder is one file cut into pieces."""

    help = "Check and load the recommendation files (all of fixtures/recommendations by default)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, if not all."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and check all files before writing anything."""
        paths = options["files"] or sorted(settings.RECOMMENDATIONS_DIR.iterdir())
        problems: list[str] = []
        files = [file for path in paths if (file := _read(path, problems))]
        if problems:
            raise CommandError("\n".join(problems))
        with transaction.atomic():
            for file in files:
                done = store_recommendations(file)
                self.stdout.write(f"{file.instrument}: {len(file.recommendations)} recommendations")
                self._tell(done)

    def _tell(self, done: Loaded) -> None:
        for words, codes in (
            ("left alone (changed here)", done.left_alone),
            ("retired (no longer in the file)", done.retired),
            ("deleted (no longer in the file)", done.deleted),
        ):
            if codes:
                self.stdout.write(f"  {words}: {', '.join(codes)}")


def _read(path: Path, problems: list[str]) -> RecommendationFile | None:
    try:
        pieces = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        file = read_recommendations("\n".join(piece.read_text("utf-8") for piece in pieces))
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path}: cannot be read ({error}).")
        return None
    except BrokenRecommendations as error:
        problems.extend(f"{path}: {problem}" for problem in error.problems)
        return None
    version = InstrumentVersion.objects.published().filter(code=file.instrument).first()
    if version is None:
        problems.append(f"{path}: there is no published version of the instrument {file.instrument}.")
        return None
    problems.extend(f"{path}: {problem}" for problem in find_problems(file, instrument_of(version.pk)))
    return file
