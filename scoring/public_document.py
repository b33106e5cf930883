"""The public score document: that of section 8, with what may not be published marked instead of told. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.document import as_document
from scoring.hiding import Hidden, UnitKey
from scoring.reading import SUPPRESSED
from scoring.results import Family, RoundScores, UnitTier

_FAMILIES = (Family.LEVELS, Family.AREAS, Family.CELLS, Family.TECHNOLOGIES, Family.PROFILES)


def as_public_document(scores: RoundScores, hidden: Mapping[UnitKey, Hidden]) -> dict[str, Any]:
    """The document without what `hidden` withholds: {"suppressed": true} stands in its place."""
    document = as_document(scores)
    for unit in document["units"]:
        _redact(unit, hidden[UnitTier(unit["tier"]), unit["code"]])
    return document


def _redact(unit: dict[str, Any], hidden: Hidden) -> None:
    mark = {SUPPRESSED: True}
    unit["items"] |= dict.fromkeys(hidden.items, mark)
    for name in ("perceptions", "combined", "gap"):
        scores = unit[name]
        if hidden.hides(Family.OVERALL, ""):
            scores["overall"] = mark
        for family in _FAMILIES:
            if family in scores:
                scores[family] |= {code: mark for code in scores[family] if hidden.hides(family, code)}
