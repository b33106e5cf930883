"""Figures of levels and areas: the pyramid, the matrix, the gaps."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from reports.charts import Chart, GapRow, MatrixRow, PyramidLevel, draw_gaps, draw_matrix, draw_pyramid
from reports.figures.saying import say_ends
from reports.figures.view import UnitView, capitalised
from reports.findings import find_ends, find_gaps, is_apart
from scoring.results import Score, cell_code
from surveys.content import Source


def pyramid_figure(view: UnitView) -> Chart | None:
    """The levels with facts, perceptions and both combined."""
    scores = view.scores
    said = view.said({code: view.level(code) for code in scores.combined.levels}, scores.combined.levels)
    if not said:
        return None
    sentence = say_ends(
        view.terms,
        said,
        _("The highest combined score among the levels: %(best)s (%(high)s); the lowest: %(worst)s (%(low)s)."),
    )
    levels = [
        PyramidLevel(
            capitalised(view.level(code)), scores.facts.levels[code], scores.perceptions.levels[code], combined
        )
        for code, combined in scores.combined.levels.items()
    ]
    return draw_pyramid(view.terms, view.caption("pyramid", _("Pyramid of the levels"), sentence), levels)


def matrix_figure(view: UnitView, source: Source) -> Chart | None:
    """The scores of a source by area and level."""
    scores = view.of(source)
    if scores.overall.score is None:
        return None
    titles = {
        Source.FACTS: _("Areas by levels: facts"),
        Source.PERCEPTIONS: _("Areas by levels: perceptions"),
    }
    caption = view.caption(f"matrix-{source}", titles[source], _cell_sentence(view, scores.cells))
    rows = [
        MatrixRow(capitalised(view.area(area)), _cells(view, scores.cells, area), mean)
        for area, mean in scores.areas.items()
    ]
    return draw_matrix(view.terms, caption, _levels(view), rows, (*scores.levels.values(), scores.overall))


def gap_matrix_figure(view: UnitView) -> Chart | None:
    """Perceptions minus facts by area and level."""
    facts, perceptions = view.scores.facts, view.scores.perceptions
    cells, areas = find_gaps(facts.cells, perceptions.cells), find_gaps(facts.areas, perceptions.areas)
    ends = find_ends(cells)
    if ends is None:
        return None
    numbers = view.terms.numbers
    sentence = _("Perceptions minus facts: lowest in %(worst)s (%(low)s), highest in %(best)s (%(high)s).") % {
        "worst": view.cell(ends.worst),
        "low": numbers.gap(ends.worst_score),
        "best": view.cell(ends.best),
        "high": numbers.gap(ends.best_score),
    }
    caption = view.caption("matrix-gap", _("Areas by levels: gap between perceptions and facts"), sentence)
    rows = [MatrixRow(capitalised(view.area(area)), _cells(view, cells, area), gap) for area, gap in areas.items()]
    gap = view.scores.gap
    return draw_matrix(view.terms, caption, _levels(view), rows, (*gap.levels.values(), gap.overall), is_gap=True)


def gaps_figure(view: UnitView) -> Chart | None:
    """Perceptions beside facts, for each level and overall."""
    scores, terms = view.scores, view.terms
    gaps = {code: gap for code, gap in scores.gap.levels.items() if gap.score is not None}
    if not gaps:
        return None
    widest = max(gaps, key=lambda code: abs(gaps[code].score or 0))
    sentence = (
        _("The widest gap between perceptions and facts: %(level)s (%(gap)s); it is larger than chance explains.")
        if is_apart(gaps[widest])
        else _("The widest gap between perceptions and facts: %(level)s (%(gap)s); chance alone may explain it.")
    )
    sentence %= {"level": view.level(widest), "gap": terms.numbers.gap(gaps[widest].score)}
    rows = [
        GapRow(capitalised(view.level(code)), scores.facts.levels[code], scores.perceptions.levels[code], gap)
        for code, gap in scores.gap.levels.items()
    ]
    rows.append(GapRow(terms.words.all_levels, scores.facts.overall, scores.perceptions.overall, scores.gap.overall))
    return draw_gaps(terms, view.caption("gaps", _("Perceptions beside facts"), sentence), rows)


def _levels(view: UnitView) -> list[str]:
    return [capitalised(view.words(level.text)) for level in view.instrument.levels]


def _cells(view: UnitView, cells: Mapping[str, Score], area: str) -> tuple[Score, ...]:
    return tuple(cells[cell_code(level.code, area)] for level in view.instrument.levels)


def _cell_sentence(view: UnitView, cells: Mapping[str, Score]) -> str:
    """The strongest and the weakest cell; there is one, since the source has scores."""
    said = view.said({code: view.cell(code) for code in cells}, cells)
    return say_ends(view.terms, said, _("The strongest cell: %(best)s (%(high)s); the weakest: %(worst)s (%(low)s)."))
