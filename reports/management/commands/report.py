"""Print the diagnostic report of a unit."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from reports.report import build_report, print_report
from reports.results import Results, results_of
from scoring.results import UnitScores
from surveys.commands import round_named


class Command(BaseCommand):
    """`manage.py report ROUND [--unit CODE] --language kk --out FILE.pdf`"""

    help = "Print the diagnostic report of a round's nation, or of one of its institutions or regions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round, the unit, the language, the file."""
        parser.add_argument("round", metavar="ROUND")
        parser.add_argument("--unit", default="", metavar="CODE", help="an institution or region; the nation without")
        parser.add_argument("--language", required=True, choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write the PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, build, print, write."""
        if not options["out"].parent.is_dir():
            raise CommandError(f"{options['out']} cannot be written: there is no folder {options['out'].parent}.")
        with translation.override(options["language"]):
            results = results_of(round_named(options["round"]))
            report = build_report(results, _unit_named(results, options["unit"]))
            printed = print_report(report)
        try:
            options["out"].write_bytes(printed)
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error}.") from error
        self.stdout.write(f"{options['out']}: {report.unit}, {len(printed) // 1024} KB.")


def _unit_named(results: Results, code: str) -> UnitScores:
    """The unit of this code; the nation for an empty one. Raises CommandError with the codes at hand."""
    if not code:
        return results.nation
    found = next((scores for scores in results.scores.units if scores.unit.code == code), None)
    if found is None:
        codes = ", ".join(scores.unit.code for scores in results.scores.units)
        raise CommandError(f"The round has no unit {code}. Units: {codes}.")
    return found
