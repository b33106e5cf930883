"""The shape of an instrument: frozen values, the same for a file, a draft and a published version.

Pure: nothing here knows Django, a database or a language of the interface. A new kind of field is added here
first; reader, writer, checks and the copy in the database follow these dataclasses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from surveys.content.kinds import ItemType, RelationKind, Scored, Source, Tier
from surveys.content.text import Text


@dataclass(frozen=True)
class Dimension:
    """A level, an area or a technology: a code and its names."""

    code: str
    text: Text
    help: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """One answer of a scale; `help` describes what the point means."""

    value: str
    text: Text
    help: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Scale:
    """A named list of answers. An item of type `yndk` or `scale05` uses the scale of that name."""

    code: str
    points: tuple[Point, ...]

    def point(self, value: str) -> Point | None:
        """The point with this value; None where the scale has none."""
        return next((point for point in self.points if point.value == value), None)


@dataclass(frozen=True)
class Item:
    """One question.

    `minimum` and `maximum` bound percentages and counts (None: no bound). `open_ended` lets a date be answered
    by "ongoing". `personal`: the answer tells who the respondent is (profile only). `replaces` names the item of an
    earlier version that this one follows.
    """

    code: str
    type: ItemType
    text: Text
    help: Text = field(default_factory=dict)
    parent: str = ""
    row: str = ""
    column: str = ""
    tier: Tier = Tier.NATIONAL
    area: str = ""
    levels: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    reverse: bool = False
    scored: Scored = Scored.NO
    scale: str = ""
    minimum: float | None = None
    maximum: float | None = None
    open_ended: bool = False
    required: bool = False
    personal: bool = False
    replaces: str = ""
    note: str = ""

    @property
    def scale_code(self) -> str:
        """The scale that offers the answers; empty for types without one."""
        return self.scale or (self.type.value if self.type.has_scale else "")


@dataclass(frozen=True)
class Row:
    """A row of a table with columns: the words that its items share."""

    code: str
    text: Text


@dataclass(frozen=True)
class Column:
    """A column of a table: each row has one item in it."""

    code: str
    text: Text


@dataclass(frozen=True)
class Table:
    """Items asked on one page. `repeating`: the whole table is answered once for each entry."""

    code: str
    title: Text
    lead: Text = field(default_factory=dict)
    help: Text = field(default_factory=dict)
    repeating: bool = False
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """Tables under one heading."""

    code: str
    title: Text
    intro: Text = field(default_factory=dict)
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the instrument with its own respondents.

    `personal`: each person answers alone; otherwise a group may answer together. `optional`: leaving it out is no gap.
    """

    code: str
    title: Text
    intro: Text = field(default_factory=dict)
    source: Source = Source.NARRATIVE
    personal: bool = False
    optional: bool = False
    chapters: tuple[Chapter, ...] = ()

    def tables(self) -> Iterator[Table]:
        """The section's tables, in order."""
        for chapter in self.chapters:
            yield from chapter.tables

    def items(self) -> Iterator[Item]:
        """The section's items, in order, repeating tables included."""
        for table in self.tables():
            yield from table.items


@dataclass(frozen=True)
class Relation:
    """Answers that must fit together; `text` argues why. `tolerance`: percentage points that may be off."""

    code: str
    kind: RelationKind
    items: tuple[str, ...]
    text: Text
    tolerance: float | None = None


@dataclass(frozen=True)
class Instrument:
    """One version of a questionnaire, whole."""

    code: str
    version: str
    title: Text
    description: Text = field(default_factory=dict)
    source: Text = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    levels: tuple[Dimension, ...] = ()
    areas: tuple[Dimension, ...] = ()
    technologies: tuple[Dimension, ...] = ()
    scales: tuple[Scale, ...] = ()
    profile: tuple[Item, ...] = ()
    sections: tuple[Section, ...] = ()
    relations: tuple[Relation, ...] = ()

    @cached_property
    def items_by_code(self) -> Mapping[str, Item]:
        """Every item by its code."""
        return {item.code: item for section in self.sections for item in section.items()}

    @cached_property
    def section_by_item(self) -> Mapping[str, Section]:
        """The section of each item code."""
        return {item.code: section for section in self.sections for item in section.items()}

    @cached_property
    def table_by_item(self) -> Mapping[str, Table]:
        """The table of each item code."""
        return {item.code: table for section in self.sections for table in section.tables() for item in table.items}

    @cached_property
    def scales_by_code(self) -> Mapping[str, Scale]:
        """Every scale by its code."""
        return {scale.code: scale for scale in self.scales}

    @cached_property
    def scored_items(self) -> tuple[Item, ...]:
        """Items whose answers can carry a score, in the order of the instrument: the columns of coded answers."""
        return tuple(item for item in self.items_by_code.values() if item.type.is_scored)

    def section(self, code: str) -> Section | None:
        """The section with this code; None where there is none."""
        return next((section for section in self.sections if section.code == code), None)

    def related(self, kind: RelationKind) -> Iterator[Relation]:
        """The relations of a kind, in order."""
        return (relation for relation in self.relations if relation.kind is kind)

    def tables(self) -> Iterator[Table]:
        """Every table, in order."""
        for section in self.sections:
            yield from section.tables()

    def parents_of(self, item: Item) -> Iterator[Item]:
        """The items that must all be Yes for an item to be asked, the nearest first."""
        while item.parent:
            item = self.items_by_code[item.parent]
            yield item

    def scale_of(self, item: Item) -> Scale | None:
        """The scale that offers an item's answers; None for free answers."""
        return self.scales_by_code.get(item.scale_code)
