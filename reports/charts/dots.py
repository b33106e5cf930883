"""Marks with intervals, several in a row: a unit beside others, countries side by side. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts import style
from reports.charts.canvas import Canvas, text_width, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import AXIS_HEIGHT, HUNDRED, LEGEND_HEIGHT, Strip, draw_interval, finish

LINE = 11.0  # the height of one mark
SPACE = 7.0  # between rows
STRIP = Strip(left=176, right=404)
COLOURS = (style.FACTS, style.PERCEPTIONS, "#5b4a9a", "#3d7a4e", style.MUTED)
"""Of the series in their order; each has its own shape, too."""


@dataclass(frozen=True)
class Dot:
    """A number from 0 to 1 with its interval. `shown`: how it is written at the end of the line."""

    value: float | None
    low: float | None
    high: float | None
    shown: str


@dataclass(frozen=True)
class DotRow:
    """A name with one dot (or none) for each series."""

    name: str
    dots: tuple[Dot | None, ...]


def draw_dots(terms: Terms, caption: Caption, series: Sequence[str], rows: Sequence[DotRow], table: Table) -> Chart:
    """Rows from top to bottom, the series of a row below each other. At most five series can be told apart."""
    names = [wrap(row.name, STRIP.left - 10, style.SMALL, style.SEMIBOLD, most=3) for row in rows]
    heights = [max(len(lines) * style.SMALL * style.LINE, LINE * len(series)) + SPACE for lines in names]
    lines = _legend_lines(series) if len(series) > 1 else []
    top = LEGEND_HEIGHT * len(lines) or 2.0
    bottom = top + sum(heights)
    canvas = Canvas(bottom + AXIS_HEIGHT)
    _draw_legend(canvas, lines)
    STRIP.draw_grid(canvas, top, bottom, HUNDRED)
    for row, words, height in zip(rows, names, heights, strict=True):
        canvas.lines(0, top + height / 2, words, style.SMALL, style.SEMIBOLD)
        first = top + height / 2 - LINE * (len(series) - 1) / 2
        for place, dot in enumerate(row.dots):
            if dot:
                _draw_dot(canvas, dot, place, first + LINE * place)
        top += height
    return finish(canvas, terms, caption, table)


def _legend_lines(series: Sequence[str]) -> list[list[tuple[int, str, float]]]:
    """(place, name, left) of each series, in as many lines as they need."""
    lines: list[list[tuple[int, str, float]]] = [[]]
    left = 0.0
    for place, name in enumerate(series):
        width = 26 + text_width(name, style.SMALL)
        if lines[-1] and left + width > style.WIDTH:
            lines.append([])
            left = 0.0
        lines[-1].append((place, name, left))
        left += width
    return lines


def _draw_legend(canvas: Canvas, lines: Sequence[Sequence[tuple[int, str, float]]]) -> None:
    for down, line in enumerate(lines):
        y = LEGEND_HEIGHT * (down + 0.5)
        for place, name, left in line:
            draw_series_mark(canvas, place, left + 4, y)
            canvas.text(left + 11, y + 2.5, name, style.SMALL, colour=style.MUTED)


def draw_series_mark(canvas: Canvas, place: int, x: float, y: float) -> None:
    """The shape of a series by its place: circle, diamond, bar, triangle, ring."""
    colour = COLOURS[place % len(COLOURS)]
    match place % len(COLOURS):
        case 0:
            canvas.circle(x, y, 3, colour, style.WHITE)
        case 1:
            canvas.diamond(x, y, 3.8, colour, style.WHITE)
        case 2:
            canvas.rectangle(x - 1.6, y - 4, 3.2, 8, colour, style.WHITE)
        case 3:
            canvas.polygon([(x, y - 3.6), (x + 3.6, y + 3), (x - 3.6, y + 3)], colour, style.WHITE)
        case _:
            canvas.circle(x, y, 3, style.WHITE, colour)


def _draw_dot(canvas: Canvas, dot: Dot, place: int, y: float) -> None:
    colour = COLOURS[place % len(COLOURS)]
    if dot.value is not None:
        draw_interval(canvas, STRIP, y, dot.low, dot.high, colour)
        draw_series_mark(canvas, place, STRIP.x(dot.value), y)
    canvas.lines(style.WIDTH, y, [dot.shown], style.SMALL, colour=colour, anchor="right")
