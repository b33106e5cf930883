"""A map of equal tiles: each region has the same room, whatever its area. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts import style
from reports.charts.canvas import Canvas, text_width, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import LEGEND_HEIGHT, band_fill, draw_bands_legend, finish


@dataclass(frozen=True)
class MapTile:
    """A region by its column and row from the upper left. `note`: a small line below the number."""

    column: int
    row: int
    name: str
    score: float | None
    shown: str
    note: str


def draw_tiles(terms: Terms, caption: Caption, places: Sequence[MapTile], table: Table) -> Chart:
    """Tiles in the colours of the bands; those without a score are empty, with a dash."""
    across = 1 + max(place.column for place in places)
    down = 1 + max(place.row for place in places)
    side = style.WIDTH / across
    canvas = Canvas(side * down + LEGEND_HEIGHT + 4)
    for place in places:
        left, top, size = side * place.column, side * place.row, side - 2
        fill = style.WHITE if place.score is None else band_fill(place.score, terms)
        ink = style.text_on(fill)
        canvas.rectangle(left, top, size, size, fill, style.MUTED)
        middle = left + size / 2
        letters = _size(place.name, size - 4)
        name = wrap(place.name, size - 4, letters, most=2)
        canvas.lines(middle, top + size * 0.27, name, letters, colour=ink, anchor="center")
        canvas.lines(middle, top + size * 0.6, [place.shown], style.LARGE, style.SEMIBOLD, ink, "center")
        canvas.lines(middle, top + size * 0.84, [place.note], style.SMALL, colour=ink, anchor="center")
    draw_bands_legend(canvas, side * down + 4 + LEGEND_HEIGHT / 2, terms)
    return finish(canvas, terms, caption, table)


def _size(name: str, room: float) -> float:
    """The size at which each word of a name fits into a line."""
    widest = max(text_width(word, style.TEXT) for word in name.split(" "))
    return min(style.TEXT, style.TEXT * room / widest)
