"""The national report as PDF: all that our command does against what WeasyPrint alone needs for the same HTML."""

from __future__ import annotations

from django.core.management import call_command
from django.utils import translation

from bench.results import Measurement, alternate, seconds_of
from bench.stage import Stage
from reports import results
from reports.report import build_report
from reports.report.printing import STYLE, write_html
from reports.results import results_of
from surveys.models import Round
from surveys.printing import print_html

LANGUAGE = "kk"
RESPONSES = 1500  # as in the demonstration


def measure(stage: Stage, repeats: int) -> Measurement:
    """Both in one process that has printed before, in turns."""
    survey_round = stage.round_of(RESPONSES)
    file = stage.folder / "report.pdf"
    with translation.override(LANGUAGE):
        found = results_of(survey_round)
        report = build_report(found, found.nation)
        html = write_html(report)
        pictures = {figure.chart.key: figure.chart.svg for figure in report.figures()}

    def command() -> float:
        results._scores.clear()
        with (stage.folder / "report.txt").open("w") as told:
            return seconds_of(
                lambda: call_command("report", survey_round.code, language=LANGUAGE, out=file, stdout=told)
            )

    command()
    whole, alone, frames, ours = alternate(
        repeats,
        command,
        lambda: seconds_of(lambda: print_html(html, STYLE, pictures)),
        lambda: seconds_of(lambda: print_html(html, STYLE, {key: _frame(svg) for key, svg in pictures.items()})),
        lambda: _build(survey_round),
    )
    measured = Measurement(
        f"report: the nation's in {LANGUAGE}, {len(pictures)} charts, {len(html) // 1024:,} KB of HTML"
    )
    measured.add("our command", whole, "s")
    measured.add("WeasyPrint alone", alone, "s")
    measured.add("our command, in WeasyPrint alone", whole / alone, at_most=2)
    measured.add("our own part: scores, words, charts", ours, "s")
    measured.add("charts in the printing", (alone - frames) / alone * 100, "%")
    measured.add("size of the PDF", file.stat().st_size / 1024, "KB")
    return measured


def _frame(svg: str) -> str:
    """A picture of the same size with nothing in it."""
    return f"{svg[: svg.index('>') + 1]}</svg>"


def _build(survey_round: Round) -> float:
    """Everything but printing: fold, compute, draw, write."""
    results._scores.clear()
    with translation.override(LANGUAGE):
        return seconds_of(lambda: _values(survey_round))


def _values(survey_round: Round) -> None:
    found = results_of(survey_round)
    write_html(build_report(found, found.nation))
