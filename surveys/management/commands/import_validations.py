"""Import validated facts from a file, all or none."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from surveys.rounds import round_named
from surveys.spreadsheets import BadFile
from surveys.validating import import_validations


class Command(BaseCommand):
    """`manage.py import_validations ROUND FILE.csv`"""

    help = (
        "Set validated facts from a CSV file with the columns unit (empty: the country), item, value (yes, no or dk) "
        "and reason. Facts validated before are replaced. Nothing is written unless every row is good."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round and the file."""
        parser.add_argument("round", metavar="ROUND")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], help="of the messages")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or name every bad cell."""
        with translation.override(options["language"] or translation.get_language()):
            survey_round = round_named(options["round"])
            try:
                validated = import_validations(survey_round, options["file"])
            except BadFile as error:
                raise CommandError("\n".join([*error.problems, _("Nothing was imported.")])) from error
            counts = {"added": validated.added, "replaced": validated.replaced}
            self.stdout.write(_("Facts validated: %(added)d new, %(replaced)d replaced.") % counts)
