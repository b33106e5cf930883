"""The chapter with the results of one unit: a section for each question that scores answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.charts import Chart
from reports.figures import (
    UnitView,
    do_not_know_figure,
    gap_matrix_figure,
    gaps_figure,
    items_figure,
    matrix_figure,
    profile_figures,
    pyramid_figure,
    tables_figure,
    technologies_figure,
)
from reports.findings import (
    SHOWN,
    STRONG_BAND,
    WEAK_BAND,
    ItemFinding,
    find_strengths,
    find_weaknesses,
    level_items,
)
from reports.report.numbering import Figures
from reports.report.values import ReportTable, Section
from scoring.results import SOURCES
from surveys.content import Source


def result_sections(view: UnitView, figures: Figures) -> Iterator[Section]:
    """The sections of a unit's chapter; those without a figure are left out."""
    build = (_levels, _areas, _gaps, _technologies, _strengths, _weaknesses, _profiles, _do_not_know)
    sections = (section_of(view, figures) for section_of in build)
    return (section for section in sections if section.figures)


def _levels(view: UnitView, figures: Figures) -> Section:
    pyramid, table = pyramid_figure(view), f"{view.prefix}-levels-table"
    text = _(
        "Each level rests on the one below it: who is not informed cannot be consulted, and who is not "
        "consulted does not decide. The colour of a level is the band of its combined score."
    )
    return Section(
        f"{view.prefix}-levels",
        _("The levels of e-participation"),
        paragraphs=(text,),
        figures=figures.add(pyramid, table=table),
        tables=(ReportTable("", pyramid.table.header, pyramid.table.rows, table, is_dense=True),) if pyramid else (),
    )


def _areas(view: UnitView, figures: Figures) -> Section:
    text = _("A cell is the mean of the items that belong to its level and its area.")
    charts = figures.add(*(matrix_figure(view, source) for source in SOURCES))
    return Section(f"{view.prefix}-areas", _("Areas by levels"), paragraphs=(text,), figures=charts)


def _gaps(view: UnitView, figures: Figures) -> Section:
    text = _(
        "The gap is the score of the perceptions minus that of the facts. A gap below zero: what exists is "
        "little known, or works less well than it stands on paper. A gap above zero: respondents see more than "
        "is laid down."
    )
    charts = figures.add(gaps_figure(view), gap_matrix_figure(view))
    return Section(f"{view.prefix}-gaps", _("Perceptions beside facts"), paragraphs=(text,), figures=charts)


def _technologies(view: UnitView, figures: Figures) -> Section:
    return Section(f"{view.prefix}-technologies", _("Technologies"), figures=figures.add(technologies_figure(view)))


def _strengths(view: UnitView, figures: Figures) -> Section:
    titles = {Source.FACTS: _("Strengths: facts"), Source.PERCEPTIONS: _("Strengths: perceptions")}
    evidence = (view.scores, view.instrument, view.terms.method)
    charts = (
        _items(view, f"strengths-{source}", title, find_strengths(*evidence, source))
        for source, title in titles.items()
    )
    band = view.terms.band_names()[STRONG_BAND]
    text = _("A strength is an item whose score is in the band “%(band)s” or higher.") % {"band": band}
    return Section(f"{view.prefix}-strengths", _("Strengths"), paragraphs=(text,), figures=figures.add(*charts))


def _weaknesses(view: UnitView, figures: Figures) -> Section:
    titles = {Source.FACTS: _("Weaknesses: facts"), Source.PERCEPTIONS: _("Weaknesses: perceptions")}
    evidence = (view.scores, view.instrument, view.terms.method)
    charts = (
        _items(view, f"weaknesses-{source}", title, find_weaknesses(*evidence, source))
        for source, title in titles.items()
    )
    text = _(
        "A weakness is an item whose score is in the band “%(band)s” or lower. Items that are No only because "
        "the item above them is No are not listed."
    ) % {"band": view.terms.band_names()[WEAK_BAND]}
    return Section(f"{view.prefix}-weaknesses", _("Weaknesses"), paragraphs=(text,), figures=figures.add(*charts))


def _items(view: UnitView, name: str, title: str, found: list[ItemFinding]) -> Chart | None:
    if not found:
        return None
    all_items = len(list(level_items(view.scores, view.instrument, found[0].score.source)))
    sentence = _("Number of such items: %(found)s of %(all)s; shown: %(shown)s.") % {
        "found": view.terms.numbers.count(len(found)),
        "all": view.terms.numbers.count(all_items),
        "shown": view.terms.numbers.count(min(len(found), SHOWN)),
    }
    return items_figure(view, name, title, sentence, found[:SHOWN])


def _profiles(view: UnitView, figures: Figures) -> Section:
    text = _("Profiles are reported beside the levels and do not enter them.")
    charts = figures.add(*profile_figures(view))
    return Section(f"{view.prefix}-profiles", _("Profiles"), paragraphs=(text,), figures=charts)


def _do_not_know(view: UnitView, figures: Figures) -> Section:
    text = _(
        "Do not know is an answer: where it is frequent, the people who should know are not informed. "
        "It does not enter the score."
    )
    charts = figures.add(tables_figure(view), do_not_know_figure(view))
    return Section(f"{view.prefix}-unknown", _("What respondents did not know"), paragraphs=(text,), figures=charts)
