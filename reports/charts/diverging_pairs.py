"""Two shares of each item back to back: disagreement to the left, Do not know to the right. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts import style
from reports.charts.canvas import Canvas, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import AXIS_HEIGHT, Strip, finish, item_lines

LEFT = Strip(left=312, right=204)  # grows to the left
RIGHT = Strip(left=324, right=432)
NAMES = 164.0
BAR, SPACE, HEAD = 10.0, 7.0, 22.0


@dataclass(frozen=True)
class PairRow:
    """An item with two shares (0 to 1; None: none) and the words beside them; `is_marked`: to be seen."""

    code: str
    name: str
    left: float | None
    right: float | None
    left_words: str
    right_words: str
    is_marked: bool = False


def draw_pairs(
    terms: Terms,
    caption: Caption,
    heads: tuple[str, str],
    rows: Sequence[PairRow],
    table: Table,
) -> Chart:
    """`heads`: what stands to the left and to the right; `table`: the twin, with more than the picture holds."""
    names = [item_lines(row.code, row.name, NAMES) for row in rows]
    heights = [max(len(lines) * style.SMALL * style.LINE, BAR) + SPACE for lines in names]
    bottom = HEAD + sum(heights)
    canvas = Canvas(bottom + AXIS_HEIGHT)
    for x, anchor, head in ((LEFT.left, "right", heads[0]), (RIGHT.left, "left", heads[1])):
        lines = wrap(head, 140, style.SMALL, style.SEMIBOLD, most=2)
        canvas.lines(x, HEAD / 2 - 2, lines, style.SMALL, style.SEMIBOLD, anchor=anchor)  # type: ignore[arg-type]
    axis = [(part, terms.numbers.share(part) if part else "") for part in (0.0, 0.5, 1.0)]
    top = HEAD
    for row, height in zip(rows, heights, strict=True):
        if row.is_marked:
            canvas.rectangle(0, top, style.WIDTH, height, style.MARKED)
        top += height
    for strip in (LEFT, RIGHT):
        strip.draw_grid(canvas, HEAD, bottom, axis)
    middle = (LEFT.left + RIGHT.left) / 2
    canvas.text(middle, bottom + 9, terms.numbers.share(0), style.SMALL, colour=style.MUTED, anchor="center")
    top = HEAD
    for row, lines, height in zip(rows, names, heights, strict=True):
        y = top + height / 2
        canvas.lines(0, y, lines, style.SMALL)
        _draw_bar(canvas, LEFT, row.left, y, style.PERCEPTIONS)
        _draw_bar(canvas, RIGHT, row.right, y, style.LINK)
        canvas.lines(LEFT.right - 4, y, [row.left_words], style.SMALL - 1, colour=style.MUTED, anchor="right")
        canvas.lines(style.WIDTH, y, [row.right_words], style.SMALL - 1, colour=style.MUTED, anchor="right")
        top += height
    return finish(canvas, terms, caption, table)


def _draw_bar(canvas: Canvas, strip: Strip, share: float | None, y: float, fill: str) -> None:
    if share is None:
        return
    near, far = strip.x(0), strip.x(share)
    canvas.rectangle(min(near, far), y - BAR / 2, max(abs(far - near), 0.8), BAR, fill)
