"""Bring one round into a site that has others."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from metep.archives.problems import ArchiveRefused
from metep.archives.reading import open_archive
from metep.archives.round_import import import_round


class Command(BaseCommand):
    """`manage.py import_round FILE [--code CODE] [--same-bodies] [--deputy ADDRESS] [--seal DIGITS]`"""

    help = (
        "Bring in a round that export_round wrote. Institutions and regions are known again by their codes; nothing "
        "that is here is changed; what clashes is refused with a sentence. All of it is written, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and how it meets this site."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--code", default="", help="of the round here, where its own is taken")
        parser.add_argument(
            "--same-bodies",
            action="store_true",
            help="bodies of the same code are the same, whatever they are called; names of this site stay",
        )
        parser.add_argument(
            "--deputy", default="", metavar="ADDRESS", help="of the user who stands for facilitators not known here"
        )
        parser.add_argument("--seal", default="", metavar="DIGITS", help="that was noted down when it was written")

    def handle(self, *args: Any, file: Path, code: str, seal: str, deputy: str, **options: Any) -> None:
        """Check, import, tell."""
        try:
            with open_archive(file, seal) as archive:
                imported = import_round(archive, code, options["same_bodies"], deputy)
        except ArchiveRefused as error:
            raise CommandError(f"{file}: {error}") from error
        except DatabaseError as error:
            words = str(error).partition("\n")[0]
            raise CommandError(f"The database refused: {words}. Nothing was imported.") from error
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}. Nothing was imported.") from error
        survey_round = imported.survey_round
        self.stdout.write(
            f"Round {survey_round.code} ({survey_round.state}): {imported.responses} responses, "
            f"{imported.files} files of evidence."
        )
        if imported.added:
            self.stdout.write(f"New here: {', '.join(sorted(imported.added))}.")
        self.stdout.write(f"To prove that scores follow from the answers: manage.py recount {survey_round.code}")
