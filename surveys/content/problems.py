"""What keeps an instrument from being used: one sentence for each defect, naming the item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from surveys.content.model import Instrument, Item, ItemType, Scored, Source, Table, Tier
from surveys.content.read import LANGUAGES


def find_problems(instrument: Instrument) -> Iterator[str]:
    """Every defect that forbids publishing the version; nothing for a sound one."""
    if missing := [language for language in LANGUAGES if language not in instrument.languages]:
        yield f"The instrument does not offer {', '.join(missing)}."
    yield from _repeated_codes(instrument)
    yield from _missing_texts(instrument, "the instrument", instrument.languages)
    for item in instrument.profile:
        yield from _scale_problems(instrument, item)
    for section in instrument.sections:
        if not any(section.items()):
            yield f"Section {section.code} has no items."
        for table in section.tables():
            yield from _table_problems(table)
            for item in table.items:
                yield from _item_problems(instrument, table, item, section.source)


def _repeated_codes(instrument: Instrument) -> Iterator[str]:
    groups: dict[str, Iterable[str]] = {
        "Item": (item.code for section in instrument.sections for item in section.items()),
        "Table": (table.code for table in instrument.tables()),
        "Chapter": (chapter.code for section in instrument.sections for chapter in section.chapters),
        "Section": (section.code for section in instrument.sections),
        "Scale": (scale.code for scale in instrument.scales),
        "Profile question": (item.code for item in instrument.profile),
        "Level": (level.code for level in instrument.levels),
        "Area": (area.code for area in instrument.areas),
        "Technology": (technology.code for technology in instrument.technologies),
    }
    for name, codes in groups.items():
        yield from (f"{name} {code} is there {n} times." for code, n in Counter(codes).items() if n > 1)


def _missing_texts(value: Any, place: str, languages: tuple[str, ...]) -> Iterator[str]:
    """Texts that lack a language; an optional text may be absent, but not in one language only."""
    place = getattr(value, "code", "") or getattr(value, "value", "") or place
    for field in fields(value):
        member = getattr(value, field.name)
        if isinstance(member, dict):
            is_optional = field.name not in ("text", "title")
            if is_optional and not any(member.values()):
                continue
            if missing := [language for language in languages if not member.get(language, "").strip()]:
                yield f"{place}: {field.name} lacks {', '.join(missing)}."
        elif isinstance(member, tuple):
            for part in member:
                if is_dataclass(part):
                    yield from _missing_texts(part, place, languages)


def _table_problems(table: Table) -> Iterator[str]:
    rows, columns = {row.code for row in table.rows}, {column.code for column in table.columns}
    for item in table.items:
        if item.row and item.row not in rows:
            yield f"{item.code} stands in an unknown row {item.row}."
        if item.column and item.column not in columns:
            yield f"{item.code} stands in an unknown column {item.column}."
    if columns:
        filled = {(item.row, item.column) for item in table.items}
        gaps = [(row, column) for row in sorted(rows) for column in sorted(columns) if (row, column) not in filled]
        yield from (f"{table.code} has no item in row {row}, column {column}." for row, column in gaps)


def _item_problems(instrument: Instrument, table: Table, item: Item, source: Source) -> Iterator[str]:
    yield from _scale_problems(instrument, item)
    yield from _parent_problems(instrument, table, item)
    if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
        yield f"{item.code} has a minimum above its maximum."
    if table.repeating and item.scored is not Scored.NO:
        yield f"{item.code} is scored although its table repeats."
    if item.scored is Scored.NO:
        return
    if not item.type.is_scored:
        yield f"{item.code} is scored although its type is {item.type}."
    if source is Source.NARRATIVE:
        yield f"{item.code} is scored although its section holds neither facts nor perceptions."
    if not item.levels:
        yield f"{item.code} is scored but names no level."
    yield from _dimension_problems(instrument, item)


def _dimension_problems(instrument: Instrument, item: Item) -> Iterator[str]:
    levels = {level.code for level in instrument.levels}
    areas = {area.code for area in instrument.areas}
    technologies = {technology.code for technology in instrument.technologies}
    yield from (f"{item.code} names an unknown level {code}." for code in item.levels if code not in levels)
    yield from (
        f"{item.code} names an unknown technology {code}." for code in item.technologies if code not in technologies
    )
    if item.area not in areas:
        yield f"{item.code} names an unknown area {item.area!r}."


def _scale_problems(instrument: Instrument, item: Item) -> Iterator[str]:
    if not item.type.has_scale:
        return
    scale = instrument.scale_of(item)
    if scale is None:
        yield f"{item.code} uses an unknown scale {item.scale_code!r}."
        return
    expected = {ItemType.YNDK: ["yes", "no", "dk"], ItemType.SCALE05: list("012345")}.get(item.type)
    if expected and [point.value for point in scale.points] != expected:
        yield f"Scale {scale.code} must have the points {', '.join(expected)}."


def _parent_problems(instrument: Instrument, table: Table, item: Item) -> Iterator[str]:
    if not item.parent:
        return
    items = instrument.items_by_code
    parent = items.get(item.parent)
    if parent is None:
        yield f"{item.code} follows an unknown item {item.parent}."
    elif parent.type is not ItemType.YNDK:
        yield f"{item.code} follows {item.parent}, which is not answered by Yes or No."
    elif table.code != instrument.table_by_item[parent.code].code or list(items).index(parent.code) > list(items).index(
        item.code
    ):
        yield f"{item.code} must come after {item.parent}, in the same table."
    elif parent.tier is not item.tier:
        yield f"{item.code} and {item.parent} speak about different tiers ({Tier(item.tier)}, {Tier(parent.tier)})."
