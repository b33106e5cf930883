"""How many responses of rounds are in which state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from surveys.models import Round, StateCount
from surveys.running_counts import count


def count_responses(rounds: Round | Collection[Round], *by: str, **narrowed: Any) -> Counter[Any]:
    """How many responses of rounds there are by the values of columns: a value alone, or a tuple of several.

    `by`: "state", "institution", "round"; `narrowed`: conditions on these and on `language`, `mode` and `sections`, as
    in a filter.
    """
    return count(StateCount, rounds, *by, **narrowed)


def responses_of(outer: str = "pk", **narrowed: Any) -> Coalesce:
    """How many responses the round of an outer query has, for its annotations."""
    counts = StateCount.objects.filter(round=OuterRef(outer), **narrowed).order_by().values("round")
    return Coalesce(Subquery(counts.annotate(n=Sum("responses")).values("n"), output_field=IntegerField()), 0)
