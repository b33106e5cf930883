"""The pyramid of the levels: the broad base first, what rests on it above. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts import style
from reports.charts.canvas import Canvas, wrap
from reports.charts.chart import Caption, Chart, Table, Terms
from reports.charts.parts import (
    AXIS_HEIGHT,
    COLOURS,
    HUNDRED,
    LEGEND_HEIGHT,
    Strip,
    band_fill,
    draw_bands_legend,
    draw_interval,
    draw_mark,
    finish,
)
from scoring.results import Measure, Score

TIER = 66.0  # the height of a level
BASE, APEX = 176.0, 58.0  # how wide the pyramid is below and above
MIDDLE = BASE / 2
RIGHT = 194.0  # where the scales of the levels begin
STRIP = Strip(left=275, right=394)
ROW = 14.0


@dataclass(frozen=True)
class PyramidLevel:
    """A level with its three scores."""

    name: str
    facts: Score
    perceptions: Score
    combined: Score

    def scores(self) -> dict[Measure, Score]:
        """The scores by what they tell."""
        return {Measure.FACTS: self.facts, Measure.PERCEPTIONS: self.perceptions, Measure.COMBINED: self.combined}


def draw_pyramid(terms: Terms, caption: Caption, levels: Sequence[PyramidLevel]) -> Chart:
    """The levels, from the base up; the colour of each is the band of its combined score."""
    height = TIER * len(levels)
    canvas = Canvas(height + AXIS_HEIGHT + LEGEND_HEIGHT)
    STRIP.draw_grid(canvas, 14, height, HUNDRED)
    for place, level in enumerate(levels):
        _draw_tier(canvas, terms, level, place, len(levels))
        _draw_scores(canvas, terms, level, height - TIER * (place + 1))
    draw_bands_legend(canvas, height + AXIS_HEIGHT + LEGEND_HEIGHT / 2 + 3, terms)
    return finish(canvas, terms, caption, _table(terms, levels))


def _draw_tier(canvas: Canvas, terms: Terms, level: PyramidLevel, place: int, of: int) -> None:
    """One slice of the pyramid with its number."""
    height = TIER * of
    bottom, top = height - TIER * place - (1.2 if place else 0), height - TIER * (place + 1) + 1.2
    below, above = (APEX + (BASE - APEX) * y / height for y in (bottom, top))
    fill = band_fill(level.combined.score, terms)
    corners = [(-below, bottom), (below, bottom), (above, top), (-above, top)]
    canvas.polygon([(MIDDLE + across / 2, y) for across, y in corners], fill, style.MUTED)
    colour, middle = style.text_on(fill), (bottom + top) / 2
    score = level.combined.score
    canvas.text(MIDDLE, middle + 2, terms.numbers.score(score), style.HUGE, style.BOLD, colour, "center")
    words = terms.absence(level.combined) if score is None else terms.band(score)
    canvas.lines(MIDDLE, middle + 12, wrap(words, above + 6, style.SMALL), style.SMALL, colour=colour, anchor="center")


def _draw_scores(canvas: Canvas, terms: Terms, level: PyramidLevel, top: float) -> None:
    """The level's name and its three scores with their intervals."""
    canvas.rectangle(RIGHT, top + 2, style.WIDTH - RIGHT, 14, style.WHITE)
    canvas.line([(RIGHT, top + 1), (style.WIDTH, top + 1)])
    canvas.text(RIGHT, top + 12, level.name, style.TEXT, style.SEMIBOLD)
    coverage = f"{terms.words.coverage}: {terms.coverage(level.combined)}"
    canvas.text(style.WIDTH, top + 12, coverage, style.SMALL, colour=style.MUTED, anchor="right")
    for place, (measure, score) in enumerate(level.scores().items()):
        y = top + 24 + ROW * place
        weight = style.SEMIBOLD if measure is Measure.COMBINED else style.REGULAR
        name = wrap(terms.called(measure), STRIP.left - RIGHT - 5, style.SMALL, weight, most=1)
        canvas.lines(RIGHT, y, name, style.SMALL, weight)
        shown = terms.with_interval(score)
        canvas.lines(style.WIDTH, y, [shown], style.SMALL, weight, anchor="right")
        if score.score is not None:
            draw_interval(canvas, STRIP, y, score.low, score.high, COLOURS[measure])
            draw_mark(canvas, measure, STRIP.x(score.score), y)


def _table(terms: Terms, levels: Sequence[PyramidLevel]) -> Table:
    words = terms.words
    rows = [
        (
            level.name,
            *(terms.with_interval(score) for score in level.scores().values()),
            terms.band(level.combined.score),
            terms.coverage(level.combined),
        )
        for level in reversed(levels)
    ]
    header = (words.level, words.facts, words.perceptions, words.combined, words.band, words.coverage)
    return Table(header, tuple(rows))
