"""Write the proof of a score run: a ZIP from which anybody can recompute its scores."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.kept import NothingKept
from scoring.models import ScoreRun
from scoring.proof.writing import write_proof
from surveys.commands import round_named


class Command(BaseCommand):
    """`manage.py export_proof RUN FILE.zip`"""

    help = (
        "Pack instrument, method, counts, settled facts and scores of a score run with a script that recomputes "
        "everything without this application."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The run and the file."""
        parser.add_argument("run", metavar="RUN", help="the number of a score run, or the code of a round: its latest")
        parser.add_argument("file", type=Path, metavar="FILE.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find, write, tell the checksum that stands for all of it."""
        run = _run_named(options["run"])
        path: Path = options["file"]
        try:
            with path.open("xb") as target:
                checksum = write_proof(run, target)
        except NothingKept as error:
            path.unlink()
            raise CommandError(f"{error} Compute the scores again: manage.py score {run.round.code}.") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: proof of run {run.pk} of round {run.round.code}, computed {run.computed_at:%F %T}.")
        self.stdout.write(f"Note down elsewhere the SHA-256 of its SHA256SUMS: {checksum}")


def _run_named(name: str) -> ScoreRun:
    """The run of this number; else the latest of the round of this code. Raises CommandError."""
    runs = ScoreRun.objects.select_related("round__version")
    if name.isdecimal() and (run := runs.filter(pk=name).first()):
        return run
    survey_round = round_named(name)
    run = runs.filter(round=survey_round).first()
    if run is None:
        raise CommandError(f"Round {name} has no score run yet. Compute one: manage.py score {name}.")
    return run
