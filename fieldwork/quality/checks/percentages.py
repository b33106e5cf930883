"""Percentages that cannot all be right: a whole outside its parts, a part above its bound. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fieldwork.quality.values import Chunk, Found, Frame, Looked
from surveys.content import Relation, RelationKind


def find_impossible_percentages(frame: Frame, chunk: Chunk) -> Looked:
    """Responses whose percentages break a relation of the instrument; looked at are those that give all of one."""
    relations = frame.related(RelationKind.WHOLE) + frame.related(RelationKind.AT_MOST)
    found, base = [], 0
    for response, answers in zip(chunk.ids, chunk.answers, strict=True):
        given = [relation for relation in relations if all(_is_number(answers.get(code)) for code in relation.items)]
        base += bool(given)
        for relation in given:
            if is_impossible(relation, [answers[code] for code in relation.items]):
                numbers = {code: answers[code] for code in relation.items}
                details = {"numbers": numbers, "relation": relation.code}
                found.append(Found(response, None, relation.items[0], details))
    return Looked(base, found)


def is_impossible(relation: Relation, values: list[float]) -> bool:
    """Whether the values, in the order of the relation's items, break it by more than it tolerates."""
    return _BROKEN[relation.kind](values, relation.tolerance or 0)


def _outside(values: list[float], tolerance: float) -> bool:
    whole, *parts = values
    return whole > max(parts) + tolerance or whole < min(parts) - tolerance


def _above(values: list[float], tolerance: float) -> bool:
    return values[0] > values[1] + tolerance


_BROKEN: Mapping[RelationKind, Callable[[list[float], float], bool]] = {
    RelationKind.WHOLE: _outside,
    RelationKind.AT_MOST: _above,
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
