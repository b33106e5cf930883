"""Profile of a unit: pyramid, matrix, technologies, what stands out, against the mean of others."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.charts import Chart, Table
from reports.charts.dots import DotRow, draw_dots
from reports.figures import capitalised, gaps_figure, matrix_figure, pyramid_figure, technologies_figure
from reports.workbench.addresses import passports
from reports.workbench.frame import Asked, Content, Page, Panel
from reports.workbench.pages.peers import Peers, Pick, choose_peers
from reports.workbench.pages.points import cell, dot, point, series
from reports.workbench.pages.standing_out import items_panel
from reports.workbench.specs import Point, dots, heat
from scoring.display import on_hundred
from scoring.results import SOURCES, Family, Measure, Score, UnitScores, cell_code
from surveys.content import Source

Place = tuple[Measure, Family, str]
"""Which score of a unit: measure, family, part."""
Row = tuple[str, Score | None, Score | None]
"""A part's name, the score of the unit, the mean of the others."""


def build(asked: Asked) -> Content:
    """The pyramid first, then the unit beside others, then what it is made of."""
    control, peers = choose_peers(asked)
    panels = [_plain(pyramid_figure(asked.view))]
    if peers:
        panels += [_compared(asked, peers), items_panel(asked, peers)]
    panels += [_plain(gaps_figure(asked.view)), *(_matrix(asked, source) for source in SOURCES)]
    panels.append(_plain(technologies_figure(asked.view)))
    shown = [panel for panel in panels if panel]
    nothing = "" if shown else _("There are no scores yet: no submitted response answers for this unit.")
    return Content(shown, [control] if control else [], nothing)


def _plain(chart: Chart | None) -> Panel | None:
    return Panel(chart) if chart else None


def _matrix(asked: Asked, source: Source) -> Panel | None:
    """The matrix of a source, with a chart that tells of each cell."""
    view, chart = asked.view, matrix_figure(asked.view, source)
    if chart is None:
        return None
    scores, levels = view.of(source), [level.code for level in view.instrument.levels]
    cells: list[list[Point | None]] = []
    for area, mean in scores.areas.items():
        inner = [scores.cells[cell_code(level, area)] for level in levels]
        cells.append([point(view.terms, score, is_filled=True) for score in (*inner, mean)])
    last = (*scores.levels.values(), scores.overall)
    cells.append([point(view.terms, score, is_filled=True) for score in last])
    rows = [*(capitalised(view.area(area)) for area in scores.areas), view.terms.words.all_areas]
    columns = [*(capitalised(view.level(level)) for level in levels), view.terms.words.all_levels]
    parts = [
        *((source.value, Family.AREAS.value, area) for area in scores.areas),
        (source.value, Family.OVERALL.value, ""),
    ]
    return Panel(chart, heat(rows, columns, cells), links=passports(asked, parts))


def _compared(asked: Asked, peers: Peers) -> Panel | None:
    """The unit beside the mean of others: overall, levels, areas and technologies."""
    view, terms = asked.view, asked.view.terms
    pairs = zip(_parts(asked), _rows(asked, peers), strict=True)
    shown = [(part, row) for part, row in pairs if row[1] is not None and row[1].mapped]
    rows = [row for _part_of_it, row in shown]
    if not any(own and own.score is not None for _name, own, _mean in rows):
        return None
    drawn = [DotRow(name, (dot(terms, own), dot(terms, mean))) for name, own, mean in rows]
    table = Table(
        (_("Part"), view.name, peers.name, _("Difference"), _("Institutions (n)")),
        tuple(
            (name, cell(terms, own), cell(terms, mean), _difference(asked, own, mean), _n(mean))
            for name, own, mean in rows
        ),
    )
    caption = view.caption("compared", _("This unit beside others"), _sentence(asked, peers, rows))
    chart = draw_dots(terms, caption, (view.name, peers.name), drawn, table)
    spec = dots(
        [name for name, _own, _mean in rows],
        [
            series(0, view.name, [point(terms, own) for _name, own, _mean in rows]),
            series(1, peers.name, [_mean_point(asked, mean) for _name, _own, mean in rows]),
        ],
    )
    note = _("The mean of the others is unweighted and counts this unit, too; it has no interval here.")
    return Panel(chart, spec, note, passports(asked, [part for part, _row in shown]))


def _mean_point(asked: Asked, mean: Score | None) -> Point | None:
    if mean is None:
        return None
    shown = cell(asked.view.terms, mean)
    return Point(mean.score, shown, "{}\n{}".format(shown, _("institutions: %(n)s") % {"n": _n(mean)}))


def _n(mean: Score | None) -> str:
    return "0" if mean is None else str(mean.items)


def _difference(asked: Asked, own: Score | None, mean: Score | None) -> str:
    if own is None or mean is None or own.score is None or mean.score is None:
        return asked.view.terms.numbers.gap(None)
    return asked.view.terms.numbers.gap(own.score - mean.score)


def _rows(asked: Asked, peers: Peers) -> Iterator[Row]:
    view = asked.view
    for part in _parts(asked):
        name, pick = _part(asked, *part)
        yield name, pick(view.scores), peers.mean(pick)


def _parts(asked: Asked) -> Iterator[Place]:
    """What is compared: combined scores, then those of each source by area, then technologies."""
    view = asked.view
    yield (Measure.COMBINED, Family.OVERALL, "")
    for level in view.instrument.levels:
        yield (Measure.COMBINED, Family.LEVELS, level.code)
    for source in SOURCES:
        for area in view.of(source).areas:
            yield (Measure(source), Family.AREAS, area)
    for technology in view.instrument.technologies:
        yield (Measure.FACTS, Family.TECHNOLOGIES, technology.code)


def _part(asked: Asked, measure: Measure, family: Family, code: str) -> tuple[str, Pick]:
    def pick(scores: UnitScores) -> Score | None:
        return scores.of(measure).part(family, code)

    view = asked.view
    name = view.part(family, code)
    return (name if measure is Measure.COMBINED else f"{name} ({view.terms.called(measure).lower()})"), pick


def _sentence(asked: Asked, peers: Peers, rows: list[Row]) -> str:
    """Where the unit lies against the others as a whole, and whether its interval reaches their mean."""
    _name, own, mean = rows[0]
    if own is None or mean is None or own.score is None or mean.score is None:
        return _("The unit and the mean of others can be compared in some parts only.")
    difference = on_hundred(own.score) - on_hundred(mean.score)
    values = {
        "score": asked.view.terms.numbers.score(own.score),
        "mean": asked.view.terms.numbers.score(mean.score),
        "n": _n(mean),
        "others": peers.name,
    }
    if not difference:
        return _("The overall score, %(score)s, equals the mean of the others. %(others)s: n = %(n)s.") % values
    is_within = own.low is not None and own.high is not None and own.low <= mean.score <= own.high
    if difference > 0:
        text = (
            _(
                "The overall score, %(score)s, is above the mean, %(mean)s, but chance alone may explain it. "
                "%(others)s: n = %(n)s."
            )
            if is_within
            else _("The overall score, %(score)s, is above the mean, %(mean)s. %(others)s: n = %(n)s.")
        )
    else:
        text = (
            _(
                "The overall score, %(score)s, is below the mean, %(mean)s, but chance alone may explain it. "
                "%(others)s: n = %(n)s."
            )
            if is_within
            else _("The overall score, %(score)s, is below the mean, %(mean)s. %(others)s: n = %(n)s.")
        )
    return text % values


PROFILE = Page("profile", gettext_lazy("Profile"), gettext_lazy("How does this unit stand?"), build)
