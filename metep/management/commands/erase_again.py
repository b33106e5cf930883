"""Erase again, after a restore, whose data were erased since the backup was taken."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metep.archives.erasures import BrokenLine, Erasure


class Command(BaseCommand):
    """`manage.py erase_again FILE …`: safe to repeat."""

    help = "Repeat the erasures of lists that list_erasures wrote; what the site knows is passed over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The lists."""
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        """Read all of them first, then erase."""
        listed = {erasure for file in files for erasure in _read(file)}
        for erasure in sorted(listed, key=lambda one: one.at):
            self.stdout.write(f"{erasure.at} {erasure.round}: {erasure.repeat()}")
        if not listed:
            self.stdout.write("The lists are empty.")


def _read(file: Path) -> list[Erasure]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is no text'}.") from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found += [Erasure.read(line)] if line.strip() else []
        except BrokenLine as error:
            raise CommandError(f"{file}, line {number} is no line of list_erasures. Nothing was erased.") from error
    return found
