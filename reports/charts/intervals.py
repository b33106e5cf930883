"""Pictures of points with intervals: perceptions beside facts, and units side by side. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts import style
from reports.charts.canvas import Anchor, Canvas, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import (
    AXIS_HEIGHT,
    COLOURS,
    HUNDRED,
    LEGEND_HEIGHT,
    Strip,
    draw_interval,
    draw_mark,
    draw_sources_legend,
    finish,
)
from scoring.results import Measure, Score

PAIR = 34.0  # the height of a row with both sources
UNIT = 15.0  # the height of a row of one line
PAIRS = Strip(left=124, right=374)
UNITS = Strip(left=200, right=392)


@dataclass(frozen=True)
class GapRow:
    """A level (or all of them) with both sources and the gap between them."""

    name: str
    facts: Score
    perceptions: Score
    gap: Score


def draw_gaps(terms: Terms, caption: Caption, rows: Sequence[GapRow]) -> Chart:
    """For each row a circle for the facts, a diamond for the perceptions, and the gap between them."""
    bottom = LEGEND_HEIGHT + PAIR * len(rows)
    canvas = Canvas(bottom + AXIS_HEIGHT)
    draw_sources_legend(canvas, LEGEND_HEIGHT / 2, terms, PAIRS.left)
    canvas.lines(
        style.WIDTH, LEGEND_HEIGHT / 2, [terms.words.gap], style.SMALL, style.SEMIBOLD, style.MUTED, anchor="right"
    )
    PAIRS.draw_grid(canvas, LEGEND_HEIGHT, bottom, HUNDRED)
    for place, row in enumerate(rows):
        _draw_pair(canvas, terms, row, LEGEND_HEIGHT + PAIR * (place + 0.5))
    words = terms.words
    table = Table(
        (words.level, words.facts, words.perceptions, words.gap),
        tuple(
            (
                row.name,
                *(terms.with_interval(score) for score in (row.facts, row.perceptions)),
                terms.with_interval(row.gap, is_gap=True),
            )
            for row in rows
        ),
    )
    return finish(canvas, terms, caption, table)


def _draw_pair(canvas: Canvas, terms: Terms, row: GapRow, y: float) -> None:
    lines = wrap(row.name, PAIRS.left - 10, style.TEXT, style.SEMIBOLD)
    canvas.lines(0, y, lines, style.TEXT, style.SEMIBOLD)
    facts, perceptions = row.facts.score, row.perceptions.score
    if facts is not None and perceptions is not None:
        canvas.line([(PAIRS.x(facts), y - 5), (PAIRS.x(perceptions), y + 5)], style.LINK, 2.2)
    is_below = (perceptions or 0) < (facts or 0)
    _draw_source(canvas, terms, Measure.FACTS, row.facts, y - 5, "left" if is_below else "right")
    _draw_source(canvas, terms, Measure.PERCEPTIONS, row.perceptions, y + 5, "right" if is_below else "left")
    gap = row.gap
    canvas.lines(style.WIDTH, y - 5, [terms.numbers.gap(gap.score)], style.LARGE, style.SEMIBOLD, anchor="right")
    if gap.low is not None:
        shown = terms.numbers.interval(gap.low, gap.high, is_gap=True)
        canvas.lines(style.WIDTH, y + 7, [shown], style.SMALL, colour=style.MUTED, anchor="right")


def _draw_source(canvas: Canvas, terms: Terms, measure: Measure, score: Score, y: float, anchor: Anchor) -> None:
    """A mark with its interval; its number stands on the side turned away from the other source."""
    if score.score is None:
        return
    draw_interval(canvas, PAIRS, y, score.low, score.high, COLOURS[measure])
    draw_mark(canvas, measure, PAIRS.x(score.score), y)
    ends = [PAIRS.x(value) for value in (score.low, score.score, score.high) if value is not None]
    x = max(ends) + 6 if anchor == "left" else min(ends) - 6
    canvas.lines(x, y, [terms.numbers.score(score.score)], style.SMALL, colour=COLOURS[measure], anchor=anchor)


@dataclass(frozen=True)
class UnitRow:
    """A unit with the score that is compared. `respondents`: how many responses it rests on."""

    name: str
    score: Score
    respondents: int
    is_marked: bool = False


def draw_units(terms: Terms, caption: Caption, rows: Sequence[UnitRow], mean: tuple[str, Score] | None = None) -> Chart:
    """Units sorted by their score, those without one last. `mean`: a line across all, with its name."""
    ordered = sorted(rows, key=lambda row: (row.score.score is None, -(row.score.score or 0)))
    names = [wrap(row.name, UNITS.left - 10, style.SMALL, _weight(row), most=2) for row in ordered]
    heights = [UNIT + style.SMALL * style.LINE * (len(lines) - 1) for lines in names]
    top = LEGEND_HEIGHT if mean else 2.0
    bottom = top + sum(heights)
    canvas = Canvas(bottom + AXIS_HEIGHT)
    UNITS.draw_grid(canvas, top, bottom, HUNDRED)
    if mean and mean[1].score is not None:
        _draw_mean(canvas, terms, *mean, top, bottom)
    for row, lines, height in zip(ordered, names, heights, strict=True):
        _draw_unit(canvas, terms, row, lines, top, height)
        top += height
    words = terms.words
    table = Table(
        (words.name, words.score, words.interval, words.band, words.coverage, words.responses),
        tuple(
            (
                row.name,
                terms.numbers.score(row.score.score),
                terms.numbers.interval(row.score.low, row.score.high),
                terms.band(row.score.score),
                terms.coverage(row.score),
                terms.numbers.count(row.respondents),
            )
            for row in ordered
        ),
    )
    return finish(canvas, terms, caption, table)


def _weight(row: UnitRow) -> int:
    return style.SEMIBOLD if row.is_marked else style.REGULAR


def _draw_mean(canvas: Canvas, terms: Terms, name: str, score: Score, top: float, bottom: float) -> None:
    x = UNITS.x(score.score or 0)
    canvas.line([(x, top - 4), (x, bottom)], style.INK, 0.9, dashed=True)
    shown = f"{name}: {terms.numbers.score(score.score)}"
    canvas.text(x, top - 7, shown, style.SMALL, style.SEMIBOLD, anchor="center")


def _draw_unit(canvas: Canvas, terms: Terms, row: UnitRow, name: Sequence[str], top: float, height: float) -> None:
    weight, y, score = _weight(row), top + height / 2, row.score
    colour = style.HIGHLIGHT if row.is_marked else style.FACTS
    if row.is_marked:
        canvas.rectangle(0, top, UNITS.left - 6, height, style.MARKED)
    canvas.lines(0, y, name, style.SMALL, weight)
    words = terms.absence(score) if score.score is None else terms.with_interval(score)
    canvas.lines(style.WIDTH, y, [words], style.SMALL, weight, anchor="right")
    if score.score is not None:
        draw_interval(canvas, UNITS, y, score.low, score.high, colour)
        draw_mark(canvas, Measure.FACTS, UNITS.x(score.score), y, colour)
