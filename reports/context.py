"""Context beside the scores: percentages and numbers that respondents gave, and series of other bodies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reports.charts import Chart, Table
from reports.external.figures import Beside, series_beside
from reports.figures import UnitView
from reports.results import Results
from scoring.results import Unit, UnitTier
from surveys.content import Instrument, Item, ItemType, Tier
from surveys.models import COUNTED, Institution, Round

NUMBERS = (ItemType.PERCENT, ItemType.COUNT)


@dataclass(frozen=True)
class Numbers:
    """What was answered to an item: how many answers, their median and their bounds."""

    item: Item
    n: int
    median: float
    minimum: float
    maximum: float


# One pass over the counted responses, each document opened once, whatever the number of items. An item below others
# counts when all above it are Yes.
_SQL = """
SELECT asked.code, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY given.value::double precision),
       min(given.value::double precision), max(given.value::double precision)
FROM surveys_response AS response
CROSS JOIN LATERAL jsonb_each(response.answers) AS given(code, value)
JOIN jsonb_to_recordset(%(items)s::jsonb) AS asked(code text, section text, above jsonb) USING (code)
WHERE response.round_id = %(round)s AND response.state = ANY (%(states)s)
  AND (%(institutions)s::bigint[] IS NULL OR response.institution_id = ANY (%(institutions)s))
  AND response.sections && %(sections)s::varchar[] -- else its document is not opened
  AND asked.section = ANY (response.sections)
  AND jsonb_typeof(given.value) = 'number'
  AND (asked.above = '[]' OR NOT EXISTS (SELECT FROM jsonb_array_elements_text(asked.above) AS parent(code)
                                         WHERE response.answers ->> parent.code IS DISTINCT FROM 'yes'))
GROUP BY asked.code
"""


def read_numbers(survey_round: Round, instrument: Instrument, unit: Unit, tier: Tier) -> list[Numbers]:
    """The items of a tier that are answered by a number, in order; those without an answer are left out.

    Items about institutions: what was answered for the unit, if it is one, for those of a region, or for all.
    """
    items = {code: item for code, item in instrument.items_by_code.items() if _is_number(instrument, item, tier)}
    asked = [
        {
            "code": code,
            "section": instrument.section_by_item[code].code,
            "above": [parent.code for parent in instrument.parents_of(item)],
        }
        for code, item in items.items()
    ]
    values: dict[str, Any] = {
        "items": json.dumps(asked),
        "round": survey_round.pk,
        "sections": sorted({one["section"] for one in asked}),
        "states": [str(state) for state in COUNTED],
        "institutions": list(_institutions(survey_round, unit)) if tier is Tier.INSTITUTION else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        found = {code: Numbers(items[code], *rest) for code, *rest in cursor.fetchall()}
    return [found[code] for code in items if code in found]


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

    `prefix`: of the keys of its charts, which are unique on a page. `with_answers`: whether to open every response for
    the numbers in it, which takes a second for each hundred thousand of them.
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


def _is_number(instrument: Instrument, item: Item, tier: Tier) -> bool:
    return item.type in NUMBERS and item.tier is tier and not instrument.table_by_item[item.code].repeating
