"""Import validated facts from a file, all or none."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from surveys.commands import SpeakingCommand, round_named
from surveys.spreadsheets import BadFile
from surveys.validating import import_validations


class Command(SpeakingCommand):
    """`manage.py import_validations ROUND FILE.csv`"""

    help = (
        "Set validated facts from a CSV file with the columns unit (empty: the country), item, value (yes, no or dk) "
        "and reason. Facts validated before are replaced. Nothing is written unless every row is good."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round and the file."""
        super().add_arguments(parser)
        parser.add_argument("round", metavar="ROUND")
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or name every bad cell."""
        survey_round = round_named(options["round"])
        try:
            validated = import_validations(survey_round, options["file"])
        except BadFile as error:
            raise CommandError("\n".join([*error.problems, _("Nothing was imported.")])) from error
        counts = {"added": validated.added, "replaced": validated.replaced}
        self.stdout.write(_("Facts validated: %(added)d new, %(replaced)d replaced.") % counts)
