"""Say what an archive holds, and whether it is as it was written. Nothing is changed; no database is needed for it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metep.archives.problems import ArchiveRefused
from metep.archives.reading import open_archive
from metep.archives.telling import tell_manifest


class Command(BaseCommand):
    """`manage.py check_archive FILE [--seal DIGITS]`"""

    help = "Check every part of a backup or of an exported round, and say what is in it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and what it must be."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--seal", default="", metavar="DIGITS", help="that was noted down when it was written")

    def handle(self, *args: Any, file: Path, seal: str, **options: Any) -> None:
        """Check, tell."""
        try:
            with open_archive(file, seal) as archive:
                archive.check_parts()
        except ArchiveRefused as error:
            raise CommandError(f"{file}: {error}") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        tell_manifest(self.stdout, file, archive)
