"""Series by year: somebody else's indicator beside the scores. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts import style
from reports.charts.canvas import Canvas
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import finish

LEFT, RIGHT = 30.0, style.WIDTH - 20.0
HEIGHT = 80.0
TOP = 16.0
BELOW = 20.0
SIZE = 11.0  # these pictures stand two in a row, and on narrow screens


@dataclass(frozen=True)
class YearValue:
    """A value of a year, and as it is written."""

    year: int
    value: float
    shown: str


def draw_series(
    terms: Terms, caption: Caption, values: Sequence[YearValue], table: Table, is_rank: bool = False
) -> Chart:
    """A line through two years or more. `is_rank`: the first place is the best, so small numbers stand above."""
    canvas = Canvas(TOP + HEIGHT + BELOW)
    numbers = [value.value for value in values]
    low, high = min(numbers), max(numbers)
    space = (high - low) * 0.3 or max(abs(high) * 0.15, 0.5)
    low, high = low - space, high + space
    years = [value.year for value in values]
    first, span = min(years), max(years) - min(years)

    def place(value: YearValue) -> tuple[float, float]:
        share = (value.value - low) / (high - low)
        x = LEFT + 20 + (RIGHT - LEFT - 40) * (value.year - first) / span
        return x, TOP + HEIGHT * (share if is_rank else 1 - share)

    canvas.line([(LEFT, TOP + HEIGHT), (RIGHT, TOP + HEIGHT)], style.RULE)
    ordered = sorted(values, key=lambda value: value.year)
    canvas.line([place(value) for value in ordered], style.COMBINED, 1.4)
    for number, value in enumerate(ordered):
        x, y = place(value)
        lower = all(place(other)[1] < y for other in ordered[max(number - 1, 0) : number + 2] if other is not value)
        canvas.diamond(x, y, 3.8, style.COMBINED, style.WHITE)
        # Where the line comes down to a point and rises again, its number stands below.
        canvas.text(x, y + 14 if lower else y - 7, value.shown, SIZE, style.SEMIBOLD, anchor="center")
        canvas.text(x, TOP + HEIGHT + 14, str(value.year), SIZE, colour=style.MUTED, anchor="center")
    return finish(canvas, terms, caption, table)
