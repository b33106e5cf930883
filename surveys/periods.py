"""Periods: two dates of which the instrument says that the second is not before the first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from surveys.coding import ONGOING
from surveys.content import Relation


def turned_periods(periods: Iterable[Relation], entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(start, end) by their codes, where the entry ends before it begins. Stored dates sort as they follow in time."""
    for relation in periods:
        start, end = relation.items
        began, ended = entry.get(start), entry.get(end)
        if began and ended and ended != ONGOING and ended < began:
            yield start, end
