"""Refuse dates of an entry that ends before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from surveys.catalogue import instrument_of
from surveys.content import RelationKind
from surveys.forms.posted import Posted
from surveys.periods import turned_periods


def refuse_periods(version_id: int, stored: Mapping[str, Any], posted: Posted) -> None:
    """Take dates that do not fit out of what was posted, with a message at each that was changed."""
    periods = instrument_of(version_id).related(RelationKind.PERIOD)
    for pair in list(turned_periods(periods, {**stored, **posted.values})):
        for code in pair:
            if code in posted.values and posted.values[code] != stored.get(code):
                posted.errors[code] = _("The end is before the start. Change one of the two dates.")
                del posted.values[code]
