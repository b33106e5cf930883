"""Code answers: skip logic resolved once, one byte for each scored item (method, section 2). Pure.

The bytes stand in the order of `Instrument.scored_items`; a published version never changes, so the order of the
bytes never does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import IntEnum
from typing import Any

from surveys.content import Instrument, Item, ItemType, Tier

GROUPS = 20
"""Jackknife groups into which responses fall by their identifier; a method may use a divisor of it (section 6)."""

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


CODES = Code.SCALE_ZERO + 6  # how many different bytes there are

_VALUES: Mapping[ItemType, Mapping[str, int]] = {
    ItemType.YNDK: {"yes": Code.YES, "no": Code.NO, "dk": Code.DO_NOT_KNOW},
    ItemType.SCALE05: {str(point): Code.SCALE_ZERO + point for point in range(6)},
}

# What an item counts as when its parent is not Yes.
_UNDER: Mapping[int, int] = {
    Code.NOT_ASKED: Code.NOT_ASKED,
    Code.MISSING: Code.MISSING,
    Code.NO: Code.STRUCTURAL,
    Code.STRUCTURAL: Code.STRUCTURAL,
    Code.DO_NOT_KNOW: Code.DO_NOT_KNOW,
}


class Coder:
    """Codes the answers of one instrument version; made once, used for every response."""

    def __init__(self, instrument: Instrument) -> None:
        items = instrument.scored_items
        places = {item.code: place for place, item in enumerate(items)}
        self._plan = [(item.code, places.get(item.parent, -1), _VALUES[item.type]) for item in items]
        self._sections = [instrument.section_by_item[item.code].code for item in items]
        self._is_national = [item.tier is Tier.NATIONAL for item in items]
        self._asked: dict[tuple[frozenset[str], bool], list[bool]] = {}

    def code(self, answers: Mapping[str, Any], sections: Collection[str], has_institution: bool) -> bytes:
        """One byte for each scored item.

        `sections`: the codes that the respondent was asked. Without an institution, items about one are not asked.
        """
        coded = bytearray(len(self._plan))
        asked = self._asked_items(frozenset(sections), has_institution)
        for place, (item, parent, values) in enumerate(self._plan):
            if not asked[place]:
                continue
            if parent >= 0 and coded[parent] != Code.YES:
                coded[place] = _UNDER[coded[parent]]
            else:
                answer = answers.get(item)
                coded[place] = Code.MISSING if answer is None else values.get(answer, Code.MISSING)
        return bytes(coded)

    def _asked_items(self, sections: frozenset[str], has_institution: bool) -> list[bool]:
        key = (sections, has_institution)
        if key not in self._asked:
            self._asked[key] = [
                section in sections and (has_institution or is_national)
                for section, is_national in zip(self._sections, self._is_national, strict=True)
            ]
        return self._asked[key]


def is_open_to_answer(item: Item, answers: Mapping[str, Any], instrument: Instrument) -> bool:
    """Whether the chain of parents is Yes, so that an answer counts."""
    while item.parent:
        if answers.get(item.parent) != "yes":
            return False
        item = instrument.items_by_code[item.parent]
    return True
