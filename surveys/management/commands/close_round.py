"""Close a round."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, no_translations

from surveys.commands import round_named


class Command(BaseCommand):
    """`manage.py close_round ROUND`"""

    help = "Close a round: it takes no more answers. Closing a closed round changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round."""
        parser.add_argument("round", metavar="ROUND")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Close it."""
        survey_round = round_named(options["round"])
        survey_round.close()
        self.stdout.write(f"{survey_round.code}: closed")
