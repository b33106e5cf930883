"""Remove files of evidence that belong to nothing: those of removed responses, and of saves that were cut off."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.storage import Storage
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.commands import SpeakingCommand
from surveys.models import Evidence
from surveys.models.evidence import evidence_storage

YOUNG = timedelta(hours=1)  # a file is stored a moment before its row is


class Command(SpeakingCommand):
    """`clean_evidence [--dry-run]`: what was removed, and which stored evidence has lost its file."""

    help = "Remove files of evidence that belong to no response, and name evidence whose file is gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to remove."""
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="remove nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare folder and table."""
        storage = evidence_storage()
        known = dict(Evidence.objects.exclude(file="").values_list("file", "response"))
        stored = set(_files_of(storage, ""))
        orphans = sorted(name for name in stored - known.keys() if _is_old(storage, name))
        for name in orphans:
            if not options["dry_run"]:
                storage.delete(name)
        words = (
            _("%(number)d files belonged to nothing.") if options["dry_run"] else _("%(number)d files were removed.")
        )
        self.stdout.write(words % {"number": len(orphans)})
        for name in sorted(known.keys() - stored):
            self.stderr.write(_("The file %(name)s is missing.") % {"name": name})


def _files_of(storage: Storage, folder: str) -> Iterator[str]:
    """The names of all files below a folder."""
    if folder == "" and not storage.exists("."):
        return
    folders, names = storage.listdir(folder)
    yield from (f"{folder}{name}" for name in names)
    for below in folders:
        yield from _files_of(storage, f"{folder}{below}/")


def _is_old(storage: Storage, name: str) -> bool:
    return storage.get_modified_time(name) < timezone.now() - YOUNG
