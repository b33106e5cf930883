"""Periods: two dates of which the instrument says that the second is not before the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from surveys.catalogue import instrument_of
from surveys.coding import ONGOING
from surveys.content import Relation, RelationKind
from surveys.forms import Posted


def turned_periods(periods: Iterable[Relation], entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(start, end) by their codes, where the entry ends before it begins. Stored dates sort as they follow in time."""
    for relation in periods:
        start, end = relation.items
        began, ended = entry.get(start), entry.get(end)
        if began and ended and ended != ONGOING and ended < began:
            yield start, end


def refuse_periods(version_id: int, stored: Mapping[str, Any], posted: Posted) -> None:
    """Take dates that do not fit out of what was posted, with a message at each that was changed."""
    periods = instrument_of(version_id).related(RelationKind.PERIOD)
    for pair in list(turned_periods(periods, {**stored, **posted.values})):
        for code in pair:
            if code in posted.values and posted.values[code] != stored.get(code):
                posted.errors[code] = _("The end is before the start. Change one of the two dates.")
                del posted.values[code]
