"""Tables and choices of public pages, in the active language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.dashboard.words import TIERS
from reports.figures import UnitView
from reports.public.reading import PublicResults
from scoring.results import Family, ItemScore, Measure, Score
from surveys.coding import POINTS
from surveys.content import ItemType


@dataclass(frozen=True)
class WordTable:
    """A table of words; the first cell of each row names it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Choice:
    """A unit to choose. `value`: as it stands in addresses."""

    value: str
    name: str
    is_chosen: bool


def tiers_of(results: PublicResults, view: UnitView) -> list[tuple[str, list[Choice]]]:
    """The units of the round by tier."""
    return [
        (
            str(name),
            [
                Choice(f"{tier}:{one.unit.code}", one.unit.called(view.terms.language), one.unit == view.scores.unit)
                for one in results.units(tier)
            ],
        )
        for tier, name in TIERS.items()
    ]


def scores_table(view: UnitView) -> WordTable:
    """The overall score and the levels by source, each with its interval."""
    rows = [(_("Overall"), *(_cell(view, measure, view.scores.of(measure).overall) for measure in Measure))]
    for level in reversed(view.instrument.levels):
        scores = [(measure, view.scores.of(measure).part(Family.LEVELS, level.code)) for measure in Measure]
        rows.append(
            (view.part(Family.LEVELS, level.code), *(_cell(view, measure, one) for measure, one in scores if one))
        )
    header = (_("Level"), *(view.terms.called(measure) for measure in Measure))
    return WordTable(_("Scores from 0 to 100, with 95% intervals"), header, tuple(rows))


def _cell(view: UnitView, measure: Measure, score: Score) -> str:
    if score.score is None:
        return view.terms.absence(score)
    return view.terms.with_interval(score, is_gap=measure is Measure.GAP)


def items_table(view: UnitView) -> Iterator[WordTable]:
    """The items by table of the instrument, with the counts of their answers."""
    for table in view.instrument.tables():
        ours = [view.scores.items[item.code] for item in table.items if item.code in view.scores.items]
        if ours:
            rows = tuple((view.question(item.code), *_counts(view, item)) for item in ours)
            yield WordTable(f"{table.code}. {view.words(table.title)}", _header(ours[0]), rows)


def _header(item: ItemScore) -> tuple[str, ...]:
    first = (_("Item"), _("Score"), _("Interval"), "n")
    if item.type is ItemType.SCALE05:
        return (*first, *(str(point) for point in range(POINTS)), _("Missing"))
    return (*first, _("Yes"), _("No"), _("Do not know"), _("Missing"))


def _counts(view: UnitView, item: ItemScore) -> tuple[str, ...]:
    numbers = view.terms.numbers
    counts = item.distribution or (item.yes, item.no, item.dk)
    if item.is_suppressed:
        return (view.terms.words.suppressed, *[""] * (len(counts) + 3))
    interval = "" if item.low is None or item.is_validated else numbers.interval(item.low, item.high)
    return (numbers.score(item.score), interval, *(numbers.count(count) for count in (item.n, *counts, item.missing)))
