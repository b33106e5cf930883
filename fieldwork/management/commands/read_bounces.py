"""Read mail that came back, from a Maildir or from standard input."""

from __future__ import annotations

import mailbox
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from fieldwork.people.bounces import Read, note


class Command(BaseCommand):
    """`manage.py read_bounces [MAILDIR]`"""

    help = (
        "Note which letters came back. Give a Maildir, whose new messages are read and marked as seen, or pipe one "
        "message to standard input, as mail servers do."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the messages are."""
        parser.add_argument(
            "maildir", nargs="?", type=Path, help="a folder with new, cur and tmp; none: standard input"
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Read every message once and say what was found."""
        folder: Path | None = options["maildir"]
        found = Counter([note(sys.stdin.buffer.read())]) if folder is None else _read_folder(folder)
        told = ", ".join(f"{found[kind]} {kind.value}" for kind in Read if found[kind])
        self.stdout.write(told or "no new messages")


def _read_folder(folder: Path) -> Counter[Read]:
    if not all((folder / part).is_dir() for part in ("new", "cur", "tmp")):
        raise CommandError(f"{folder} is no Maildir: it lacks the folders new, cur and tmp.")
    found: Counter[Read] = Counter()
    box = mailbox.Maildir(folder, factory=None, create=False)
    for key, message in list(box.iteritems()):
        if message.get_subdir() != "new":
            continue
        found[note(box.get_bytes(key))] += 1
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message
    return found
