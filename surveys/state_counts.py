"""How many responses of rounds are in which state: the sums of a few rows, however many responses there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from surveys.models import Round, StateCount

WAITING = 1000  # rows that may wait to be put together

# In one statement: whoever reads sees the rows before or the rows after. Rows of no responses go.
_SETTLE = """
    WITH taken AS (
        DELETE FROM surveys_statecount WHERE round_id = %(round)s
        RETURNING institution_id, state, language, mode, sections, responses
    )
    INSERT INTO surveys_statecount
        (round_id, institution_id, state, language, mode, sections, responses, is_settled)
    SELECT %(round)s, institution_id, state, language, mode, sections, sum(responses), true
    FROM taken GROUP BY 2, 3, 4, 5, 6 HAVING sum(responses) <> 0
"""


def count_responses(rounds: Round | Collection[Round], *by: str, **narrowed: Any) -> Counter[Any]:
    """How many responses of rounds there are by the values of columns: a value alone, or a tuple of several.

    `by`: "state", "institution", "round"; `narrowed`: conditions on these and on `language`, `mode` and `sections`, as
    in a filter. What there is none of is left out, and counts 0. One statement; now and then one more.
    """
    rounds = [rounds] if isinstance(rounds, Round) else list(rounds)
    rows = StateCount.objects.filter(round__in=rounds, **narrowed).order_by().values_list("round", *by)
    found = Counter[Any]()
    waiting = Counter[int]()
    is_waiting = Q(is_settled=False)
    for key, *values, number, unsettled in rows.annotate(n=Sum("responses"), waiting=Count("pk", filter=is_waiting)):
        found[values[0] if len(values) == 1 else tuple(values)] += number
        waiting[key] += unsettled
    for key, number in waiting.items():
        if number >= WAITING:
            settle(key)
    return +found


def responses_of(outer: str = "pk", **narrowed: Any) -> Coalesce:
    """How many responses the round of an outer query has, for its annotations."""
    counts = StateCount.objects.filter(round=OuterRef(outer), **narrowed).order_by().values("round")
    return Coalesce(Subquery(counts.annotate(n=Sum("responses")).values("n"), output_field=IntegerField()), 0)


def settle(round_key: int) -> None:
    """Put the rows of a round together: one for each kind of response."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, {"round": round_key})
