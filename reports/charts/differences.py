"""Differences between groups of respondents, and the estimates of several groups side by side. Pure.

Every item is drawn on its own range, from 0 to 1, so that shares and means stand under one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.charts import style
from reports.charts.canvas import Canvas, text_width, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import AXIS_HEIGHT, Strip, draw_interval, finish, item_lines

STRIP = Strip(left=206, right=396)
NAMES = STRIP.left - 12
BAR, SPACE, HEAD = 10.0, 8.0, 22.0
MARKS, DODGE = 18.0, 4.5  # marks of several groups stand a little above one another: near ones are seen apart
CLEAR, UNCLEAR = style.HIGHLIGHT, style.LINK
GROUPS = (style.FACTS, style.PERCEPTIONS, style.INK, "#6b5ca5", "#3d7a5d", "#8a6d1f")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STEPS = (0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True)
class DifferenceRow:
    """An item with a difference (-1 to 1) and its interval; `words`: the same at the side. None: not known."""

    code: str
    name: str
    difference: float | None
    low: float | None
    high: float | None
    is_clear: bool
    words: str


@dataclass(frozen=True)
class EstimateRow:
    """An item with the estimates of the groups (0 to 1), in their order; None where a group has none."""

    code: str
    name: str
    estimates: tuple[float | None, ...]
    is_clear: bool
    words: str


@dataclass(frozen=True)
class Legend:
    """What a filled mark and an empty one stand for."""

    clear: str
    unclear: str


def draw_differences(
    terms: Terms, caption: Caption, rows: Sequence[DifferenceRow], ends: tuple[str, str], legend: Legend, table: Table
) -> Chart:
    """`ends`: what it means to lie to the left and to the right of nothing."""
    names, heights = _layout([(row.code, row.name) for row in rows])
    top = HEAD * 2
    bottom = top + sum(heights)
    canvas = Canvas(bottom + AXIS_HEIGHT)
    end = reach_of(rows)
    strip = replace(STRIP, low=-end, high=end)
    _draw_legend(canvas, legend)
    middle = strip.x(0)
    for x, anchor, words in ((middle - 6, "right", ends[0]), (middle + 6, "left", ends[1])):
        lines = wrap(words, (STRIP.right - STRIP.left) / 2 + 40, style.SMALL, most=2)
        canvas.lines(x, HEAD * 1.5, lines, style.SMALL, colour=style.MUTED, anchor=anchor)  # type: ignore[arg-type]
    labels = [(part * end, terms.numbers.plain(part * end * 100)) for part in (-1, -0.5, 0, 0.5, 1)]
    strip.draw_grid(canvas, top, bottom, labels)
    canvas.line([(middle, top), (middle, bottom)], style.INK, 0.9)
    for row, lines, height in zip(rows, names, heights, strict=True):
        y = top + height / 2
        canvas.lines(0, y, lines, style.SMALL)
        if row.difference is not None:
            draw_interval(canvas, strip, y, row.low, row.high, CLEAR if row.is_clear else UNCLEAR)
            _draw_mark(canvas, strip.x(row.difference), y, row.is_clear)
        _draw_words(canvas, row.words, y, row.is_clear)
        top += height
    return finish(canvas, terms, caption, table)


def reach_of(rows: Sequence[DifferenceRow]) -> float:
    """Where the scale of differences ends: small ones need a short one."""
    reach = max((abs(end) for row in rows for end in (row.difference, row.low, row.high) if end is not None), default=0)
    return next((step for step in STEPS if step >= reach), STEPS[-1])


def draw_estimates(
    terms: Terms,
    caption: Caption,
    rows: Sequence[EstimateRow],
    groups: Sequence[str],
    legend: Legend,
    table: Table,
) -> Chart:
    """Several groups, each with a letter; the line goes from the lowest to the highest."""
    names, heights = _layout([(row.code, row.name) for row in rows], MARKS)
    keys = _key_lines(groups)
    top = HEAD + 12 * len(keys)
    bottom = top + sum(heights)
    canvas = Canvas(bottom + AXIS_HEIGHT)
    for line, entries in enumerate(keys):
        left = 0.0
        for place, words in entries:
            _draw_letter(canvas, left + 5, 7 + 12 * line, place)
            canvas.text(left + 13, 9.5 + 12 * line, words, style.SMALL, colour=style.MUTED)
            left += 27 + text_width(words, style.SMALL)
    _draw_line_legend(canvas, legend, 12 * len(keys) + 8)
    STRIP.draw_grid(canvas, top, bottom, [(part / 4, terms.numbers.plain(part * 25)) for part in range(5)])
    for row, lines, height in zip(rows, names, heights, strict=True):
        y = top + height / 2
        canvas.lines(0, y, lines, style.SMALL)
        known = [(value, place) for place, value in enumerate(row.estimates) if value is not None]
        if known:
            ends = [(STRIP.x(min(known)[0]), y), (STRIP.x(max(known)[0]), y)]
            canvas.line(ends, CLEAR if row.is_clear else UNCLEAR, 2.2 if row.is_clear else 0.9)
        for value, place in reversed(known):
            _draw_letter(canvas, STRIP.x(value), y + (place % 3 - 1) * DODGE, place)
        _draw_words(canvas, row.words, y, row.is_clear)
        top += height
    return finish(canvas, terms, caption, table)


def _layout(named: Sequence[tuple[str, str]], least: float = BAR) -> tuple[list[tuple[str, ...]], list[float]]:
    names = [item_lines(code, name, NAMES) for code, name in named]
    return names, [max(len(lines) * style.SMALL * style.LINE, least) + SPACE for lines in names]


def _draw_mark(canvas: Canvas, x: float, y: float, is_clear: bool) -> None:
    if is_clear:
        canvas.diamond(x, y, 4, CLEAR, style.WHITE)
    else:
        canvas.circle(x, y, 2.8, style.WHITE, style.MUTED)


def _draw_letter(canvas: Canvas, x: float, y: float, place: int) -> None:
    canvas.circle(x, y, 4.6, GROUPS[place % len(GROUPS)], style.WHITE)
    canvas.lines(x, y, [LETTERS[place % len(LETTERS)]], 6, style.BOLD, style.WHITE, "center")


def _draw_words(canvas: Canvas, words: str, y: float, is_clear: bool) -> None:
    lines = wrap(words, style.WIDTH - STRIP.right - 10, style.SMALL, most=3)
    weight = style.SEMIBOLD if is_clear else style.REGULAR
    canvas.lines(style.WIDTH, y, lines, style.SMALL, weight, style.INK if is_clear else style.MUTED, "right")


def _draw_legend(canvas: Canvas, legend: Legend) -> None:
    left = 0.0
    for is_clear, words in ((True, legend.clear), (False, legend.unclear)):
        _draw_mark(canvas, left + 5, 8, is_clear)
        canvas.text(left + 13, 10.5, words, style.SMALL, colour=style.MUTED)
        left += 30 + text_width(words, style.SMALL)


def _draw_line_legend(canvas: Canvas, legend: Legend, y: float) -> None:
    left = 0.0
    for colour, width, words in ((CLEAR, 2.2, legend.clear), (UNCLEAR, 0.9, legend.unclear)):
        canvas.line([(left, y), (left + 14, y)], colour, width)
        canvas.text(left + 19, y + 2.5, words, style.SMALL, colour=style.MUTED)
        left += 36 + text_width(words, style.SMALL)


def _key_lines(groups: Sequence[str]) -> list[list[tuple[int, str]]]:
    """The names of the groups with their places, in lines that fit."""
    lines: list[list[tuple[int, str]]] = [[]]
    left = 0.0
    for place, words in enumerate(groups):
        width = 27 + text_width(words, style.SMALL)
        if lines[-1] and left + width > style.WIDTH:
            lines.append([])
            left = 0.0
        lines[-1].append((place, words))
        left += width
    return lines
