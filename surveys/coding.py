"""Code answers: skip logic resolved once, one byte for each scored item (method, section 2); numbers as given. Pure.

The bytes stand in the order of `Instrument.scored_items`; a published version never changes, so the order of the
bytes never does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from surveys.content import Instrument, Item, ItemType, Tier

GROUPS = 20
"""Jackknife groups into which responses fall by their identifier; a method may use a divisor of it (section 6)."""

POINTS = 6  # of the scale from 0 to 5
ONGOING = "ongoing"  # the answer "goes on" of a date that may stay open


class Code(IntEnum):
    """What an answer counts as. A point p of the scale is `SCALE_ZERO + p`."""

    NOT_ASKED = 0
    MISSING = 1
    YES = 2
    NO = 3
    STRUCTURAL = 4  # No, because the parent is No
    DO_NOT_KNOW = 5
    SCALE_ZERO = 6


CODES = Code.SCALE_ZERO + POINTS  # how many different bytes there are

VALUES: Mapping[ItemType, Mapping[str, int]] = {
    ItemType.YNDK: {"yes": Code.YES, "no": Code.NO, "dk": Code.DO_NOT_KNOW},
    ItemType.SCALE05: {str(point): Code.SCALE_ZERO + point for point in range(POINTS)},
}
"""Stored answers -> codes."""

# What an item counts as when its parent is not Yes.
_UNDER: Mapping[int, int] = {
    Code.NOT_ASKED: Code.NOT_ASKED,
    Code.MISSING: Code.MISSING,
    Code.NO: Code.STRUCTURAL,
    Code.STRUCTURAL: Code.STRUCTURAL,
    Code.DO_NOT_KNOW: Code.DO_NOT_KNOW,
}


class _Plan(NamedTuple):
    """How one kind of respondent is coded. `items`: for each scored item its code, what finds the code of an answer,
    and what it counts as without one; `below`: the places of asked items and of their parents; `numbers`: asked items
    that are answered by a number, with all items above them."""

    items: list[tuple[str, Callable[[Any, int], int], int]]
    below: list[tuple[int, int]]
    numbers: list[tuple[str, list[str]]]


def is_number(instrument: Instrument, item: Item) -> bool:
    """Whether an item is answered by one number."""
    return item.type in (ItemType.PERCENT, ItemType.COUNT) and not instrument.table_by_item[item.code].repeating


class Coder:
    """Codes the answers of one instrument version; made once, used for every response."""

    def __init__(self, instrument: Instrument) -> None:
        self._items = instrument.scored_items
        self._places = {item.code: place for place, item in enumerate(self._items)}
        self._sections = [instrument.section_by_item[item.code].code for item in self._items]
        self._numbers = [item for item in instrument.items_by_code.values() if is_number(instrument, item)]
        self._above = {item.code: [one.code for one in instrument.parents_of(item)] for item in self._numbers}
        self._section_of = {item.code: instrument.section_by_item[item.code].code for item in self._numbers}
        self._plans: dict[tuple[frozenset[str], bool], _Plan] = {}

    def code(self, answers: Mapping[str, Any], sections: Collection[str], has_institution: bool) -> bytes:
        """One byte for each scored item.

        `sections`: the codes that the respondent was asked. Without an institution, items about one are not asked.
        """
        plan = self._plan_of(sections, has_institution)
        # A recount does this for every response: a plain loop over all items, another over those below others.
        coded = bytearray([find(answers.get(item), absent) for item, find, absent in plan.items])
        for place, parent in plan.below:
            if coded[parent] != Code.YES:
                coded[place] = _UNDER[coded[parent]]
        return bytes(coded)

    def numbers(self, answers: Mapping[str, Any], sections: Collection[str], has_institution: bool) -> dict[str, float]:
        """The numbers given, by item; those below an item that is not answered Yes do not count."""
        found: dict[str, float] = {}
        for item, above in self._plan_of(sections, has_institution).numbers:
            value = answers.get(item)
            if type(value) in (int, float) and not (above and any(answers.get(parent) != "yes" for parent in above)):
                found[item] = answers[item]
        return found

    def _plan_of(self, sections: Collection[str], has_institution: bool) -> _Plan:
        key = (frozenset(sections), has_institution)
        if key not in self._plans:
            self._plans[key] = self._plan(*key)
        return self._plans[key]

    def _plan(self, sections: frozenset[str], has_institution: bool) -> _Plan:
        plan = _Plan([], [], [])
        for item in self._numbers:
            if self._section_of[item.code] in sections and (has_institution or item.tier is Tier.NATIONAL):
                plan.numbers.append((item.code, self._above[item.code]))
        for place, (item, section) in enumerate(zip(self._items, self._sections, strict=True)):
            is_asked = section in sections and (has_institution or item.tier is Tier.NATIONAL)
            codes: Mapping[Any, int] = VALUES[item.type] if is_asked else {}
            plan.items.append((item.code, codes.get, Code.MISSING if is_asked else Code.NOT_ASKED))
            if is_asked and item.parent in self._places:
                plan.below.append((place, self._places[item.parent]))
        return plan
