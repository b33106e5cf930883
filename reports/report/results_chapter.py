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
from reports.findings import STRONG_BAND, WEAK_BAND, ItemFinding, find_strengths, find_weaknesses, level_items
from reports.report.numbering import Figures
from reports.report.sentences import strong_band
from reports.report.values import ReportTable, Section
from scoring.results import SOURCES
from surveys.content import Source

SHOWN = 8  # items in a list of strengths or weaknesses


def result_sections(view: UnitView, figures: Figures) -> Iterator[Section]:
    """The sections of a unit's chapter; those without a figure are left out."""
    for section in _sections(view, figures):
        if section.figures:
            yield section


def _sections(view: UnitView, figures: Figures) -> Iterator[Section]:
    anchor = view.prefix
    pyramid = pyramid_figure(view)
    yield Section(
        f"{anchor}-levels",
        _("The levels of e-participation"),
        paragraphs=(
            _(
                "Each level rests on the one below it: who is not informed cannot be consulted, and who is not "
                "consulted does not decide. The colour of a level is the band of its combined score."
            ),
        ),
        figures=figures.add(pyramid, table=f"{anchor}-levels-table"),
        tables=_twin(pyramid, f"{anchor}-levels-table"),
    )
    yield Section(
        f"{anchor}-areas",
        _("Areas by levels"),
        paragraphs=(_("A cell is the mean of the items that belong to its level and its area."),),
        figures=figures.add(matrix_figure(view, Source.FACTS), matrix_figure(view, Source.PERCEPTIONS)),
    )
    yield Section(
        f"{anchor}-gaps",
        _("Perceptions beside facts"),
        paragraphs=(
            _(
                "The gap is the score of the perceptions minus that of the facts. A gap below zero: what exists is "
                "little known, or works less well than it stands on paper. A gap above zero: respondents see more than "
                "is laid down."
            ),
        ),
        figures=figures.add(gaps_figure(view), gap_matrix_figure(view)),
    )
    yield Section(f"{anchor}-technologies", _("Technologies"), figures=figures.add(technologies_figure(view)))
    yield from _standing_out(view, figures)
    yield Section(
        f"{anchor}-profiles",
        _("Profiles"),
        paragraphs=(_("Profiles are reported beside the levels and do not enter them."),),
        figures=figures.add(*profile_figures(view)),
    )
    yield Section(
        f"{anchor}-unknown",
        _("What respondents did not know"),
        paragraphs=(
            _(
                "Do not know is an answer: where it is frequent, the people who should know are not informed. "
                "It does not enter the score."
            ),
        ),
        figures=figures.add(tables_figure(view), do_not_know_figure(view, SHOWN)),
    )


def _twin(chart: Chart | None, anchor: str) -> tuple[ReportTable, ...]:
    """The table that says the same as a chart."""
    return (ReportTable("", chart.table.header, chart.table.rows, anchor, is_dense=True),) if chart else ()


def _standing_out(view: UnitView, figures: Figures) -> Iterator[Section]:
    """Strengths, then weaknesses, each by source."""
    method, anchor = view.terms.method, view.prefix
    strengths, weaknesses = (
        {source: find(view.scores, view.instrument, method, source) for source in SOURCES}
        for find in (find_strengths, find_weaknesses)
    )
    titles = {
        Source.FACTS: (_("Strengths: facts"), _("Weaknesses: facts")),
        Source.PERCEPTIONS: (_("Strengths: perceptions"), _("Weaknesses: perceptions")),
    }
    best, worst = strong_band(view, STRONG_BAND), strong_band(view, WEAK_BAND)
    yield Section(
        f"{anchor}-strengths",
        _("Strengths"),
        paragraphs=(_("A strength is an item whose score is in the band “%(band)s” or higher.") % {"band": best},),
        figures=figures.add(
            *(_items(view, f"strengths-{source}", titles[source][0], found) for source, found in strengths.items())
        ),
    )
    yield Section(
        f"{anchor}-weaknesses",
        _("Weaknesses"),
        paragraphs=(
            _(
                "A weakness is an item whose score is in the band “%(band)s” or lower. Items that are No only because "
                "the item above them is No are not listed."
            )
            % {"band": worst},
        ),
        figures=figures.add(
            *(_items(view, f"weaknesses-{source}", titles[source][1], found) for source, found in weaknesses.items())
        ),
    )


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
