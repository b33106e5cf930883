"""What of hidden scores follows from published ones: suppression, looked at by somebody who knows the method. Pure.

A published value of a region, or of all institutions, is the mean of its institutions' values; each of those is the sum
of item scores times weights. So every published value is a linear equation in the hidden item scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from scoring.frame import Frame
from scoring.hiding import BELOW, Hidden, Part, UnitKey, key_of, perceptions_of, scored_parts
from scoring.results import Family, RoundScores, UnitScores, UnitTier

TOLERANCE = 1e-9
NEARLY = 1e-6


def find_exposed(scores: RoundScores, frame: Frame, hidden: Mapping[UnitKey, Hidden]) -> Iterator[tuple[str, str]]:
    """Hidden items of institutions that follow from published sums: (unit, item). By linear algebra, as an attacker
    would who knows the method: every published value of a region or of all institutions is one equation."""
    units = [one for one in scores.units if one.unit.tier is UnitTier.INSTITUTION]
    unknown = [(one.unit.code, item) for one in units for item in sorted(hidden[key_of(one)].items)]
    column = {name: place for place, name in enumerate(unknown)}
    rows = [row for row in _equations(scores, frame, hidden, column) if row.any()]
    if not rows:
        return
    _left, sizes, known = np.linalg.svd(np.array(rows), full_matrices=False)
    space = known[sizes > TOLERANCE * max(sizes.max(), 1)]
    # A value is determined where its axis lies in the space that the equations span.
    lengths = np.square(space).sum(axis=0)
    yield from (unknown[place] for place in np.flatnonzero(lengths > 1 - NEARLY))


def _equations(
    scores: RoundScores, frame: Frame, hidden: Mapping[UnitKey, Hidden], column: Mapping[tuple[str, str], int]
) -> Iterator[np.ndarray]:
    """What each published value of a total says of the unknown items: their coefficients, up to a factor."""
    units = [one for one in scores.units if one.unit.tier is UnitTier.INSTITUTION]
    for total in scores.units:
        if total.unit.tier not in BELOW:
            continue
        is_all = total.unit.tier is UnitTier.ALL_INSTITUTIONS
        members = [one for one in units if is_all or one.unit.region == total.unit.code]
        shown = hidden[key_of(total)]
        for item in perceptions_of(total):
            if item not in shown.items:
                yield _row(column, ((one.unit.code, {item: 1.0}) for one in members))
        for part in scored_parts(total):
            if part not in shown.parts:
                yield _row(column, ((one.unit.code, item_weights(one, frame, *part)) for one in members))


def _row(column: Mapping[tuple[str, str], int], weights: Iterable[tuple[str, Mapping[str, float]]]) -> np.ndarray:
    row = np.zeros(len(column))
    for unit, of_unit in weights:
        for item, weight in of_unit.items():
            if (unit, item) in column:
                row[column[unit, item]] = weight
    return row


def item_weights(unit: UnitScores, frame: Frame, family: Family, code: str) -> dict[str, float]:
    """How much each item of perceptions weighs in a part of a unit: a part is the sum of scores times weights.

    Empty where the unit has no such score (method, section 4).
    """
    source = frame.perceptions
    members = {
        (part.family, part.code): [
            frame.items[place].code for place in places if unit.items[frame.items[place].code].score is not None
        ]
        for part, places in zip(source.parts, source.members, strict=True)
    }

    def mean(parts: Iterable[dict[str, float]]) -> dict[str, float]:
        whole: dict[str, float] = {}
        present = [part for part in parts if part]
        for part in present:
            for item, weight in part.items():
                whole[item] = whole.get(item, 0.0) + weight / len(present)
        return whole

    def plain(key: Part) -> dict[str, float]:
        items = members.get(key, [])
        return {item: 1 / len(items) for item in items}

    def cells(level: str = "", area: str = "") -> list[dict[str, float]]:
        return [
            plain((Family.CELLS, f"{one}.{other}"))
            for one in source.levels
            for other in source.areas
            if level in ("", one) and area in ("", other)
        ]

    if family is Family.OVERALL:
        return mean(mean(cells(level=level)) for level in source.levels)
    if family is Family.LEVELS:
        return mean(cells(level=code))
    if family is Family.AREAS:
        return mean(cells(area=code))
    return plain((family, code))
