"""The sections of a unit's page: figures with the tables that lead on from every number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.charts import Chart
from reports.dashboard import unit
from reports.dashboard.values import Table, Writer
from reports.figures import (
    UnitView,
    distribution_figure,
    do_not_know_figure,
    gap_matrix_figure,
    gaps_figure,
    items_figure,
    matrix_figure,
    profile_figure,
    pyramid_figure,
    technologies_figure,
    units_figure,
)
from reports.findings import find_strengths, find_weaknesses
from reports.results import Results
from scoring.results import UnitScores, UnitTier
from surveys.content import Scored, Source

_SHOWN = 8  # items in a picture of the strongest or weakest

Figures = tuple[tuple[Chart, Table | None], ...]


@dataclass(frozen=True)
class PageSection:
    """A part of the page. `table` stands before the charts; each chart may have a twin with links."""

    code: str
    title: str
    charts: Figures
    table: Table | None = None
    note: str = ""


def unit_sections(results: Results, view: UnitView, writer: Writer) -> list[PageSection]:
    """The sections that have something to show."""
    sections = [
        _pyramid(view, writer),
        _matrix(results, view, writer),
        _technologies(view, writer),
        _standing_out(results, view),
        _profiles(view, writer),
        _do_not_know(view, writer),
        _members(results, view),
    ]
    return [section for section in sections if section.charts]


def _pyramid(view: UnitView, writer: Writer) -> PageSection:
    table = unit.levels_table(view.scores, view.instrument, writer)
    charts = _present((pyramid_figure(view), None), (gaps_figure(view), None))
    return PageSection("levels", _("Levels: the pyramid"), charts, table)


def _matrix(results: Results, view: UnitView, writer: Writer) -> PageSection:
    facts, perceptions, gap = unit.matrix_tables(view.scores, view.instrument, results.method, writer)
    charts = _present(
        (matrix_figure(view, Source.FACTS), facts),
        (matrix_figure(view, Source.PERCEPTIONS), perceptions),
        (gap_matrix_figure(view), gap),
    )
    return PageSection("matrix", _("Areas by levels"), charts)


def _technologies(view: UnitView, writer: Writer) -> PageSection:
    table = unit.technologies_table(view.scores, view.instrument, writer)
    return PageSection("technologies", _("Technologies"), _present((technologies_figure(view), table)))


def _standing_out(results: Results, view: UnitView) -> PageSection:
    charts = []
    for source in (Source.FACTS, Source.PERCEPTIONS):
        strengths = find_strengths(view.scores, view.instrument, results.method, source)[:_SHOWN]
        weaknesses = find_weaknesses(view.scores, view.instrument, results.method, source)[:_SHOWN]
        for name, title, found in (
            (f"strengths-{source}", _("Strongest items"), strengths),
            (f"weaknesses-{source}", _("Weakest items"), weaknesses),
        ):
            if found:
                sentence = _("%(source)s: the first of these is item %(code)s, which scores %(score)s of 100.") % {
                    "source": view.source_name(source),
                    "code": found[0].item.code,
                    "score": view.terms.numbers.score(found[0].score.score),
                }
                charts.append((items_figure(view, name, title, sentence, found), None))
    return PageSection("items", _("Strongest and weakest items"), _present(*charts))


def _profiles(view: UnitView, writer: Writer) -> PageSection:
    tables = [table for table in view.instrument.tables() if any(i.scored is Scored.PROFILE for i in table.items)]
    charts = _present(*((profile_figure(view, table), None) for table in tables))
    return PageSection(
        "profiles",
        _("Profiles"),
        charts,
        unit.profiles_table(view.scores, view.instrument, writer) if charts else None,
        _("Profiles stand beside the levels and do not enter them."),
    )


def _do_not_know(view: UnitView, writer: Writer) -> PageSection:
    table = unit.do_not_know_table(view.scores, view.instrument, writer)
    charts = _present((do_not_know_figure(view), table))
    return PageSection("do-not-know", _("Do not know"), charts)


def _members(results: Results, view: UnitView) -> PageSection:
    """Institutions side by side, for the nation, a region and all institutions; an institution among the others."""
    own = view.scores.unit
    units = results.units(UnitTier.INSTITUTION)
    if own.tier is UnitTier.SUBNATIONAL:
        units = [one for one in units if one.unit.region == own.code]
    mean: UnitScores | None = next(iter(results.units(UnitTier.ALL_INSTITUTIONS)), None)
    marked = own.code if own.tier is UnitTier.INSTITUTION else ""
    chart = units_figure(view.terms, "institutions", _("Institutions side by side"), units, mean, marked)
    return PageSection("institutions", _("Institutions"), _present((chart, None)))


def table_distributions(view: UnitView) -> Iterator[Chart]:
    """For each table answered from 0 to 5, how its answers are distributed."""
    for table in view.instrument.tables():
        if chart := distribution_figure(view, table):
            yield chart


def _present(*charts: tuple[Chart | None, Table | None]) -> Figures:
    return tuple((chart, table) for chart, table in charts if chart)
