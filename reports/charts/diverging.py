"""Answers as bars to both sides of a middle: what speaks against to the left, what speaks for to the right. Pure.

Who gave no opinion stands apart at the side and takes no part in the shares of the bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.charts import style
from reports.charts.canvas import Canvas, text_width, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import AXIS_HEIGHT, LEGEND_HEIGHT, Strip, draw_swatches, finish, item_lines

STRIP = Strip(left=180, right=360)
ASIDE = Strip(left=384, right=416)
NAMES = STRIP.left - 8
VALUE, BASE = 450.0, style.WIDTH
BAR, SPACE, ROOM = 12.0, 7.0, 13.0
HEAD = 20.0
ASIDE_FILLS = (style.LINK, style.FAINT)  # Do not know, nothing said
STEPS = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Pieces:
    """What the pieces of bars are called. `below` and `above`: from the middle outwards; `aside`: no opinion."""

    below: tuple[str, ...]
    above: tuple[str, ...]
    aside: tuple[str, ...]


@dataclass(frozen=True)
class DivergingRow:
    """An item with its counts, in the order of `Pieces`, and its estimate in words: a mean or a share."""

    code: str
    name: str
    below: tuple[int, ...]
    above: tuple[int, ...]
    aside: tuple[int, ...]
    value: str

    @property
    def n(self) -> int:
        """Answers that the bar is made of."""
        return sum(self.below) + sum(self.above)

    @property
    def asked(self) -> int:
        """Everybody who was asked."""
        return self.n + sum(self.aside)

    @property
    def reach(self) -> float:
        """The larger of the two sides, as a share of n."""
        return max(sum(self.below), sum(self.above)) / self.n if self.n else 0.0


def draw_diverging(
    terms: Terms, caption: Caption, pieces: Pieces, rows: Sequence[DivergingRow], aside: str, value: str
) -> Chart:
    """Shares of n to both sides. `aside`, `value`: heads of the columns at the side."""
    names = [item_lines(row.code, row.name, NAMES) for row in rows]
    heights = [max(len(lines) * style.SMALL * style.LINE, BAR) + SPACE for lines in names]
    top = LEGEND_HEIGHT + HEAD
    bottom = top + sum(heights)
    canvas = Canvas(bottom + AXIS_HEIGHT)
    end = next((step for step in STEPS if step >= max((row.reach for row in rows), default=0)), 1.0)
    strip = replace(STRIP, low=-end, high=end)
    _draw_legend(canvas, pieces)
    _draw_heads(canvas, terms, aside, value)
    strip.draw_grid(canvas, top, bottom, [(part * end, terms.numbers.share(abs(part * end))) for part in (-1, 0, 1)])
    ASIDE.draw_grid(canvas, top, bottom, [(0, ""), (1, terms.numbers.share(1))])
    for row, lines, height in zip(rows, names, heights, strict=True):
        canvas.lines(0, top + height / 2, lines, style.SMALL)
        _draw_row(canvas, terms, strip, row, top + height / 2)
        top += height
    canvas.line([(strip.x(0), LEGEND_HEIGHT + HEAD), (strip.x(0), bottom)], style.INK, 0.9)
    return finish(canvas, terms, caption, _table(terms, pieces, rows, value))


def _fills(pieces: Pieces) -> tuple[Sequence[str], Sequence[str]]:
    """From the middle outwards: the farther, the darker."""
    return _shades(style.BELOW, len(pieces.below)), _shades(style.ABOVE, len(pieces.above))


def _shades(colours: Sequence[str], number: int) -> Sequence[str]:
    return colours if number == len(colours) else colours[-number:]


def _draw_legend(canvas: Canvas, pieces: Pieces) -> None:
    below, above = _fills(pieces)
    swatches = [
        *reversed(list(zip(below, pieces.below, strict=True))),
        *zip(above, pieces.above, strict=True),
        *zip(_shades(ASIDE_FILLS, len(pieces.aside)), pieces.aside, strict=True),
    ]
    draw_swatches(canvas, 7, swatches)


def _draw_heads(canvas: Canvas, terms: Terms, aside: str, value: str) -> None:
    y = LEGEND_HEIGHT + HEAD / 2 - 2
    lines = wrap(aside, 58, style.SMALL, most=2)
    canvas.lines((ASIDE.left + ASIDE.right) / 2, y, lines, style.SMALL, colour=style.MUTED, anchor="center")
    canvas.lines(VALUE, y, wrap(value, 34, style.SMALL, most=2), style.SMALL, colour=style.MUTED, anchor="right")
    canvas.lines(BASE, y, ["n"], style.SMALL, colour=style.MUTED, anchor="right")


def _draw_row(canvas: Canvas, terms: Terms, strip: Strip, row: DivergingRow, y: float) -> None:
    if row.n:
        below, above = _fills(Pieces(*(tuple("-" * len(part)) for part in (row.below, row.above, row.aside))))
        for sign, counts, fills in ((-1, row.below, below), (1, row.above, above)):
            _draw_side(canvas, terms, strip, [count / row.n for count in counts], fills, sign, y)
    if row.asked:
        left = ASIDE.left
        for count, fill in zip(row.aside, _shades(ASIDE_FILLS, len(row.aside)), strict=True):
            width = (ASIDE.right - ASIDE.left) * count / row.asked
            if width:
                canvas.rectangle(left, y - BAR / 2, width, BAR, fill, style.MUTED)
            left += width
    size = style.SMALL if text_width(row.value, style.SMALL, style.SEMIBOLD) < 30 else style.SMALL - 1
    canvas.lines(VALUE, y, [row.value], size, style.SEMIBOLD, anchor="right")
    canvas.lines(BASE, y, [terms.numbers.count(row.n)], style.SMALL, colour=style.MUTED, anchor="right")


def _draw_side(
    canvas: Canvas, terms: Terms, strip: Strip, shares: Sequence[float], fills: Sequence[str], sign: int, y: float
) -> None:
    inner = 0.0
    for share, fill in zip(shares, fills, strict=True):
        near, far = strip.x(sign * inner), strip.x(sign * (inner + share))
        left, width = min(near, far), abs(far - near)
        if width:
            canvas.rectangle(left, y - BAR / 2, width, BAR, fill, style.WHITE)
        if width >= ROOM:
            words = terms.numbers.share(share).rstrip("%\N{NO-BREAK SPACE}")
            canvas.lines(left + width / 2, y, [words], 6.5, colour=style.text_on(fill), anchor="center")
        inner += share


def _table(terms: Terms, pieces: Pieces, rows: Sequence[DivergingRow], value: str) -> Table:
    """Counts with shares of n; those without an opinion with shares of all who were asked."""
    header = (terms.words.item, *reversed(pieces.below), *pieces.above, value, "n", *pieces.aside)
    return Table(
        header,
        tuple(
            (
                f"{row.code} {row.name}".strip(),
                *(_of(terms, count, row.n) for count in (*reversed(row.below), *row.above)),
                row.value,
                terms.numbers.count(row.n),
                *(_of(terms, count, row.asked) for count in row.aside),
            )
            for row in rows
        ),
    )


def _of(terms: Terms, count: int, whole: int) -> str:
    numbers = terms.numbers
    return f"{numbers.count(count)} ({numbers.share(count / whole)})" if whole else numbers.count(count)
