"""Rebuild the tallies of a round from the stored answers."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scoring.recounting import recount
from surveys.commands import round_named


class Command(BaseCommand):
    """`manage.py recount ROUND`"""

    help = "Rebuild coded answers, tallies and progress of a round from its answers, and say what differed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round."""
        parser.add_argument("round", metavar="ROUND")

    def handle(self, *args: Any, **options: Any) -> None:
        """Recount and report."""
        found = recount(round_named(options["round"]))
        self.stdout.write(
            f"{found.responses} responses counted, {found.recoded} recoded, {found.changed_units} tallies changed."
        )
        if found.waiting:
            self.stdout.write(f"{found.waiting} changes of counts were not in the tallies yet, and now are.")
