"""Export the submitted responses of a round."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from surveys.commands import SpeakingCommand, round_named
from surveys.exporting import export_responses


class Command(SpeakingCommand):
    """`manage.py export_responses ROUND DIR`"""

    help = (
        "Write the submitted responses of a round as CSV, in the form that import_responses reads. Excluded responses "
        "and drafts are left out, and so are names, organisations and e-mail addresses. Text that a spreadsheet "
        "program could take for a formula gets an apostrophe before it, which the import removes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round and the folder."""
        super().add_arguments(parser)
        parser.add_argument("round", metavar="ROUND")
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--bom", action="store_true", help="begin files with a byte order mark, as Excel expects")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write both files and say how much they hold."""
        folder: Path = options["folder"]
        try:
            exported = export_responses(round_named(options["round"]), folder, with_mark=options["bom"])
        except OSError as error:
            names = {"file": error.filename or folder, "reason": error.strerror}
            raise CommandError(_("The file %(file)s cannot be written: %(reason)s.") % names) from error
        counts = {"responses": exported.responses, "entries": exported.entries, "folder": folder}
        message = _("Responses exported to %(folder)s: %(responses)d. Entries: %(entries)d.")
        self.stdout.write(message % counts)
