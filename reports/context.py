"""Context beside the scores: percentages and numbers that respondents gave, and series of other bodies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from reports.charts import Chart, Table
from reports.external.figures import Beside, series_beside
from reports.figures import UnitView
from reports.results import Results
from scoring.models import Tally
from scoring.number_counts import RECORD, merged
from scoring.results import Unit, UnitTier
from surveys.coding import number_items
from surveys.content import Instrument, Item, ItemType, Tier
from surveys.models import Institution, Round


@dataclass(frozen=True)
class Numbers:
    """What was answered to an item: how many answers, their median and their bounds."""

    item: Item
    n: int
    median: float
    minimum: float
    maximum: float


def read_numbers(survey_round: Round, instrument: Instrument, unit: Unit, tier: Tier) -> list[Numbers]:
    """The items of a tier that are answered by a number, in order; those without an answer are left out. One query.

    Items about institutions: what was answered for the unit, if it is one, for those of a region, or for all.
    """
    about = Q(institution=None)
    if tier is Tier.INSTITUTION:
        about = Q(institution__in=_institutions(survey_round, unit))
    tallies = Tally.objects.filter(about, round=survey_round).values_list("numbers", flat=True)
    given = merged(np.frombuffer(numbers, RECORD) for numbers in tallies.iterator())
    by_item = (
        (item, given[given["item"] == place])
        for place, item in enumerate(number_items(instrument))
        if item.tier is tier
    )
    return [_summed(item, of_item) for item, of_item in by_item if len(of_item)]


def _summed(item: Item, given: np.ndarray) -> Numbers:
    """`given`: each number, in order, with how often it was given."""
    values, up_to = given["value"], np.cumsum(given["responses"])
    n = int(up_to[-1])
    low, high = values[np.searchsorted(up_to, [(n - 1) // 2, n // 2], side="right")]
    return Numbers(item, n, float(low + high) / 2, float(values[0]), float(values[-1]))


@dataclass(frozen=True)
class ContextSection:
    """What stands beside the results of a unit. `charts`: series of other bodies, of countries only.

    `single`: those of a single year, which are not drawn; None without. `answers`: numbers that respondents gave; None
    where they gave none, or nobody asked for them. `note`: that none of it enters the scores.
    """

    title: str
    note: str
    charts: tuple[Chart, ...]
    single: Table | None
    single_title: str
    answers: Table | None
    answers_title: str


def context_section(
    results: Results, view: UnitView, prefix: str = "context", with_answers: bool = True
) -> ContextSection | None:
    """The context of a unit; None where there is nothing to show. One query for series, one for answers.

    `prefix`: of the keys of its charts, which are unique on a page. `with_answers`: whether to read the numbers that
    respondents gave, too.
    """
    is_nation = view.scores.unit.tier is UnitTier.NATIONAL
    series = series_beside(view.scores.unit.code, view.terms, prefix) if is_nation else Beside((), None)
    answers = _answers(results, view, Tier.NATIONAL if is_nation else Tier.INSTITUTION) if with_answers else None
    if not series.charts and series.single is None and answers is None:
        return None
    return ContextSection(
        title=_("Context beside the scores"),
        note=_("None of these figures is part of the scores; they stand beside them, each with its source."),
        charts=series.charts,
        single=series.single,
        single_title=_("Figures of a single year"),
        answers=answers,
        answers_title=_("What respondents of this round answered in numbers"),
    )


def _answers(results: Results, view: UnitView, tier: Tier) -> Table | None:
    """The items of a tier that are answered by a number: how many answers, their median and their bounds."""
    numbers = view.terms.numbers
    found = read_numbers(results.survey_round, results.instrument, view.scores.unit, tier)
    if not found:
        return None
    rows = (
        (
            view.question(one.item.code),
            _in_unit(one.item, one.median, view),
            f"{_in_unit(one.item, one.minimum, view)} – {_in_unit(one.item, one.maximum, view)}",
            numbers.count(one.n),
        )
        for one in found
    )
    return Table((view.terms.words.item, _("Median"), _("Lowest and highest"), "n"), tuple(rows))


def _in_unit(item: Item, value: float, view: UnitView) -> str:
    numbers = view.terms.numbers
    return numbers.percent(value) if item.type is ItemType.PERCENT else numbers.plain(value)


def _institutions(survey_round: Round, unit: Unit) -> QuerySet[Institution, int]:
    """The keys of the institutions that a unit stands for."""
    institutions = survey_round.institutions.all()
    if unit.tier is UnitTier.INSTITUTION:
        institutions = institutions.filter(code=unit.code)
    elif unit.tier is UnitTier.SUBNATIONAL:
        institutions = institutions.filter(region__code=unit.code)
    return institutions.values_list("pk", flat=True)
