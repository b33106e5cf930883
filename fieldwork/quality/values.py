"""What checks look at and what they find: plain values and arrays. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from surveys.coding import Code
from surveys.content import Instrument, Item, ItemType, Relation, RelationKind, Source

Codes = NDArray[np.uint8]


@dataclass(frozen=True)
class Found:
    """One thing to look at: in a response, in an institution, or (neither) in the round. `details`: values of the
    check's sentence."""

    response: UUID | None = None
    institution: int | None = None
    item: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Looked:
    """What a check found. `base`: how many it looked at; `extra`: other numbers that it counted."""

    base: int
    found: list[Found]
    extra: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Chunk:
    """Some counted responses; every list has one entry for each. `coded`: (responses, scored items) of `Code`.

    `pace`: seconds for each answer, not a number where nobody can know. `shown`: items that have evidence.
    """

    ids: list[UUID]
    institutions: list[int | None]
    coded: Codes
    answers: list[Mapping[str, Any]]
    pace: NDArray[np.float64]
    shown: list[frozenset[str]]


@dataclass(frozen=True)
class Part:
    """A section or a chapter with the places of its scored items."""

    code: str
    first_item: str
    columns: NDArray[np.intp]
    chapters: tuple[Part, ...] = ()


class Frame:
    """What checks need of an instrument: where its items stand among the coded ones, and how they hang together."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.places = {item.code: place for place, item in enumerate(instrument.scored_items)}
        self.perceptions = self._columns(Source.PERCEPTIONS, ItemType.SCALE05)
        self.facts = self._columns(Source.FACTS, ItemType.YNDK)
        self.codes = [item.code for item in instrument.scored_items]
        self.children = [(item.code, item.parent) for item in self._single_items() if item.parent]
        self.parts = tuple(self._parts())
        self.descriptions = list(self._descriptions())

    def related(self, kind: RelationKind) -> list[Relation]:
        """The relations of a kind."""
        return list(self.instrument.related(kind))

    def _single_items(self) -> list[Item]:
        return [item for table in self.instrument.tables() if not table.repeating for item in table.items]

    def _columns(self, source: Source, kind: ItemType) -> NDArray[np.intp]:
        chosen = [
            place
            for place, item in enumerate(self.instrument.scored_items)
            if item.type is kind and self.instrument.section_by_item[item.code].source is source
        ]
        return np.array(chosen, dtype=np.intp)

    def _parts(self) -> list[Part]:
        found = []
        for section in self.instrument.sections:
            if section.optional:
                continue
            chapters = [
                self._part(chapter.code, [item.code for table in chapter.tables for item in table.items])
                for chapter in section.chapters
            ]
            whole = self._part(section.code, [item.code for item in section.items()])
            if whole.columns.size:
                own = tuple(chapter for chapter in chapters if chapter.columns.size)
                found.append(Part(whole.code, whole.first_item, whole.columns, own))
        return found

    def _part(self, code: str, items: list[str]) -> Part:
        columns = [self.places[item] for item in items if item in self.places]
        return Part(code, items[0] if items else "", np.array(columns, dtype=np.intp))

    def _descriptions(self) -> list[tuple[str, list[str]]]:
        """(a text that follows no item, the Yes/No items of its table)."""
        found = []
        for table in self.instrument.tables():
            yes_no = [item.code for item in table.items if item.type is ItemType.YNDK]
            texts = [item for item in table.items if item.type in (ItemType.TEXT, ItemType.LONGTEXT)]
            if yes_no and not table.repeating:
                found += [(item.code, yes_no) for item in texts if not item.parent]
        return found


def is_answered(coded: Codes) -> NDArray[np.bool_]:
    """Where something was answered."""
    return coded > Code.MISSING
