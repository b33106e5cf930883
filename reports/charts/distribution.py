"""How answers on the scale from 0 to 5 are distributed: one bar for each item, divided by points. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts import style
from reports.charts.canvas import Canvas, text_width
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import LEGEND_HEIGHT, Strip, draw_swatches, finish, item_lines

STRIP = Strip(left=232, right=412)
NAMES = STRIP.left - 10
BAR = 12.0
SPACE = 7.0
ROOM = 13.0  # a piece as wide as this holds its number


@dataclass(frozen=True)
class DistributionRow:
    """An item with the number of answers at each point, from 0 on, and their mean."""

    code: str
    name: str
    counts: tuple[int, ...]
    mean: float | None

    @property
    def n(self) -> int:
        """How many answered."""
        return sum(self.counts)


def draw_distribution(terms: Terms, caption: Caption, rows: Sequence[DistributionRow]) -> Chart:
    """Shares of the points; the mean and the number of answers stand at the right."""
    names = [item_lines(row.code, row.name, NAMES) for row in rows]
    heights = [max(len(lines) * style.SMALL * style.LINE, BAR) + SPACE for lines in names]
    canvas = Canvas(LEGEND_HEIGHT + sum(heights))
    points = [(fill, str(point)) for point, fill in enumerate(style.POINTS)]
    room = style.WIDTH - 44 - text_width(terms.words.mean, style.SMALL)
    draw_swatches(canvas, 7, points, STRIP.left, room)
    canvas.text(style.WIDTH - 32, 9.5, terms.words.mean, style.SMALL, colour=style.MUTED, anchor="right")
    canvas.text(style.WIDTH, 9.5, "n", style.SMALL, colour=style.MUTED, anchor="right")
    top = LEGEND_HEIGHT
    for row, lines, height in zip(rows, names, heights, strict=True):
        canvas.lines(0, top + height / 2, lines, style.SMALL)
        _draw_row(canvas, terms, row, top + height / 2)
        top += height
    header = (terms.words.item, *(str(point) for point in range(len(points))), terms.words.mean, "n")
    table = tuple(
        (
            f"{row.code} {row.name}",
            *(terms.numbers.count(count) for count in row.counts),
            terms.numbers.decimal(row.mean),
            terms.numbers.count(row.n),
        )
        for row in rows
    )
    return finish(canvas, terms, caption, Table(header, table))


def _draw_row(canvas: Canvas, terms: Terms, row: DistributionRow, y: float) -> None:
    left = STRIP.left
    for count, fill in zip(row.counts, style.POINTS, strict=True):
        width = (STRIP.right - STRIP.left) * count / row.n if row.n else 0
        if width:
            canvas.rectangle(left, y - BAR / 2, width, BAR, fill, style.WHITE)
        if width >= ROOM:
            share = terms.numbers.share(count / row.n).rstrip("%\N{NO-BREAK SPACE}")
            canvas.lines(left + width / 2, y, [share], 6.5, colour=style.text_on(fill), anchor="center")
        left += width
    mean = terms.numbers.decimal(row.mean)
    canvas.lines(style.WIDTH - 32, y, [mean], style.SMALL, style.SEMIBOLD, anchor="right")
    canvas.lines(style.WIDTH, y, [terms.numbers.count(row.n)], style.SMALL, colour=style.MUTED, anchor="right")
