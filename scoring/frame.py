"""The frame of a unit's scores: which items enter which part, and what each code is worth. Pure.

Made once for an instrument, a method and a tier; the formulas work on its arrays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from scoring.counts import BoolArray, FloatArray, IntArray
from scoring.methods import DoNotKnow, Method, Structural
from scoring.results import Family, cell_code
from surveys.coding import CODES, POINTS, Code
from surveys.content import Instrument, Item, ItemType, Scored, Source, Tier

SCALE_WIDTH = POINTS - 1  # from point 0 to point 5


class Part(NamedTuple):
    """Something that has a score of its own: a level, a cell, a technology ..."""

    family: Family
    code: str


@dataclass(frozen=True, eq=False)
class SourceFrame:
    """The parts of one source. `parts` and `members` have the same order, that of `Family`.

    `members` holds the places of the items mapped to each part, each once, also where an item has several levels.
    """

    source: Source
    levels: tuple[str, ...]
    areas: tuple[str, ...]
    parts: tuple[Part, ...]
    members: tuple[IntArray, ...]

    def members_of(self, *families: Family) -> list[IntArray]:
        """The members of the parts of these families, in order."""
        return [members for part, members in zip(self.parts, self.members, strict=True) if part.family in families]

    @property
    def heads(self) -> int:
        """How many parts come first that also have a combined score and a gap: the overall score and the levels."""
        return 1 + len(self.levels)

    @cached_property
    def mapped(self) -> IntArray:
        """How many items are mapped to each part. Shape: (parts,)."""
        return np.array([len(members) for members in self.members], np.int64)


@dataclass(frozen=True, eq=False)
class Frame:
    """What the items of one tier are worth and what they enter.

    `values` and `is_valid` have the shape (items, codes): the number that a code stands for on the item's own scale
    (0 and 1, or 0 to 5), and whether the code counts in its score. `widths` (items,): from the lowest number to the
    highest. `is_reverse` (items,): whether a high number is unfavourable.
    """

    tier: Tier
    items: tuple[Item, ...]
    sources: tuple[Source, ...]
    values: IntArray
    is_valid: BoolArray
    widths: FloatArray
    is_reverse: BoolArray
    facts: SourceFrame
    perceptions: SourceFrame

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each item in the arrays, by its code."""
        return {item.code: place for place, item in enumerate(self.items)}

    @cached_property
    def is_scale(self) -> BoolArray:
        """Which items are answered on the scale from 0 to 5. Shape: (items,)."""
        return np.array([item.type is ItemType.SCALE05 for item in self.items], np.bool_)


def items_of(instrument: Instrument, tier: Tier) -> tuple[Item, ...]:
    """The items counted for the units of a tier, in the order of the instrument: the first axis of Counts."""
    return tuple(item for item in instrument.scored_items if item.tier is tier)


def build_frame(instrument: Instrument, method: Method, tier: Tier, only: Collection[str] | None = None) -> Frame:
    """The frame of a tier's units. `only`: as if the instrument had just these items (None: all of them)."""
    items = tuple(item for item in items_of(instrument, tier) if only is None or item.code in only)
    worth = [_worth(item.type, method) for item in items]
    return Frame(
        tier=tier,
        items=items,
        sources=tuple(instrument.section_by_item[item.code].source for item in items),
        values=np.array([values for values, _ in worth], np.int64).reshape(len(items), CODES),
        is_valid=np.array([is_valid for _, is_valid in worth], np.bool_).reshape(len(items), CODES),
        widths=np.array([SCALE_WIDTH if item.type is ItemType.SCALE05 else 1 for item in items], np.float64),
        is_reverse=np.array([item.reverse for item in items], np.bool_),
        facts=_source_frame(instrument, method, items, Source.FACTS),
        perceptions=_source_frame(instrument, method, items, Source.PERCEPTIONS),
    )


def _worth(kind: ItemType, method: Method) -> tuple[list[int], list[bool]]:
    """What each code stands for, and whether it counts (method, sections 2 and 3)."""
    if kind is ItemType.SCALE05:
        points = {Code.SCALE_ZERO + point: point for point in range(POINTS)}
    else:
        points = {int(Code.YES): 1, int(Code.NO): 0}
        if method.structural is Structural.ZERO:
            points[Code.STRUCTURAL] = 0
        if method.do_not_know is DoNotKnow.NO:
            points[Code.DO_NOT_KNOW] = 0
    return [points.get(code, 0) for code in range(CODES)], [code in points for code in range(CODES)]


def _source_frame(instrument: Instrument, method: Method, items: tuple[Item, ...], source: Source) -> SourceFrame:
    members: dict[Part, list[int]] = {part: [] for part in _parts(instrument, method, source)}
    for place, item in enumerate(items):
        if instrument.section_by_item[item.code].source is source:
            for part in dict.fromkeys(_parts_of(instrument, item)):
                if part in members:
                    members[part].append(place)
    return SourceFrame(
        source=source,
        levels=tuple(level.code for level in instrument.levels),
        areas=tuple(_areas(instrument, method)),
        parts=tuple(members),
        members=tuple(np.array(places, np.int64) for places in members.values()),
    )


def _parts(instrument: Instrument, method: Method, source: Source) -> Iterator[Part]:
    """Every part that a source can have, in the order of Family, whether or not the tier has items for it."""
    levels, areas = [level.code for level in instrument.levels], _areas(instrument, method)
    yield Part(Family.OVERALL, "")
    yield from (Part(Family.LEVELS, level) for level in levels)
    yield from (Part(Family.AREAS, area) for area in areas)
    yield from (Part(Family.CELLS, cell_code(level, area)) for level in levels for area in areas)
    yield from (Part(Family.TECHNOLOGIES, technology.code) for technology in instrument.technologies)
    for section in instrument.sections:
        if section.source is source:
            for table in section.tables():
                if any(item.scored is Scored.PROFILE for item in table.items):
                    yield Part(Family.PROFILES, table.code)


def _parts_of(instrument: Instrument, item: Item) -> Iterator[Part]:
    """The parts that an item enters."""
    if item.scored is Scored.PROFILE:
        yield Part(Family.PROFILES, instrument.table_by_item[item.code].code)
    if item.scored is not Scored.LEVEL:
        return
    yield Part(Family.OVERALL, "")
    yield Part(Family.AREAS, item.area)
    for level in item.levels:
        yield Part(Family.LEVELS, level)
        yield Part(Family.CELLS, cell_code(level, item.area))
    yield from (Part(Family.TECHNOLOGIES, technology) for technology in item.technologies)


def _areas(instrument: Instrument, method: Method) -> list[str]:
    """The areas of the instrument that cross the levels, in the order of the method."""
    known = {area.code for area in instrument.areas}
    return [area for area in method.areas if area in known]
