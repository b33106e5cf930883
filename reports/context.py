"""Percentages and numbers that respondents gave: context beside the scores."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from scoring.results import Unit, UnitTier
from surveys.content import Instrument, Item, ItemType, Tier
from surveys.models import Institution, ResponseState, Round

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
WHERE response.round_id = %(round)s AND response.state = %(state)s
  AND (%(institutions)s::bigint[] IS NULL OR response.institution_id = ANY (%(institutions)s))
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
        "state": ResponseState.SUBMITTED.value,
        "institutions": list(_institutions(survey_round, unit)) if tier is Tier.INSTITUTION else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        found = {code: Numbers(items[code], *rest) for code, *rest in cursor.fetchall()}
    return [found[code] for code in items if code in found]


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
