"""Import responses from a file; every bad cell is reported."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from surveys.commands import SpeakingCommand, round_named
from surveys.importing import Imported, ImportRefused, ImportReport, import_responses
from surveys.spreadsheets import ENCODING, BadFile


class Command(SpeakingCommand):
    """`manage.py import_responses ROUND FILE.csv [--d FILE2.csv]`"""

    help = (
        "Import responses from a CSV file (one row each) as submitted ones. "
        "Nothing is written unless every cell is good, or --skip-bad leaves bad rows out. A cell that begins with an "
        "apostrophe before = + - @ is text: the apostrophe is removed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round, the files, and what to do with bad rows."""
        super().add_arguments(parser)
        parser.add_argument("round", metavar="ROUND")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--d", dest="entries", type=Path, metavar="FILE", help="entries of repeating tables")
        parser.add_argument("--skip-bad", action="store_true", help="leave bad rows out and import the others")
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE",
            help="write every bad cell and every warning there (with --skip-bad: FILE.problems.csv unless told)",
        )
        parser.add_argument(
            "--create-institutions",
            action="store_true",
            help="institutions that the register or the round lacks are added, with their codes as names",
        )
        parser.add_argument("--after-closing", action="store_true", help="import although the round is closed")

    def handle(
        self, *args: Any, file: Path, entries: Path | None, skip_bad: bool, report: Path | None, **options: Any
    ) -> None:
        """Import, then say what was written and what was doubtful."""
        survey_round = round_named(options["round"])
        if skip_bad and report is None:
            report = file.with_name(f"{file.stem}.problems.csv")
        if report and report.resolve() in {path.resolve() for path in (file, entries) if path}:
            raise CommandError(_("The report would overwrite an imported file. Give it another name."))
        with _reporting(report) as found:
            try:
                imported = import_responses(
                    survey_round,
                    file,
                    entries,
                    report=found,
                    skip_bad=skip_bad,
                    may_add_institutions=options["create_institutions"],
                    may_be_closed=options["after_closing"],
                )
            except ImportRefused as error:
                self._tell_doubts(found)
                raise CommandError("\n".join([*_problems(found), str(error)])) from error
            except BadFile as error:
                problems = [*_problems(found), *error.problems, _("Nothing was imported.")]
                raise CommandError("\n".join(problems)) from error
        self._tell_doubts(found)
        self._tell(imported, found, report)

    def _tell(self, imported: Imported, found: ImportReport, report: Path | None) -> None:
        for problem in _problems(found):
            self.stderr.write(problem)
        counts = {"responses": imported.responses, "entries": imported.entries, "rows": imported.left_out}
        self.stdout.write(_("Responses imported: %(responses)d. Entries imported: %(entries)d.") % counts)
        if imported.institutions:
            added = {"codes": ", ".join(imported.institutions)}
            self.stdout.write(_("Institutions added to the round: %(codes)s.") % added)
        if imported.left_out:
            self.stdout.write(_("Rows left out because of bad cells: %(rows)d.") % counts)
        if report:
            self.stdout.write(_("Everything found is listed in %(file)s.") % {"file": report})

    def _tell_doubts(self, found: ImportReport) -> None:
        for doubt, count in found.doubt_counts.items():
            self.stdout.write(_("Warning, %(count)d times: %(doubt)s") % {"count": count, "doubt": doubt.value})
            for place in found.doubtful_places[doubt]:
                self.stdout.write(f"  {place}")
            if more := count - len(found.doubtful_places[doubt]):
                self.stdout.write("  " + _("And %(count)d more.") % {"count": more})


@contextmanager
def _reporting(path: Path | None) -> Iterator[ImportReport]:
    if path is None:
        yield ImportReport()
        return
    try:
        stream = path.open("w", encoding=ENCODING, newline="")
    except OSError as error:
        names = {"file": path, "reason": error.strerror}
        raise CommandError(_("The file %(file)s cannot be written: %(reason)s.") % names) from error
    with stream:
        yield ImportReport(stream)


def _problems(found: ImportReport) -> list[str]:
    lines = [str(problem) for problem in found.problems]
    if more := found.problem_count - len(lines):
        lines.append(_("And %(count)d more problems: --report writes them all to a file.") % {"count": more})
    return lines
