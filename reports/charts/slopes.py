"""Pictures of change: scores at two rounds joined by lines, and changes with their intervals. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.charts import style
from reports.charts.canvas import Canvas, text_width, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import AXIS_HEIGHT, Strip, draw_interval, finish, item_lines

AXIS = 22.0  # at the left, for the numbers of the scale
HEIGHT = 132.0  # of the scale from 0 to 100
TITLE = 30.0
BELOW = 24.0  # the names of the rounds
SIDE = 30.0  # from the edge of a panel to its points


@dataclass(frozen=True)
class Spot:
    """A part's score in a round, from 0 to 1. `whole`: on all items of that round, where that is another number."""

    value: float | None
    low: float | None
    high: float | None
    whole: float | None = None


@dataclass(frozen=True)
class Slope:
    """A part in both rounds. `change`: later minus earlier, in words; empty where none may be told."""

    name: str
    earlier: Spot
    later: Spot
    change: str


@dataclass(frozen=True)
class SlopeWords:
    """The words of a picture of slopes. `rounds`: below the two points. `broken`: why; empty where nothing is."""

    rounds: tuple[str, str]
    broken: str
    common: str
    whole: str


def draw_slopes(terms: Terms, caption: Caption, words: SlopeWords, slopes: Sequence[Slope], table: Table) -> Chart:
    """One panel for each part: filled points on the common items, joined; hollow ones on all items of the round.

    A dashed line between the points tells a break.
    """
    legend = 26.0 if words.broken else 14.0
    top = legend + TITLE
    canvas = Canvas(top + HEIGHT + BELOW)
    _draw_legend(canvas, words)
    width = (style.WIDTH - AXIS) / max(len(slopes), 1)
    for value in (0, 25, 50, 75, 100):
        y = _y(value / 100, top)
        canvas.line([(AXIS, y), (style.WIDTH, y)])
        canvas.lines(AXIS - 5, y, [str(value)], style.SMALL, colour=style.MUTED, anchor="right")
    for place, slope in enumerate(slopes):
        _draw_slope(canvas, terms, words, slope, AXIS + place * width, width, top)
    return finish(canvas, terms, caption, table)


def _y(value: float, top: float) -> float:
    return top + HEIGHT * (1 - value)


def _draw_legend(canvas: Canvas, words: SlopeWords) -> None:
    canvas.circle(AXIS + 4, 6, 3, style.FACTS, style.WHITE)
    canvas.text(AXIS + 11, 8.5, words.common, style.SMALL, colour=style.MUTED)
    left = AXIS + 26 + text_width(words.common, style.SMALL)
    if words.whole:
        canvas.circle(left + 4, 6, 2.6, style.WHITE, style.MUTED)
        canvas.text(left + 11, 8.5, words.whole, style.SMALL, colour=style.MUTED)
    if words.broken:
        canvas.line([(AXIS, 18), (AXIS + 14, 18)], style.HIGHLIGHT, 1.1, dashed=True)
        canvas.text(AXIS + 18, 20.5, words.broken, style.SMALL, colour=style.HIGHLIGHT)


def _draw_slope(
    canvas: Canvas, terms: Terms, words: SlopeWords, slope: Slope, left: float, width: float, top: float
) -> None:
    middle = left + width / 2
    name = wrap(slope.name, width - 8, style.SMALL, style.SEMIBOLD, most=2)
    canvas.lines(middle, top - 20, name, style.SMALL, style.SEMIBOLD, anchor="center")
    if slope.change:
        canvas.lines(middle, top - 5, [slope.change], style.TEXT, style.BOLD, anchor="center")
    places = (left + SIDE, left + width - SIDE)
    spots = (slope.earlier, slope.later)
    if words.broken:
        canvas.line([(middle, top), (middle, top + HEIGHT)], style.HIGHLIGHT, 1.1, dashed=True)
    if slope.change and slope.earlier.value is not None and slope.later.value is not None:
        ends = [(x, _y(spot.value or 0, top)) for x, spot in zip(places, spots, strict=True)]
        canvas.line(ends, style.FACTS, 1.8)
    for x, spot, side in zip(places, spots, (-1, 1), strict=True):
        _draw_spot(canvas, terms, spot, x, side, top)
    for x, name_of_round in zip(places, words.rounds, strict=True):
        lines = wrap(name_of_round, width / 2 - 2, style.SMALL - 1, most=2)
        canvas.lines(x, top + HEIGHT + 12, lines, style.SMALL - 1, colour=style.MUTED, anchor="center")


def _draw_spot(canvas: Canvas, terms: Terms, spot: Spot, x: float, side: int, top: float) -> None:
    """A point with its interval; its number stands on the side turned away from the other round."""
    if spot.whole is not None:
        canvas.circle(x, _y(spot.whole, top), 2.6, style.WHITE, style.MUTED)
    if spot.value is None:
        return
    y = _y(spot.value, top)
    if spot.low is not None and spot.high is not None:
        low, high = _y(spot.low, top), _y(spot.high, top)
        canvas.line([(x, low), (x, high)], style.FACTS, 1.1)
        for end in (low, high):
            canvas.line([(x - 2, end), (x + 2, end)], style.FACTS, 1.1)
    canvas.circle(x, y, 3, style.FACTS, style.WHITE)
    anchor = "right" if side < 0 else "left"
    shown = terms.numbers.score(spot.value)
    canvas.lines(x + side * 5, y, [shown], style.SMALL, style.SEMIBOLD, anchor="right" if anchor == "right" else "left")


ROW = 15.0
CHANGES = Strip(left=206, right=380, low=-1, high=1)
LONG_NAMES = Strip(left=252, right=390, low=-1, high=1)


@dataclass(frozen=True)
class ChangeRow:
    """Something that changed, from -1 to 1. `code`: of an item, stands before its name. `is_apart`: surely."""

    name: str
    value: float
    low: float | None
    high: float | None
    is_apart: bool
    code: str = ""


def draw_changes(terms: Terms, caption: Caption, rows: Sequence[ChangeRow], table: Table) -> Chart:
    """A point with its interval for each row, about a line at no change. Filled: more than chance explains."""
    strip = LONG_NAMES if any(row.code for row in rows) else CHANGES
    ends = [abs(value) for row in rows for value in (row.value, row.low, row.high) if value is not None]
    end = next(end for end in (0.1, 0.25, 0.5, 1.0) if max(ends, default=0) <= end or end == 1)
    strip = replace(strip, low=-end, high=end)
    names = [item_lines(row.code, row.name, strip.left - 10) for row in rows]
    heights = [max(len(lines) * style.SMALL * style.LINE + 5, ROW) for lines in names]
    bottom = 2.0 + sum(heights)
    canvas = Canvas(bottom + AXIS_HEIGHT)
    strip.draw_grid(canvas, 2, bottom, [(part * end, terms.numbers.gap(part * end)) for part in (-1, -0.5, 0, 0.5, 1)])
    canvas.line([(strip.x(0), 2), (strip.x(0), bottom)], style.MUTED, 0.9)
    top = 2.0
    for row, lines, height in zip(rows, names, heights, strict=True):
        y = top + height / 2
        canvas.lines(0, y, lines, style.SMALL)
        draw_interval(canvas, strip, y, row.low, row.high, style.FACTS)
        canvas.circle(strip.x(row.value), y, 3, style.FACTS if row.is_apart else style.WHITE, style.FACTS)
        shown = terms.numbers.gap(row.value)
        if row.low is not None:
            shown = f"{shown} ({terms.numbers.interval(row.low, row.high, is_gap=True)})"
        weight = style.SEMIBOLD if row.is_apart else style.REGULAR
        canvas.lines(style.WIDTH, y, [shown], style.SMALL, weight, anchor="right")
        top += height
    return finish(canvas, terms, caption, table)
