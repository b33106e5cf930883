"""What management commands have in common: finding a round, and the language of their messages."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language, override

from surveys.models import Round
from surveys.troubles import trouble_of


class SpeakingCommand(BaseCommand):
    """A command whose messages come in the language that is asked for; trouble that passes is said in words."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The language."""
        parser.add_argument("--language", choices=list(settings.LANGUAGE_NAMES), help="of the messages")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run in the language asked for; in the active one where none is. Raises CommandError."""
        with override(options["language"] or get_language()):
            try:
                return super().execute(*args, **options)
            except Exception as error:
                if trouble := trouble_of(error):
                    raise CommandError(str(trouble.words)) from error
                raise


def round_named(code: str) -> Round:
    """The round of this code, its version loaded. Raises CommandError with the codes at hand."""
    try:
        return Round.objects.select_related("version").get(code=code)
    except Round.DoesNotExist as error:
        codes = ", ".join(Round.objects.values_list("code", flat=True)) or "none"
        raise CommandError(f"There is no round {code}. Rounds: {codes}.") from error
