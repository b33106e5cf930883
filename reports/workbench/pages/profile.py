"""Profile of a unit: pyramid, matrix, technologies, what stands out, against the mean of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.charts import Chart, Table
from reports.charts.dots import DotRow, draw_dots
from reports.figures import capitalised, gaps_figure, matrix_figure, pyramid_figure, technologies_figure
from reports.workbench.addresses import Place, passport_cells
from reports.workbench.frame import Asked, Content, Page, Panel
from reports.workbench.pages.peers import Peers, Pick, choose_peers
from reports.workbench.pages.points import cell, dot, point, series
from reports.workbench.pages.standing_out import items_panel
from reports.workbench.specs import Point, dots, heat
from scoring.display import on_hundred
from scoring.results import SOURCES, Family, Measure, Score, UnitScores, cell_code
from surveys.content import Source

Row = tuple[str, Score | None, Score | None]
"""A part's name, the score of the unit, the mean of the others."""


def build(asked: Asked) -> Content:
    """The pyramid first, then the unit beside others, then what it is made of."""
    control, peers = choose_peers(asked)
    panels = [_plain(asked, pyramid_figure(asked.view), _pyramid_cells(asked))]
    if peers:
        panels += [_compared(asked, peers), items_panel(asked, peers)]
    panels.append(_plain(asked, gaps_figure(asked.view), _gap_cells(asked)))
    panels += [*(_matrix(asked, source) for source in SOURCES), _technologies(asked)]
    shown = [panel for panel in panels if panel]
    nothing = "" if shown else _("There are no scores yet: no submitted response answers for this unit.")
    return Content(shown, [control] if control else [], nothing)


def _plain(asked: Asked, chart: Chart | None, grid: Sequence[Sequence[Place]]) -> Panel | None:
    """A picture whose table has these scores of the unit, row by row from the second column on."""
    return Panel(chart, cells=passport_cells(asked, asked.view.scores.unit, grid)) if chart else None


def _pyramid_cells(asked: Asked) -> list[list[Place]]:
    """The top of the pyramid first."""
    measures = (Measure.FACTS, Measure.PERCEPTIONS, Measure.COMBINED)
    levels = reversed(asked.view.instrument.levels)
    return [[(measure, Family.LEVELS, level.code) for measure in measures] for level in levels]


def _gap_cells(asked: Asked) -> list[list[Place]]:
    """The levels, then all of them."""
    parts = [*((Family.LEVELS, level.code) for level in asked.view.instrument.levels), (Family.OVERALL, "")]
    measures = (Measure.FACTS, Measure.PERCEPTIONS, Measure.GAP)
    return [[(measure, family, code) for measure in measures] for family, code in parts]


def _technologies(asked: Asked) -> Panel | None:
    """A row for each source that has scores of technologies; its name stands before the score where there are two."""
    view, unit = asked.view, asked.view.scores.unit
    chart = technologies_figure(view)
    if chart is None:
        return None
    sources = [source for source in SOURCES if any(part.items for part in view.of(source).technologies.values())]
    codes = [technology.code for technology in view.instrument.technologies]
    grid = [[(Measure(source), Family.TECHNOLOGIES, code)] for code in codes for source in sources]
    return Panel(chart, cells=passport_cells(asked, unit, grid, first=min(len(sources), 2)))


def _matrix(asked: Asked, source: Source) -> Panel | None:
    """The matrix of a source, with a chart that tells of each cell."""
    view, chart = asked.view, matrix_figure(asked.view, source)
    if chart is None:
        return None
    scores, levels = view.of(source), [level.code for level in view.instrument.levels]
    values = [
        [*(scores.cells[cell_code(level, area)] for level in levels), scores.areas[area]] for area in scores.areas
    ]
    values.append([*scores.levels.values(), scores.overall])
    rows = [*(capitalised(view.area(area)) for area in scores.areas), view.terms.words.all_areas]
    columns = [*(capitalised(view.level(level)) for level in levels), view.terms.words.all_levels]
    measure = Measure(source)
    grid: list[list[Place]] = [
        [*((measure, Family.CELLS, cell_code(level, area)) for level in levels), (measure, Family.AREAS, area)]
        for area in scores.areas
    ]
    grid.append([*((measure, Family.LEVELS, level) for level in levels), (measure, Family.OVERALL, "")])
    leads = passport_cells(asked, view.scores.unit, grid)
    cells = [
        [point(view.terms, score, leads[row, column], is_filled=True) for column, score in enumerate(line, start=1)]
        for row, line in enumerate(values)
    ]
    return Panel(chart, heat(rows, columns, cells), cells=leads)


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
    parts = [[part] for part, _row in shown]
    cells = passport_cells(asked, view.scores.unit, parts)
    if peers.unit:
        cells |= passport_cells(asked, peers.unit, parts, first=2)
    return Panel(chart, spec, note, cells=cells)


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


def _parts(asked: Asked) -> Iterator[tuple[Measure, Family, str]]:
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
