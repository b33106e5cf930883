"""How the site stands, for terminals and for programs that watch: the page of its state in a few lines."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from metep.observing.health import Health
from metep.observing.overview import read_site

EXITS = {Health.GOOD: 0, Health.WATCH: 1, Health.BAD: 2}
"""As Nagios, Icinga and Zabbix read them."""


class Command(BaseCommand):
    """Ends with 0 where all is in order, with 1 where somebody should look, with 2 where somebody must act."""

    help = "Tell how the site stands; exit status 0 (in order), 1 (look at it) or 2 (act now)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """In which language."""
        parser.add_argument("--language", choices=list(settings.LANGUAGE_NAMES), default="en")

    def handle(self, **options: Any) -> None:
        """A line for each part, with what to do below it."""
        with translation.override(options["language"]):
            site = read_site()
            for verdict in site.verdicts:
                self.stdout.write(f"{verdict.health.word}: {verdict.subject}. {verdict.seen}")
                if verdict.advice:
                    self.stdout.write(f"    {verdict.advice}")
        if status := EXITS[site.health]:
            sys.exit(status)
