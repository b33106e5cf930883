"""The sections of a unit's page: figures with the tables that lead on from every number."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.charts import Chart
from reports.dashboard import unit
from reports.dashboard.values import Table, Writer
from reports.figures import (
    do_not_know_figure,
    gap_matrix_figure,
    gaps_figure,
    items_figure,
    matrix_figure,
    profile_figures,
    pyramid_figure,
    technologies_figure,
    units_figure,
)
from reports.findings import SHOWN, find_strengths, find_weaknesses
from reports.results import Results
from scoring.results import SOURCES, Measure, UnitTier
from surveys.content import Source

Figures = tuple[tuple[Chart, Table | None], ...]


@dataclass(frozen=True)
class PageSection:
    """A part of the page. `table` stands before the charts; each chart may have a twin with links."""

    code: str
    title: str
    charts: Figures
    table: Table | None = None
    note: str = ""


def unit_sections(results: Results, writer: Writer) -> list[PageSection]:
    """The sections that have something to show."""
    sections = [
        _pyramid(writer),
        _matrix(writer),
        _technologies(writer),
        _standing_out(writer),
        _profiles(writer),
        _do_not_know(writer),
        _members(results, writer),
    ]
    return [section for section in sections if section.charts]


def _pyramid(writer: Writer) -> PageSection:
    table = unit.levels_table(writer)
    charts = _present((pyramid_figure(writer.view), table), (gaps_figure(writer.view), table))
    return PageSection("levels", _("Levels: the pyramid"), charts, table)


def _matrix(writer: Writer) -> PageSection:
    facts, perceptions, gap = unit.matrix_tables(writer)
    charts = _present(
        (matrix_figure(writer.view, Source.FACTS), facts),
        (matrix_figure(writer.view, Source.PERCEPTIONS), perceptions),
        (gap_matrix_figure(writer.view), gap),
    )
    return PageSection("matrix", _("Areas by levels"), charts)


def _technologies(writer: Writer) -> PageSection:
    charts = _present((technologies_figure(writer.view), unit.technologies_table(writer)))
    return PageSection("technologies", _("Technologies"), charts)


def _standing_out(writer: Writer) -> PageSection:
    view, charts = writer.view, []
    for source in SOURCES:
        evidence = (view.scores, view.instrument, view.terms.method, source, SHOWN)
        for name, title, found in (
            (f"strengths-{source}", _("Strongest items"), find_strengths(*evidence)),
            (f"weaknesses-{source}", _("Weakest items"), find_weaknesses(*evidence)),
        ):
            if found:
                sentence = _("%(source)s: the first of these is item %(code)s, which scores %(score)s of 100.") % {
                    "source": view.terms.called(Measure(source)),
                    "code": found[0].item.code,
                    "score": view.terms.numbers.score(found[0].score.score),
                }
                twin = unit.scores_table(title, [one.score for one in found], writer)
                charts.append((items_figure(view, name, title, sentence, found), twin))
    return PageSection("items", _("Strongest and weakest items"), _present(*charts))


def _profiles(writer: Writer) -> PageSection:
    table = unit.profiles_table(writer)
    charts = _present(*((chart, table) for chart in profile_figures(writer.view)))
    note = _("Profiles stand beside the levels and do not enter them.")
    return PageSection("profiles", _("Profiles"), charts, table if charts else None, note)


def _do_not_know(writer: Writer) -> PageSection:
    charts = _present((do_not_know_figure(writer.view), unit.do_not_know_table(writer)))
    return PageSection("do-not-know", _("Do not know"), charts)


def _members(results: Results, writer: Writer) -> PageSection:
    """Institutions side by side, for the nation, a region and all institutions; an institution among the others."""
    view, own = writer.view, writer.view.scores.unit
    units = results.units(UnitTier.INSTITUTION)
    if own.tier is UnitTier.SUBNATIONAL:
        units = [one for one in units if one.unit.region == own.code]
    marked = own.code if own.tier is UnitTier.INSTITUTION else ""
    title = _("Institutions side by side")
    chart = units_figure(view.terms, "institutions", title, units, results.mean, marked)
    return PageSection("institutions", _("Institutions"), _present((chart, unit.units_table(title, units, writer))))


def _present(*charts: tuple[Chart | None, Table | None]) -> Figures:
    return tuple((chart, table) for chart, table in charts if chart)
