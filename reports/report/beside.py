"""What other parts of the application add to a report: scenarios that were marked for it, series of other bodies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from reports.context import context_section
from reports.figures import UnitView
from reports.passport.printing import unit_reference
from reports.report.numbering import Figures
from reports.report.values import ReportTable, Section
from reports.results import Results
from reports.scenarios.keeping import ReportedScenario, scenario_section
from reports.scenarios.steps import StepRow
from scoring.results import UnitScores

_CARD = (40, 30, 55)  # widths of columns, in millimetres
_ACTING = (30, 45, 24)
_STEP = (17, 25, 25, 25, 21)
_SINGLE = (14, 26, 12, 16, 34, 22)


def scenario_sections(results: Results, scores: UnitScores, figures: Figures) -> Iterator[Section]:
    """A section for each scenario of the unit that is marked for its report."""
    for number, one in enumerate(scenario_section(results, scores), start=1):
        anchor, shown = f"scenario-{number}", one.shown
        charts = (replace(chart, key=f"{anchor}-{chart.key}") for chart in shown.charts)
        yield Section(
            anchor,
            one.name,
            paragraphs=tuple(filter(None, (one.note, shown.goal, *shown.sentences, shown.wider, shown.totals))),
            points=(*shown.proof, *shown.way_out),
            figures=figures.add(*charts) if shown.is_possible else (),
            tables=tuple(_tables(one)) if shown.is_possible else (),
            notes=tuple(_notes(one)),
            passport=None if one.is_stale else unit_reference(results, scores.unit),
        )


def _notes(one: ReportedScenario) -> Iterator[str]:
    yield _(
        "What would be has no interval: the uncertainty of today’s scores remains, and that of the future is not known."
    )
    if one.is_stale:
        yield _("This scenario was computed from earlier counts than the results of this report.")


def _tables(one: ReportedScenario) -> Iterator[ReportTable]:
    """The scores before and after, and the measures in order."""
    if one.shown.cards:
        names = (_("Indicator"), _("Score"), _("Change of the score"), _("Band"))
        yield ReportTable("", names, one.shown.cards, is_dense=True, widths=_CARD)
    if one.shown.acting:
        score = _("Score: %(focus)s") % {"focus": one.shown.focus}
        bodies = tuple((row.name, row.scores, row.measures, row.effort) for row in one.shown.acting)
        columns = (_("Institution"), score, _("Measures"), _("Effort"))
        title, texts = _("Institutions that act"), len(columns)
        yield ReportTable(title, columns, bodies, texts=texts, is_dense=True, widths=_ACTING)
    if one.shown.steps:
        reached = _("Score when it ends: %(focus)s") % {"focus": one.shown.focus}
        header = (_("Measure"), _("Months (from–to)"), _("Effort"), _("Time"), _("Costs"), reached)
        rows = tuple(
            (
                _measure(step),
                step.period,
                step.effort,
                step.months,
                step.costs,
                step.reached,
            )
            for step in one.shown.steps
        )
        texts = len(header)
        yield ReportTable(_("Measures in order"), header, rows, texts=texts, is_dense=True, widths=_STEP)


def _measure(step: StepRow) -> str:
    said = f"{step.number}. {step.code}. {step.words} ({step.turn}: {step.scores})"
    return f"{said}. {step.where}: {'; '.join(step.names)}" if step.where else said


def series_sections(results: Results, view: UnitView, figures: Figures) -> Iterator[Section]:
    """Series of other bodies beside the results of a country; none for other units."""
    found = context_section(results, view, "series", with_answers=False)
    if found is None:
        return
    tables: tuple[ReportTable, ...] = ()
    if found.single:
        header, rows = found.single.header, found.single.rows
        tables = (ReportTable(found.single_title, header, rows, texts=len(header), is_dense=True, widths=_SINGLE),)
    charts = figures.add(*found.charts)
    yield Section("context-series", found.title, (found.note,), figures=charts, tables=tables)
