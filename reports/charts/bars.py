"""Pictures of bars: technologies, profiles, items, shares of Do not know. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.charts import style
from reports.charts.canvas import Canvas, text_width
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import AXIS_HEIGHT, COLOURS, HUNDRED, LEGEND_HEIGHT, Strip, draw_swatches, finish, item_lines
from scoring.results import Measure

BAR = 11.0  # the height of a bar with the space around it
SPACE = 7.0  # between rows
WIDE = Strip(left=198, right=374)
NARROW = Strip(left=252, right=384)  # beside the long names of items


@dataclass(frozen=True)
class Bar:
    """One bar: a score or share (0 to 1) with its interval. `base`: how many answers or items it rests on, in words."""

    measure: Measure
    value: float | None
    low: float | None
    high: float | None
    base: str


@dataclass(frozen=True)
class BarRow:
    """A name with its bars: one, or one for each source. `code`: of an item, stands before its name."""

    name: str
    bars: tuple[Bar, ...]
    code: str = ""


def draw_bars(terms: Terms, caption: Caption, rows: Sequence[BarRow], head: str, base: str) -> Chart:
    """Scores from 0 to 100. `head`, `base`: what the names and the bases are, for the table."""
    measures = _measures(rows)
    words, numbers = terms.words, terms.numbers
    header = (head, *([words.source] if len(measures) > 1 else []), words.score, words.interval, words.band, base)
    table = tuple(
        (
            f"{row.code} {row.name}".strip(),
            *([terms.called(bar.measure)] if len(measures) > 1 else []),
            numbers.score(bar.value),
            numbers.interval(bar.low, bar.high),
            terms.band(bar.value),
            bar.base,
        )
        for row in rows
        for bar in row.bars
    )
    return finish(_draw(terms, rows, is_share=False), terms, caption, Table(header, table))


def draw_shares(terms: Terms, caption: Caption, rows: Sequence[BarRow]) -> Chart:
    """Shares in per cent of the answers."""
    table = tuple(
        (f"{row.code} {row.name}".strip(), terms.numbers.share(bar.value), bar.base) for row in rows for bar in row.bars
    )
    header = (terms.words.item, terms.words.share, terms.words.answers)
    return finish(_draw(terms, rows, is_share=True), terms, caption, Table(header, table))


def _measures(rows: Sequence[BarRow]) -> list[Measure]:
    return list(dict.fromkeys(bar.measure for row in rows for bar in row.bars))


def _draw(terms: Terms, rows: Sequence[BarRow], is_share: bool) -> Canvas:
    measures = _measures(rows)
    strip = NARROW if any(row.code for row in rows) else WIDE
    names = [item_lines(row.code, row.name, strip.left - 10) for row in rows]
    heights = [
        max(len(lines) * style.SMALL * style.LINE, BAR * len(row.bars)) + SPACE
        for row, lines in zip(rows, names, strict=True)
    ]
    top = LEGEND_HEIGHT if len(measures) > 1 else 2.0
    bottom = top + sum(heights)
    canvas = Canvas(bottom + AXIS_HEIGHT)
    strip = replace(strip, high=_highest_share(rows)) if is_share else strip
    labels = [(part * strip.high, terms.numbers.share(part * strip.high)) for part in (0, 0.2, 0.4, 0.6, 0.8, 1)]
    strip.draw_grid(canvas, top, bottom, labels if is_share else HUNDRED)
    if len(measures) > 1:
        draw_swatches(canvas, 8, [(COLOURS[measure], terms.called(measure)) for measure in measures], strip.left)
    for row, lines, height in zip(rows, names, heights, strict=True):
        middle = top + height / 2
        canvas.lines(0, middle, lines, style.SMALL)
        first = middle - BAR * (len(row.bars) - 1) / 2
        for place, bar in enumerate(row.bars):
            _draw_bar(canvas, terms, strip, bar, first + BAR * place, is_share)
        top += height
    return canvas


def _highest_share(rows: Sequence[BarRow]) -> float:
    """Where the scale of shares ends: small shares need a short one to be told apart."""
    highest = max((bar.value or 0 for row in rows for bar in row.bars), default=0)
    return next(end for end in (0.25, 0.5, 1) if highest <= end)


def _draw_bar(canvas: Canvas, terms: Terms, strip: Strip, bar: Bar, y: float, is_share: bool) -> None:
    if bar.value is not None:
        width = max(strip.x(bar.value) - strip.left, 0.8)
        canvas.rectangle(strip.left, y - 4, width, 8, COLOURS[bar.measure])
        if bar.low is not None and bar.high is not None:
            low, high = strip.x(bar.low), strip.x(bar.high)
            for colour, line in ((style.WHITE, 2.4), (style.INK, 0.9)):  # to be seen on the bar and beside it
                canvas.line([(low, y), (high, y)], colour, line)
    shown = terms.numbers.share(bar.value) if is_share else terms.numbers.score(bar.value)
    canvas.lines(style.WIDTH - 62, y, [shown], style.SMALL, style.SEMIBOLD, anchor="right")
    small = style.SMALL if text_width(bar.base, style.SMALL) < 56 else style.SMALL - 1
    canvas.lines(style.WIDTH, y, [bar.base], small, colour=style.MUTED, anchor="right")
