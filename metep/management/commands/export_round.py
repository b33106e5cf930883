"""Write one round into one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metep.archives.output import STANDARD_OUTPUT, target
from metep.archives.problems import ArchiveRefused
from metep.archives.reading import open_archive
from metep.archives.round_export import export_round
from metep.archives.telling import tell_written
from surveys.commands import round_named


class Command(BaseCommand):
    """`manage.py export_round ROUND FILE [--people] [--verify]`"""

    help = (
        "Write a round into one sealed file: instrument, institutions, answers with their history, evidence, "
        "fieldwork, scores. Without --people: no names and addresses of participants and staff, and of profiles no "
        "personal answers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round, the file, what goes with it."""
        parser.add_argument("round", metavar="ROUND")
        parser.add_argument("file", type=Path, metavar="FILE", help="a new file; - for standard output")
        parser.add_argument("--people", action="store_true", help="with participants, contacts, mail and who did what")
        parser.add_argument("--verify", action="store_true", help="read the written file again and check every part")

    def handle(self, *args: Any, file: Path, people: bool, verify: bool, **options: Any) -> None:
        """Write, check, tell."""
        code = round_named(options["round"]).code
        if verify and file == STANDARD_OUTPUT:
            raise CommandError("What went into a pipe cannot be read again: check it where it is kept.")
        try:
            with target(file) as stream:
                written = export_round(code, stream, people)
            if verify:
                with open_archive(file, written.seal) as archive:
                    archive.check_parts()
        except ArchiveRefused as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        tell_written(self.stderr if file == STANDARD_OUTPUT else self.stdout, self.stderr, file, written, verify)
