"""Run the checks of quality over a round, here and now."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from fieldwork.quality.links.checking import check_links
from fieldwork.quality.registry import CHECKS
from fieldwork.quality.running import run_checks
from surveys.commands import SpeakingCommand, round_named


class Command(SpeakingCommand):
    """`check_quality ROUND [--no-links]`: one line for each check."""

    help = "Run the checks of quality over a round."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round, and whether to open links."""
        super().add_arguments(parser)
        parser.add_argument("round")
        parser.add_argument("--no-links", action="store_true", help="open no links of evidence")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at links, run the checks, say what was found."""
        survey_round = round_named(options["round"])
        if not options["no_links"]:
            check_links(survey_round)
        results = run_checks(survey_round).results
        for check in CHECKS:
            numbers = results[check.code]
            words = _("%(check)s: %(found)d (looked at: %(base)d)")
            self.stdout.write(words % {"check": check.title, "found": numbers["found"], "base": numbers["base"]})
