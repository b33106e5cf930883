"""Compute the scores of a round and write the score document."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.calculate import freeze, read_evidence
from surveys.commands import round_named


class Command(BaseCommand):
    """`manage.py score ROUND --json FILE`"""

    help = "Compute the scores of a round, keep them as a score run and write the score document (method, section 8)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round and the file."""
        parser.add_argument("round", metavar="ROUND")
        parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, keep, write."""
        run = freeze(read_evidence(round_named(options["round"])))
        if path := options["json"]:
            try:
                path.write_text(json.dumps(run.document, ensure_ascii=False, indent=1) + "\n", "utf-8")
            except OSError as error:
                raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        counted = run.document["responses"]["counted"]
        self.stdout.write(f"{run.document['round']}: {counted} responses counted, method {run.method}.")
