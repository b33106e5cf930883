"""Restore a backup of a whole site into an empty database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from metep.archives.problems import ArchiveRefused
from metep.archives.reading import open_archive
from metep.archives.restoring import restore_site


class Command(BaseCommand):
    """`manage.py restore FILE [--seal DIGITS] [--mail-goes-on]`"""

    help = (
        "Restore a backup into a new, migrated, empty database and this site's folder of evidence. The file is checked "
        "to its end first; then everything is written, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what is known of the time since it was written."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--seal", default="", metavar="DIGITS", help="that was noted down when it was written")
        parser.add_argument(
            "--mail-goes-on",
            action="store_true",
            help="the old site was stopped before the backup: what waited for workers is still to be done and sent",
        )

    def handle(self, *args: Any, file: Path, seal: str, mail_goes_on: bool, **options: Any) -> None:
        """Check, restore, tell."""
        try:
            with open_archive(file, seal) as archive:
                restored = restore_site(archive, mail_goes_on)
        except ArchiveRefused as error:
            raise CommandError(f"{file}: {error}") from error
        except DatabaseError as error:
            words = str(error).partition("\n")[0]
            raise CommandError(f"The database refused: {words}. Nothing was restored.") from error
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}. Nothing was restored.") from error
        self.stdout.write(f"Restored from {file}: {restored.rows} rows, {restored.files} files of evidence.")
        if restored.letters_held:
            self.stdout.write(f"{restored.letters_held} letters that waited count as perhaps sent; none goes out.")
        self.stdout.write(
            f"Who was erased after {archive.manifest.made_at} is back: manage.py erase_again with the lists kept since."
        )
        for name in archive.manifest.about.get("missing_files", []):
            self.stderr.write(f"The file {name} was missing already when the backup was written.")
        for name in restored.doubtful:
            self.stderr.write(f"The content of {name} is not that with which it was published.")
