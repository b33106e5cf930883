"""What is wrong with a relation between items: it names what is not there, or what cannot be compared. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.content.kinds import ItemType, RelationKind
from surveys.content.model import Instrument, Relation
from surveys.content.problem import Problem, _

_TYPES = {
    RelationKind.PERIOD: ItemType.DATE,
    RelationKind.WHOLE: ItemType.PERCENT,
    RelationKind.AT_MOST: ItemType.PERCENT,
    RelationKind.IMPLIES: ItemType.YNDK,
}


def relation_problems(instrument: Instrument, relation: Relation) -> Iterator[Problem]:
    """Every defect of one relation."""
    if unknown := [code for code in relation.items if code not in instrument.items_by_code]:
        yield _("%(place)s relates unknown items: %(items)s.", place=relation.code, items=", ".join(unknown))
        return
    least, most = (3, None) if relation.kind is RelationKind.WHOLE else (2, 2)
    number = len(set(relation.items))
    if number < least or number != len(relation.items) or (most and number > most):
        if most:
            yield _("%(place)s must relate two different items.", place=relation.code)
        else:
            yield _("%(place)s must relate a whole and at least two different parts of it.", place=relation.code)
        return
    yield from _kind_problems(instrument, relation)


def _kind_problems(instrument: Instrument, relation: Relation) -> Iterator[Problem]:
    expected = _TYPES[relation.kind]
    for code in relation.items:
        if instrument.items_by_code[code].type is not expected:
            names = {"item": code, "type": expected.value}
            yield _("%(place)s relates %(item)s, whose type is not %(type)s.", place=relation.code, **names)
    tables = {instrument.table_by_item[code].code for code in relation.items}
    if relation.kind is RelationKind.PERIOD:
        if len(tables) > 1:
            yield _("%(place)s relates dates of different tables.", place=relation.code)
    elif any(instrument.table_by_item[code].repeating for code in relation.items):
        yield _("%(place)s relates items of a repeating table.", place=relation.code)
