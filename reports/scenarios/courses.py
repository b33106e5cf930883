"""Pictures of scenarios over time and side by side. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts import Caption, Chart, Table, Terms, style
from reports.charts.canvas import Canvas, wrap
from reports.charts.parts import AXIS_HEIGHT, HUNDRED, LEGEND_HEIGHT, Strip, draw_swatches, finish

SERIES = ("#1d4f7c", "#b8561b", "#4a7a3a")  # of scenarios compared
APART = 16  # points between numbers below an axis


@dataclass(frozen=True)
class Moment:
    """The score at a month, and the measures that end in it."""

    month: int
    score: float
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CourseWords:
    """What stands in the picture of a course and in its table."""

    month: str
    measures: str
    goal: str
    nothing: str


def draw_course(
    terms: Terms, caption: Caption, moments: Sequence[Moment], words: CourseWords, target: float | None = None
) -> Chart:
    """The score from the beginning (the first moment) as steps, with the goal as a dashed line."""
    plot, top, bottom = 34.0, 14.0, 160.0
    canvas = Canvas(bottom + AXIS_HEIGHT + 14)
    months = max(moments[-1].month, 1)
    across = Strip(left=plot, right=style.WIDTH - 30, low=0, high=months)
    for value, label in HUNDRED:
        y = _height(value, top, bottom)
        canvas.line([(plot, y), (across.right, y)])
        canvas.text(plot - 5, y + 2.5, label, style.SMALL, colour=style.MUTED, anchor="right")
    for moment in _told_apart(moments, across):
        x = across.x(moment.month)
        canvas.line([(x, bottom), (x, bottom + 3)], style.MUTED)
        canvas.text(x, bottom + 11, terms.numbers.count(moment.month), style.SMALL, colour=style.MUTED, anchor="center")
    canvas.text(
        style.WIDTH / 2, bottom + AXIS_HEIGHT + 10, words.month, style.SMALL, colour=style.MUTED, anchor="center"
    )
    if target is not None:
        y = _height(target, top, bottom)
        canvas.line([(plot, y), (across.right, y)], style.HIGHLIGHT, 1.1, dashed=True)
        label = f"{words.goal}: {terms.numbers.score(target)}"
        canvas.text(plot + 4, y - 3, label, style.SMALL, style.SEMIBOLD, style.HIGHLIGHT)
    points = [(across.x(0), _height(moments[0].score, top, bottom))]
    for moment in moments[1:]:
        x = across.x(moment.month)
        points += [(x, points[-1][1]), (x, _height(moment.score, top, bottom))]
    canvas.line(points, style.FACTS, 1.6)
    for moment in moments:
        canvas.circle(across.x(moment.month), _height(moment.score, top, bottom), 3, style.FACTS, style.WHITE)
    last = moments[-1]
    canvas.text(
        style.WIDTH, _height(last.score, top, bottom) + 3, terms.numbers.score(last.score), style.TEXT, style.BOLD,
        anchor="right",
    )  # fmt: skip
    rows = [
        (terms.numbers.count(one.month), terms.numbers.score(one.score), ", ".join(one.codes) or words.nothing)
        for one in moments
    ]
    return finish(canvas, terms, caption, Table((words.month, terms.words.score, words.measures), tuple(rows)))


def _height(score: float, top: float, bottom: float) -> float:
    return bottom - (bottom - top) * score


def _told_apart(moments: Sequence[Moment], across: Strip) -> list[Moment]:
    """Those whose numbers have room beside each other, the last among them."""
    kept = [moments[-1]]
    for moment in reversed(moments[:-1]):
        if across.x(kept[-1].month) - across.x(moment.month) >= APART:
            kept.append(moment)
    return kept


@dataclass(frozen=True)
class CompareRow:
    """A part with its score now and after each scenario."""

    name: str
    now: float | None
    after: tuple[float | None, ...]


def draw_compare(terms: Terms, caption: Caption, names: Sequence[str], rows: Sequence[CompareRow], now: str) -> Chart:
    """Bars of the scores after each scenario; the line across them is the score now."""
    strip = Strip(left=150, right=420)
    bar = 12.0
    top = LEGEND_HEIGHT + 2
    tall = bar * len(names) + 12
    canvas = Canvas(top + tall * len(rows) + AXIS_HEIGHT)
    strip.draw_grid(canvas, top, top + tall * len(rows), HUNDRED)
    swatches = [(colour, wrap(name, 110, style.SMALL, most=1)[0]) for colour, name in zip(SERIES, names, strict=False)]
    draw_swatches(canvas, 8, [*swatches, *([(style.INK, now)] if any(row.now is not None for row in rows) else [])])
    for row in rows:
        middle = top + tall / 2
        canvas.lines(0, middle, wrap(row.name, strip.left - 10, style.TEXT, style.SEMIBOLD), style.TEXT, style.SEMIBOLD)
        for place, (colour, score) in enumerate(zip(SERIES, row.after, strict=False)):
            y = top + 6 + bar * (place + 0.5)
            if score is not None:
                canvas.rectangle(strip.left, y - 4, max(strip.x(score) - strip.left, 0.8), 8, colour)
            canvas.lines(style.WIDTH, y, [terms.numbers.score(score)], style.SMALL, style.SEMIBOLD, anchor="right")
        if row.now is not None:
            x = strip.x(row.now)
            for colour, line in ((style.WHITE, 3.0), (style.INK, 1.2)):
                canvas.line([(x, top + 3), (x, top + tall - 3)], colour, line)
        top += tall
    header = (terms.words.name, now, *names)
    table = [(row.name, terms.numbers.score(row.now), *map(terms.numbers.score, row.after)) for row in rows]
    return finish(canvas, terms, caption, Table(header, tuple(table)))
