"""Ranges within ranges: what a score or a place could be, beside what it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.charts import style
from reports.charts.canvas import Canvas, text_width, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import AXIS_HEIGHT, HUNDRED, LEGEND_HEIGHT, Strip, finish

ROW = 16.0
STRIP = Strip(left=176, right=392)
OUTER, INNER, MARK, EXTRA = "#d9e3e8", "#7ba6c4", style.COMBINED, style.PERCEPTIONS

Pair = tuple[float | None, float | None]


@dataclass(frozen=True)
class RangeWords:
    """What the parts of a row are called; empty for one that no row has."""

    mark: str
    inner: str
    outer: str
    extra: str = ""


@dataclass(frozen=True)
class RangeRow:
    """A name with a value, a range, a wider range and one more value. `shown`: how they are written at the end."""

    name: str
    mark: float | None
    inner: Pair
    outer: Pair
    shown: str
    extra: float | None = None
    is_marked: bool = False


def draw_ranges(
    terms: Terms,
    caption: Caption,
    words: RangeWords,
    rows: Sequence[RangeRow],
    table: Table,
    ticks: Sequence[tuple[float, str]] = HUNDRED,
) -> Chart:
    """Rows from top to bottom on one scale, which the first and the last tick bound. Every part has its own shape."""
    strip = replace(STRIP, low=ticks[0][0], high=ticks[-1][0])
    names = [
        wrap(row.name, STRIP.left - 10, style.SMALL, style.SEMIBOLD if row.is_marked else style.REGULAR, most=3)
        for row in rows
    ]
    heights = [max(len(lines) * style.SMALL * style.LINE + 4, ROW) for lines in names]
    lines = _legend_lines(words)
    top = LEGEND_HEIGHT * len(lines)
    canvas = Canvas(top + sum(heights) + AXIS_HEIGHT)
    _draw_legend(canvas, lines)
    strip.draw_grid(canvas, top, top + sum(heights), ticks)
    for row, name, height in zip(rows, names, heights, strict=True):
        _draw_row(canvas, strip, row, name, top, height)
        top += height
    return finish(canvas, terms, caption, table)


def _draw_row(canvas: Canvas, strip: Strip, row: RangeRow, name: Sequence[str], top: float, height: float) -> None:
    weight, y = style.SEMIBOLD if row.is_marked else style.REGULAR, top + height / 2
    if row.is_marked:
        canvas.rectangle(0, top, STRIP.left - 6, height, style.MARKED)
    canvas.lines(0, y, name, style.SMALL, weight)
    canvas.lines(style.WIDTH, y, [row.shown], style.SMALL, weight, anchor="right")
    _draw_bar(canvas, strip, y, row.outer, 8, OUTER)
    _draw_bar(canvas, strip, y, row.inner, 4, INNER)
    if row.extra is not None:
        canvas.diamond(strip.x(row.extra), y, 3.8, EXTRA, style.WHITE)
    if row.mark is not None:
        canvas.circle(strip.x(row.mark), y, 3, MARK, style.WHITE)


def _draw_bar(canvas: Canvas, strip: Strip, y: float, pair: Pair, height: float, fill: str) -> None:
    low, high = pair
    if low is not None and high is not None:
        left = strip.x(low)
        canvas.rectangle(left, y - height / 2, max(strip.x(high) - left, 0.8), height, fill)


def _legend_lines(words: RangeWords) -> list[list[tuple[str, str, float]]]:
    """(part, words, left) in as many lines as they need."""
    lines: list[list[tuple[str, str, float]]] = [[]]
    left = 0.0
    for part in ("mark", "inner", "outer", "extra"):
        label = getattr(words, part)
        width = 30 + text_width(label, style.SMALL)
        if not label:
            continue
        if lines[-1] and left + width > style.WIDTH:
            lines.append([])
            left = 0.0
        lines[-1].append((part, label, left))
        left += width
    return lines


def _draw_legend(canvas: Canvas, lines: Sequence[Sequence[tuple[str, str, float]]]) -> None:
    for down, line in enumerate(lines):
        y = LEGEND_HEIGHT * (down + 0.5)
        for part, label, left in line:
            match part:
                case "mark":
                    canvas.circle(left + 6, y, 3, MARK, style.WHITE)
                case "extra":
                    canvas.diamond(left + 6, y, 3.8, EXTRA, style.WHITE)
                case "inner":
                    canvas.rectangle(left, y - 2, 12, 4, INNER)
                case _:
                    canvas.rectangle(left, y - 4, 12, 8, OUTER)
            canvas.text(left + 16, y + 2.5, label, style.SMALL, colour=style.MUTED)
