"""Code answers: skip logic resolved once, one byte for each scored item (method, section 2); numbers as given. Pure.

The bytes stand in the order of `Instrument.scored_items`, the numbers in that of `number_items`; a published version
never changes, so these orders never do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import IntEnum
from math import nan
from operator import call
from struct import Struct
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


NUMBER = "<f8"  # how a number is stored; NaN where none was given, or none counts

CODES = Code.SCALE_ZERO + POINTS  # how many different bytes there are

VALUES: Mapping[ItemType, Mapping[str, int]] = {
    ItemType.YNDK: {"yes": Code.YES, "no": Code.NO, "dk": Code.DO_NOT_KNOW},
    ItemType.SCALE05: {str(point): Code.SCALE_ZERO + point for point in range(POINTS)},
}
"""Stored answers -> codes."""

_NUMBERS = {int, float}  # types of a number; bool is none
_NOBODY_ASKS = ""  # a key that no answer has

# What an item counts as when its parent is not Yes.
_UNDER: Mapping[int, int] = {
    Code.NOT_ASKED: Code.NOT_ASKED,
    Code.MISSING: Code.MISSING,
    Code.NO: Code.STRUCTURAL,
    Code.STRUCTURAL: Code.STRUCTURAL,
    Code.DO_NOT_KNOW: Code.DO_NOT_KNOW,
}


class Coded(NamedTuple):
    """What a response counts as. `data`: one byte for each scored item; `numbers`: one number for each of theirs."""

    data: bytes
    numbers: bytes


class _Plan(NamedTuple):
    """How one kind of respondent is coded.

    `items`: the codes of scored items; for each of them `finders`, what finds the code of an answer, and `absent`, what
    it counts as without one; `below`: the places of asked items and of their parents; `numbers`: the codes of items
    that are answered by a number (`_NOBODY_ASKS` for those not asked) with the place of their parent; `blank`: no
    answer to any of these.
    """

    items: list[str]
    finders: list[Callable[[Any, int], int]]
    absent: list[int]
    below: list[tuple[int, int]]
    numbers: list[tuple[str, int | None]]
    blank: dict[str, Any]


def number_items(instrument: Instrument) -> list[Item]:
    """The items that are answered by one number, in the order of the instrument."""
    return [
        item
        for item in instrument.items_by_code.values()
        if item.type in (ItemType.PERCENT, ItemType.COUNT) and not instrument.table_by_item[item.code].repeating
    ]


class Coder:
    """Codes the answers of one instrument version; made once, used for every response."""

    def __init__(self, instrument: Instrument) -> None:
        self._items = instrument.scored_items
        self._places = {item.code: place for place, item in enumerate(self._items)}
        self._numbers = number_items(instrument)
        self._packing = Struct(f"<{len(self._numbers)}d")
        self._section_of = {code: section.code for code, section in instrument.section_by_item.items()}
        self._plans: dict[tuple[frozenset[str], bool], _Plan] = {}

    def code(self, answers: dict[str, Any], sections: Collection[str], has_institution: bool) -> Coded:
        """What a response counts as.

        `sections`: the codes that the respondent was asked. Without an institution, items about one are not asked.
        Below an item that is not answered Yes no number counts.
        """
        plan = self._plan_of(sections, has_institution)
        # A recount does this for every response. Answers are laid over the keys of the plan, so that items are found
        # by identity, in half the time; then a plain loop over all items, another over those below others.
        given = plan.blank | answers
        coded = bytearray(map(call, plan.finders, map(given.__getitem__, plan.items), plan.absent))
        for place, parent in plan.below:
            if coded[parent] != Code.YES:
                coded[place] = _UNDER[coded[parent]]
        numbers = [
            value if type(value := given[item]) in _NUMBERS and (parent is None or coded[parent] == Code.YES) else nan
            for item, parent in plan.numbers
        ]
        return Coded(bytes(coded), self._packing.pack(*numbers))

    def _plan_of(self, sections: Collection[str], has_institution: bool) -> _Plan:
        key = (frozenset(sections), has_institution)
        if key not in self._plans:
            self._plans[key] = self._plan(*key)
        return self._plans[key]

    def _plan(self, sections: frozenset[str], has_institution: bool) -> _Plan:
        def is_asked(item: Item) -> bool:
            return self._section_of[item.code] in sections and (has_institution or item.tier is Tier.NATIONAL)

        asked = [is_asked(item) for item in self._items]
        values = [VALUES[item.type] if is_one else {} for item, is_one in zip(self._items, asked, strict=True)]
        numbers = [
            (item.code if is_asked(item) else _NOBODY_ASKS, self._places.get(item.parent)) for item in self._numbers
        ]
        items = [item.code for item in self._items]
        return _Plan(
            items=items,
            finders=[codes.get for codes in values],
            absent=[Code.MISSING if is_one else Code.NOT_ASKED for is_one in asked],
            below=[
                (place, self._places[item.parent])
                for place, item in enumerate(self._items)
                if asked[place] and item.parent in self._places
            ],
            numbers=numbers,
            blank=dict.fromkeys([*items, *(item for item, _parent in numbers)]),
        )
