"""Parts that several pictures share: the scale from 0 to 100, marks with intervals, the legend of the bands. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts import style
from reports.charts.canvas import Canvas, text_width, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from scoring.display import band_of
from scoring.results import Measure

LEGEND_HEIGHT = 16.0
AXIS_HEIGHT = 14.0


COLOURS = {Measure.FACTS: style.FACTS, Measure.PERCEPTIONS: style.PERCEPTIONS, Measure.COMBINED: style.COMBINED}


@dataclass(frozen=True)
class Strip:
    """A horizontal scale: where on the canvas its numbers lie."""

    left: float
    right: float
    low: float = 0.0
    high: float = 1.0

    def x(self, value: float) -> float:
        """The place of a number, within the strip."""
        share = (value - self.low) / (self.high - self.low)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    def draw_grid(self, canvas: Canvas, top: float, bottom: float, labels: Sequence[tuple[float, str]]) -> None:
        """Lines from top to bottom with their numbers below."""
        for value, label in labels:
            x = self.x(value)
            canvas.line([(x, top), (x, bottom)])
            canvas.text(x, bottom + 9, label, style.SMALL, colour=style.MUTED, anchor="center")


HUNDRED = tuple((value / 100, str(value)) for value in (0, 25, 50, 75, 100))
"""The numbers below a scale of scores."""


def finish(canvas: Canvas, terms: Terms, caption: Caption, table: Table) -> Chart:
    """The chart of a drawing: nothing can be drawn after this."""
    svg = canvas.write(caption.key, terms.language, caption.title, caption.sentence)
    return Chart(caption.key, svg, caption.title, caption.sentence, table)


def item_lines(code: str, name: str, width: float) -> tuple[str, ...]:
    """The name of a row in lines, behind the code of its item where it has one."""
    words = f"{code}\N{NO-BREAK SPACE}\N{MIDDLE DOT} {name}" if code else name
    return wrap(words, width, style.SMALL, most=4)


def draw_mark(canvas: Canvas, measure: Measure, x: float, y: float, colour: str = "") -> None:
    """The mark of a measure: circle, diamond, bar. Each has its own shape: no colour is needed to tell them apart."""
    colour = colour or COLOURS[measure]
    if measure is Measure.FACTS:
        canvas.circle(x, y, 3, colour, style.WHITE)
    elif measure is Measure.PERCEPTIONS:
        canvas.diamond(x, y, 3.8, colour, style.WHITE)
    else:
        canvas.rectangle(x - 1.6, y - 4, 3.2, 8, colour, style.WHITE)


def draw_interval(canvas: Canvas, strip: Strip, y: float, low: float | None, high: float | None, colour: str) -> None:
    """The interval as a line with short ends; nothing where there is none."""
    if low is None or high is None:
        return
    left, right = strip.x(low), strip.x(high)
    canvas.line([(left, y), (right, y)], colour, 1.1)
    for x in (left, right):
        canvas.line([(x, y - 2), (x, y + 2)], colour, 1.1)


def draw_sources_legend(canvas: Canvas, y: float, terms: Terms, left: float) -> None:
    """Which shape stands for which source."""
    for measure in (Measure.FACTS, Measure.PERCEPTIONS):
        words = terms.called(measure)
        draw_mark(canvas, measure, left + 4, y)
        canvas.text(left + 11, y + 2.5, words, style.SMALL, colour=style.MUTED)
        left += 24 + text_width(words, style.SMALL)


def draw_swatches(
    canvas: Canvas, y: float, swatches: Sequence[tuple[str, str]], left: float = 0, right: float = style.WIDTH
) -> None:
    """Colours with their names, in one row."""
    widths = [18 + text_width(words, style.SMALL) for _, words in swatches]
    space = min(12.0, (right - left - sum(widths)) / max(len(swatches) - 1, 1))
    for (fill, words), width in zip(swatches, widths, strict=True):
        canvas.rectangle(left, y - 4, 9, 8, fill, style.MUTED)
        canvas.text(left + 13, y + 2.5, words, style.SMALL, colour=style.MUTED)
        left += width + space


def draw_bands_legend(canvas: Canvas, y: float, terms: Terms) -> None:
    """The colours of the bands."""
    names = [f"{number} {name}" for number, name in enumerate(terms.band_names())]
    draw_swatches(canvas, y, list(zip(style.BANDS, names, strict=True)))


def band_fill(score: float | None, terms: Terms) -> str:
    """The colour of a score's band."""
    return style.FAINT if score is None else style.BANDS[band_of(score, terms.method).value]
