"""Print a file of a unit: the diagnostic report, or another kind."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.files.kinds import Kind, NothingToCompare, kinds_for, make_file
from reports.results import Results, results_of
from scoring.results import UnitScores
from surveys.commands import round_named


class Command(BaseCommand):
    """`manage.py report ROUND [--unit CODE] [--kind brief] --language kk --out FILE.pdf`"""

    help = "Print the diagnostic report, or another file, of a round's nation or of one of its institutions or regions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round, the unit, the language, the file."""
        parser.add_argument("round", metavar="ROUND")
        parser.add_argument("--unit", default="", metavar="CODE", help="an institution or region; the nation without")
        parser.add_argument("--kind", default=Kind.REPORT, choices=Kind.values, help="which file (default: report)")
        parser.add_argument("--language", required=True, choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, build, print, write."""
        if not options["out"].parent.is_dir():
            raise CommandError(f"{options['out']} cannot be written: there is no folder {options['out'].parent}.")
        results = results_of(round_named(options["round"]))
        scores, kind = _unit_named(results, options["unit"]), Kind(options["kind"])
        if kind not in kinds_for(scores.unit.tier):
            raise CommandError(f"{scores.unit.code} has no such file: {kind}.")
        try:
            printed = make_file(kind, results, scores, options["language"])
        except NothingToCompare as error:
            raise CommandError(str(error)) from error
        try:
            options["out"].write_bytes(printed)
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error}.") from error
        self.stdout.write(f"{options['out']}: {scores.unit.called(options['language'])}, {len(printed) // 1024} KB.")


def _unit_named(results: Results, code: str) -> UnitScores:
    """The unit of this code; the nation for an empty one. Raises CommandError with the codes at hand."""
    if not code:
        return results.nation
    found = next((scores for scores in results.scores.units if scores.unit.code == code), None)
    if found is None:
        codes = ", ".join(scores.unit.code for scores in results.scores.units)
        raise CommandError(f"The round has no unit {code}. Units: {codes}.")
    return found
