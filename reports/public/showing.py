"""Tables of public pages, in the active language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.dashboard.values import Number, Table
from reports.figures import UnitView
from scoring.results import Family, ItemScore, Measure, Score
from surveys.coding import POINTS
from surveys.content import ItemType


def scores_table(view: UnitView) -> Table:
    """The overall score and the levels by source, each with its interval."""
    levels = [level.code for level in reversed(view.instrument.levels)]
    rows = (
        (_("Overall"), _row(view, Family.OVERALL, "")),
        *((view.part(Family.LEVELS, code), _row(view, Family.LEVELS, code)) for code in levels),
    )
    header = (_("Level"), *(view.terms.called(measure) for measure in Measure))
    return Table(_("Scores from 0 to 100, with 95% intervals"), header, rows)


def _row(view: UnitView, family: Family, code: str) -> tuple[Number, ...]:
    scores = [(measure, view.scores.of(measure).part(family, code)) for measure in Measure]
    return tuple(_number(view, measure, score) for measure, score in scores if score)


def _number(view: UnitView, measure: Measure, score: Score) -> Number:
    if score.score is None:
        return Number(view.terms.absence(score))
    return Number(view.terms.with_interval(score, is_gap=measure is Measure.GAP))


def items_table(view: UnitView) -> Iterator[Table]:
    """The items by table of the instrument, with the counts of their answers."""
    for table in view.instrument.tables():
        ours = [view.scores.items[item.code] for item in table.items if item.code in view.scores.items]
        if ours:
            rows = tuple((view.question(item.code), _counts(view, item)) for item in ours)
            yield Table(f"{table.code}. {view.words(table.title)}", _header(ours[0]), rows)


def _header(item: ItemScore) -> tuple[str, ...]:
    first = (_("Item"), _("Score"), _("Interval"), "n")
    if item.type is ItemType.SCALE05:
        return (*first, *(str(point) for point in range(POINTS)), _("Missing"))
    return (*first, _("Yes"), _("No"), _("Do not know"), _("Missing"))


def _counts(view: UnitView, item: ItemScore) -> tuple[Number, ...]:
    return tuple(Number(words) for words in _words(view, item))


def _words(view: UnitView, item: ItemScore) -> tuple[str, ...]:
    numbers = view.terms.numbers
    counts = item.distribution or (item.yes, item.no, item.dk)
    if item.is_suppressed:
        return (view.terms.words.suppressed, *[""] * (len(counts) + 3))
    interval = "" if item.low is None or item.is_validated else numbers.interval(item.low, item.high)
    return (numbers.score(item.score), interval, *(numbers.count(count) for count in (item.n, *counts, item.missing)))
