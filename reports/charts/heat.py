"""Many scores as coloured cells: units down, items across. Pure. The numbers stand in the table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reports.charts import style
from reports.charts.canvas import Canvas, text_width, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import LEGEND_HEIGHT, band_fill, draw_bands_legend, finish

NAMES = 132.0
HEAD, ROW = 12.0, 9.0
WIDEST = 26.0  # a cell never gets wider
GAP = 6.0  # between the names of columns


def draw_heat(
    terms: Terms,
    caption: Caption,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[float | None]]],
    table: Table,
) -> Chart:
    """Rows of a name and as many scores as there are columns; None is an empty cell. `columns`: short names."""
    width = min((style.WIDTH - NAMES) / max(len(columns), 1), WIDEST)
    canvas = Canvas(HEAD + ROW * len(rows) + LEGEND_HEIGHT + 4)
    _draw_heads(canvas, columns, width)
    boxes: defaultdict[str, list[tuple[float, float, float, float]]] = defaultdict(list)
    for down, (name, scores) in enumerate(rows):
        top = HEAD + ROW * down
        canvas.lines(0, top + ROW / 2, wrap(name, NAMES - 6, 6.5, most=1), 6.5)
        for across, score in enumerate(scores):
            fill = style.WHITE if score is None else band_fill(score, terms)
            boxes[fill].append((NAMES + width * across, top, width - 0.5, ROW - 0.5))
    for fill, ours in boxes.items():
        canvas.rectangles(ours, fill, style.RULE if fill == style.WHITE else "none")
    draw_bands_legend(canvas, HEAD + ROW * len(rows) + 4 + LEGEND_HEIGHT / 2, terms)
    return finish(canvas, terms, caption, table)


def _draw_heads(canvas: Canvas, columns: Sequence[str], width: float) -> None:
    """The names of columns, as many as there is room for: a name stands where its column begins."""
    free = 0.0
    for across, name in enumerate(columns):
        left = NAMES + width * across
        wide = text_width(name, 6)
        if left >= free and left + wide <= style.WIDTH:
            canvas.text(left, HEAD - 4, name, 6)
            free = left + wide + GAP
