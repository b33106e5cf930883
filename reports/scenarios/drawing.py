"""Pictures of scenarios: the pyramid and the matrix before and after. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts import Caption, Chart, Table, Terms, style
from reports.charts.canvas import Canvas, wrap
from reports.charts.parts import LEGEND_HEIGHT, band_fill, draw_bands_legend, finish

TIER = 56.0  # the height of a level of the pyramids
BASE, APEX = 168.0, 60.0
HEAD = 20.0
NAMES = 104.0  # the width of names on the left
CELL = 42.0
ARROW = "\N{RIGHTWARDS ARROW}"


@dataclass(frozen=True)
class Pair:
    """A score before and after."""

    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """After minus before."""
        return None if self.before is None or self.after is None else self.after - self.before

    def written(self, terms: Terms) -> str:
        """As a table shows it."""
        numbers = terms.numbers
        if self.before is None and self.after is None:
            return terms.words.no_answers
        if not self.has_changed(terms):
            return numbers.score(self.after)
        return f"{numbers.score(self.before)} {ARROW} {numbers.score(self.after)}"

    def has_changed(self, terms: Terms) -> bool:
        """Whether the change shows."""
        return terms.numbers.score(self.before) != terms.numbers.score(self.after)


@dataclass(frozen=True)
class LevelRow:
    """A level before and after: its facts, its perceptions, both combined."""

    name: str
    facts: Pair
    perceptions: Pair
    combined: Pair


@dataclass(frozen=True)
class PairWords:
    """What the two sides are called."""

    before: str
    after: str


def draw_pyramids(terms: Terms, caption: Caption, levels: Sequence[LevelRow], words: PairWords) -> Chart:
    """Two pyramids of combined scores, from the base up."""
    height = HEAD + TIER * len(levels)
    canvas = Canvas(height + 4 + LEGEND_HEIGHT)
    room = style.WIDTH - NAMES
    for side, head in enumerate((words.before, words.after)):
        middle = NAMES + room * (0.25 + 0.5 * side)
        canvas.text(middle, 11, head, style.TEXT, style.SEMIBOLD, anchor="center")
        for place, level in enumerate(levels):
            score = level.combined.after if side else level.combined.before
            _draw_slice(canvas, terms, middle, score, place, len(levels), height)
    for place, level in enumerate(levels):
        y = height - TIER * (place + 0.5)
        lines = wrap(level.name, NAMES - 8, style.TEXT, style.SEMIBOLD)
        canvas.lines(0, y, lines, style.TEXT, style.SEMIBOLD)
        change = level.combined.change
        canvas.text(NAMES + room / 2, y + 3, terms.numbers.gap(change), style.TEXT, style.SEMIBOLD, anchor="center")
    draw_bands_legend(canvas, height + 4 + LEGEND_HEIGHT / 2, terms)
    header = (terms.words.level, terms.words.facts, terms.words.perceptions, terms.words.combined, terms.words.band)
    rows = [
        (
            level.name,
            level.facts.written(terms),
            level.perceptions.written(terms),
            level.combined.written(terms),
            bands_written(terms, level.combined),
        )
        for level in reversed(levels)
    ]
    return finish(canvas, terms, caption, Table(header, tuple(rows)))


def bands_written(terms: Terms, pair: Pair) -> str:
    """The band before and after, once where it stays."""
    before, after = terms.band(pair.before), terms.band(pair.after)
    return after if before == after else f"{before} {ARROW} {after}"


def _draw_slice(
    canvas: Canvas, terms: Terms, middle: float, score: float | None, place: int, of: int, foot: float
) -> None:
    whole = TIER * of
    bottom, top = whole - TIER * place - (1.2 if place else 0), whole - TIER * (place + 1) + 1.2
    below, above = (APEX + (BASE - APEX) * y / whole for y in (bottom, top))
    bottom, top = bottom + foot - whole, top + foot - whole
    fill = band_fill(score, terms)
    corners = [(-below, bottom), (below, bottom), (above, top), (-above, top)]
    canvas.polygon([(middle + across / 2, y) for across, y in corners], fill, style.MUTED)
    colour, centre = style.text_on(fill), (bottom + top) / 2
    words = terms.words.no_answers if score is None else terms.band(score)
    canvas.text(middle, centre + 1, terms.numbers.score(score), style.HUGE - 2, style.BOLD, colour, "center")
    lines = wrap(words, above + 4, style.SMALL)
    canvas.lines(middle, centre + 11, lines, style.SMALL, colour=colour, anchor="center")


def draw_changes_matrix(
    terms: Terms, caption: Caption, levels: Sequence[str], rows: Sequence[tuple[str, Sequence[Pair]]]
) -> Chart:
    """Areas down, levels across; what changes has a frame. The colour is the band after."""
    canvas = Canvas(28 + CELL * len(rows) + LEGEND_HEIGHT)
    width = (style.WIDTH - NAMES) / len(levels)
    for across, head in enumerate(levels):
        lines = wrap(head, width - 6, style.SMALL, style.SEMIBOLD, most=2)
        canvas.lines(NAMES + width * (across + 0.5), 14, lines, style.SMALL, style.SEMIBOLD, anchor="center")
    for down, (name, pairs) in enumerate(rows):
        top = 28 + CELL * down
        canvas.lines(0, top + CELL / 2, wrap(name, NAMES - 10, style.TEXT, style.SEMIBOLD), style.TEXT, style.SEMIBOLD)
        for across, pair in enumerate(pairs):
            _draw_pair(canvas, terms, NAMES + width * across, top, width - 3, pair)
    draw_bands_legend(canvas, 28 + CELL * len(rows) + LEGEND_HEIGHT / 2, terms)
    table = [(name, *(pair.written(terms) for pair in pairs)) for name, pairs in rows]
    return finish(canvas, terms, caption, Table((terms.words.area, *levels), tuple(table)))


def _draw_pair(canvas: Canvas, terms: Terms, left: float, top: float, width: float, pair: Pair) -> None:
    is_empty = pair.after is None
    fill = style.WHITE if is_empty else band_fill(pair.after, terms)
    is_changed = pair.has_changed(terms)
    canvas.rectangle(left, top, width, CELL - 3, fill, style.HIGHLIGHT if is_changed else style.RULE)
    middle, colour = left + width / 2, style.MUTED if is_empty else style.text_on(fill)
    size = style.TEXT + 1 if is_changed else style.LARGE
    canvas.text(middle, top + 18, pair.written(terms), size, style.SEMIBOLD, colour, "center")
    if not is_empty:
        words = terms.numbers.gap(pair.change) if is_changed else terms.band(pair.after)
        canvas.text(middle, top + 30, words, style.SMALL, colour=colour, anchor="center")
