"""Open a round."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from surveys.commands import round_named


class Command(BaseCommand):
    """`manage.py open_round ROUND`"""

    help = (
        "Open a round: it takes answers from now, or from its opening moment on. Opening an open round changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round."""
        parser.add_argument("round", metavar="ROUND")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Open it, or say everything that keeps it from opening."""
        survey_round = round_named(options["round"])
        try:
            survey_round.open()
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        if survey_round.is_open():
            self.stdout.write(f"{survey_round.code}: open, takes answers now")
        else:
            opens_at = timezone.localtime(survey_round.opens_at)
            self.stdout.write(f"{survey_round.code}: open, takes answers from {opens_at:%Y-%m-%d %H:%M %Z} on")
