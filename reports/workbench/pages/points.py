"""Scores as points of charts and cells of tables: the same words in both."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.charts import Terms
from reports.charts.dots import COLOURS, Dot
from reports.charts.parts import band_fill
from reports.workbench.specs import Mark, Point, Series
from scoring.results import ItemScore, Score

MARKS: tuple[Mark, ...] = ("circle", "diamond", "bar", "triangle", "ring")


def cell(terms: Terms, score: Score | None) -> str:
    """A score with its interval, or why there is none."""
    if score is None or score.score is None:
        return terms.absence(score)
    return terms.with_interval(score)


def dot(terms: Terms, score: Score | None) -> Dot | None:
    """The mark of a score; None where nothing is measured."""
    if score is None or not score.mapped:
        return None
    return Dot(score.score, score.low, score.high, cell(terms, score))


def point(terms: Terms, score: Score | None, address: str = "", is_filled: bool = False) -> Point | None:
    """The same for charts that can be explored. `is_filled`: in the colour of its band."""
    if score is None or not score.mapped:
        return None
    fill = band_fill(score.score, terms) if is_filled and score.score is not None else ""
    return Point(score.score, cell(terms, score), told(terms, score), score.low, score.high, address, fill)


def told(terms: Terms, score: Score) -> str:
    """All that belongs to a score: number, interval, band, how many items it rests on."""
    base = _("%(items)s of %(mapped)s items") % {
        "items": terms.numbers.count(score.items),
        "mapped": terms.numbers.count(score.mapped),
    }
    if score.score is None:
        return f"{cell(terms, score)}\n{base}"
    return f"{cell(terms, score)}\n{terms.band(score.score)}\n{base}"


def item_point(terms: Terms, item: ItemScore, address: str = "") -> Point:
    """The score of an item; a validated fact rests on no sample and has no interval."""
    low, high = bounds(item)
    return Point(item.score, terms.numbers.score(item.score), item_told(terms, item), low, high, address)


def item_dot(terms: Terms, item: ItemScore) -> Dot:
    """The same for a picture."""
    return Dot(item.score, *bounds(item), terms.numbers.score(item.score))


def bounds(item: ItemScore) -> tuple[float | None, float | None]:
    """The interval of an item's score; (None, None) of a validated fact."""
    return (None, None) if item.is_validated else (item.low, item.high)


def item_told(terms: Terms, item: ItemScore) -> str:
    """All that belongs to the score of an item: number, interval, band, answers."""
    numbers = terms.numbers
    if item.score is None:
        return terms.words.no_answers
    shown = numbers.score(item.score)
    if item.is_validated:
        return f"{shown} ({_('validated')})\n{terms.band(item.score)}"
    interval = "" if item.low is None else f" ({numbers.interval(item.low, item.high)})"
    base = _("n = %(n)s") % {"n": numbers.count(item.n)}
    return f"{shown}{interval}\n{terms.band(item.score)}\n{base}"


def series(place: int, name: str, points: Sequence[Point | None]) -> Series:
    """The series at a place of a chart, in the colour of the picture."""
    return Series(name, points, COLOURS[place % len(COLOURS)], MARKS[place % len(MARKS)])
