"""Responses by day: columns for each day, a line for all so far. Pure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from reports.charts import style
from reports.charts.canvas import Canvas
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import LEGEND_HEIGHT, draw_swatches, finish

PLOT = 120.0  # the height of the columns
BOTTOM = LEGEND_HEIGHT + 6 + PLOT
LEFT, RIGHT = 30.0, style.WIDTH - 38.0
MOST_LABELS = 9


@dataclass(frozen=True)
class Day:
    """A day as it is written, and how many responses were submitted on it."""

    shown: str
    responses: int


def draw_progress(terms: Terms, caption: Caption, days: Sequence[Day]) -> Chart:
    """All days of a period in order, also those without responses."""
    sums = list(accumulate(day.responses for day in days))
    canvas = Canvas(BOTTOM + 16)
    legend = [(style.FACTS, terms.words.responses), (style.PERCEPTIONS, terms.words.all_responses)]
    draw_swatches(canvas, 7, legend, LEFT)
    highest = _scale_end(max((day.responses for day in days), default=0))
    whole = _scale_end(sums[-1] if sums else 0)
    _draw_scales(canvas, terms, highest, whole)
    _draw_days(canvas, days, highest)
    width = _width(days)
    curve = [(LEFT + width * (place + 0.5), BOTTOM - PLOT * total / whole) for place, total in enumerate(sums)]
    if len(curve) > 1:
        canvas.line(curve, style.PERCEPTIONS, 1.6)
    rows = tuple(
        (day.shown, terms.numbers.count(day.responses), terms.numbers.count(total))
        for day, total in zip(days, sums, strict=True)
    )
    header = (terms.words.day, terms.words.responses, terms.words.all_responses)
    return finish(canvas, terms, caption, Table(header, rows))


def _width(days: Sequence[Day]) -> float:
    return (RIGHT - LEFT) / max(len(days), 1)


def _draw_scales(canvas: Canvas, terms: Terms, highest: int, whole: int) -> None:
    """The scale of a day's responses at the left, that of all so far at the right."""
    for quarter in range(5):
        y = BOTTOM - PLOT * quarter / 4
        canvas.line([(LEFT, y), (RIGHT, y)])
        of_day, of_all = (terms.numbers.count(end * quarter // 4) for end in (highest, whole))
        canvas.lines(LEFT - 4, y, [of_day], style.SMALL, colour=style.FACTS, anchor="right")
        canvas.lines(RIGHT + 4, y, [of_all], style.SMALL, colour=style.PERCEPTIONS)


def _draw_days(canvas: Canvas, days: Sequence[Day], highest: int) -> None:
    width = _width(days)
    every = math.ceil(len(days) / MOST_LABELS)
    for place, day in enumerate(days):
        x, height = LEFT + width * place, PLOT * day.responses / highest
        if height:
            canvas.rectangle(x + width * 0.12, BOTTOM - height, width * 0.76, height, style.FACTS)
        if place % every == 0:
            canvas.text(x + width / 2, BOTTOM + 11, day.shown, style.SMALL, colour=style.MUTED, anchor="center")


def _scale_end(highest: int) -> int:
    """Where a scale of four whole steps ends: 4, 8, 20, 40, 80, 200 ..."""
    ends = (step * 10**power for power in itertools.count() for step in (4, 8, 20))
    return next(end for end in ends if end >= highest)
