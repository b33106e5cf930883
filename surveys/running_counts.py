"""What triggers count: the sums of a few rows, however much was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum

from surveys.models import Round
from surveys.models.running_counts import RunningCount

WAITING = 1000  # rows that may wait to be put together

# In one statement: whoever reads sees the rows before or the rows after. Rows of nothing go.
_SETTLE = """
    WITH taken AS (DELETE FROM {table} WHERE round_id = %(round)s RETURNING {columns}, {number})
    INSERT INTO {table} (round_id, {columns}, {number}, is_settled)
    SELECT %(round)s, {columns}, sum({number}), true FROM taken GROUP BY {columns} HAVING sum({number}) <> 0
"""


def count(counts: type[RunningCount], rounds: Round | Collection[Round], *by: str, **narrowed: Any) -> Counter[Any]:
    """How many of rounds there are by the values of columns: a value alone, or a tuple of several.

    `narrowed`: conditions as in a filter. What there is none of is left out, and counts 0. One statement; now and then
    one more.
    """
    rounds = [rounds] if isinstance(rounds, Round) else list(rounds)
    rows = counts._default_manager.filter(round__in=rounds, **narrowed).order_by().values_list("round", *by)
    found = Counter[Any]()
    waiting = Counter[int]()
    sums = {"n": Sum(counts.NUMBER), "waiting": Count("pk", filter=Q(is_settled=False))}
    for key, *values, number, unsettled in rows.annotate(**sums):
        found[values[0] if len(values) == 1 else tuple(values)] += number
        waiting[key] += unsettled
    for key, number in waiting.items():
        if number >= WAITING:
            settle(counts, key)
    return +found


def settle(counts: type[RunningCount], round_key: int) -> None:
    """Put the rows of a round together: one for each kind."""
    others = {"id", "round_id", "is_settled", counts.NUMBER}
    columns = {str(field.column) for field in counts._meta.concrete_fields} - others
    names = {"table": counts._meta.db_table, "columns": ", ".join(sorted(columns)), "number": counts.NUMBER}
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE.format(**names), {"round": round_key})
