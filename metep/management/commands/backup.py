"""Write a backup of the whole site into one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metep.archives.backup import backup_site
from metep.archives.output import STANDARD_OUTPUT, target
from metep.archives.problems import ArchiveRefused
from metep.archives.reading import open_archive
from metep.archives.telling import tell_written


class Command(BaseCommand):
    """`manage.py backup FILE [--verify]`"""

    help = (
        "Write everything (tables at one moment, files of evidence) into one sealed file, readable by its owner only. "
        "The site goes on meanwhile. Keep the file as you keep the database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a new file; - for standard output")
        parser.add_argument("--verify", action="store_true", help="read the written file again and check every part")

    def handle(self, *args: Any, file: Path, verify: bool, **options: Any) -> None:
        """Write, check, tell."""
        if verify and file == STANDARD_OUTPUT:
            raise CommandError("What went into a pipe cannot be read again: check it where it is kept.")
        try:
            with target(file) as stream:
                written = backup_site(stream)
            if verify:
                with open_archive(file, written.seal) as archive:
                    archive.check_parts()
        except ArchiveRefused as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        tell_written(self.stderr if file == STANDARD_OUTPUT else self.stdout, self.stderr, file, written, verify)
