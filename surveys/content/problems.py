"""What keeps an instrument from being used: one sentence for each defect, naming the item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from surveys.content.kinds import ItemType, Scored, Source
from surveys.content.model import Instrument, Item, Point, Scale, Table
from surveys.content.problem import Problem, _
from surveys.content.relation_problems import relation_problems
from surveys.content.text import LANGUAGES, missing_languages

# Codes stand in file names, addresses and the headings of response files.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_POINTS = {ItemType.YNDK: ["yes", "no", "dk"], ItemType.SCALE05: list("012345")}


def find_problems(instrument: Instrument) -> Iterator[Problem]:
    """Every defect that forbids publishing the version; nothing for a sound one."""
    yield from _language_problems(instrument)
    yield from _code_problems(instrument)
    yield from _missing_texts(instrument, "", [code for code in LANGUAGES if code in instrument.languages])
    for scale in instrument.scales:
        yield from _point_problems(scale)
    for item in instrument.profile:
        yield from _profile_problems(instrument, item)
    if not instrument.sections:
        yield _("The instrument has no sections.")
    for section in instrument.sections:
        if not any(section.items()):
            yield _("Section %(place)s has no items.", place=section.code)
        for table in section.tables():
            yield from _table_problems(table)
            for item in table.items:
                yield from _item_problems(instrument, table, item, section.source)
    for relation in instrument.relations:
        yield from relation_problems(instrument, relation)


def _language_problems(instrument: Instrument) -> Iterator[Problem]:
    if missing := [language for language in LANGUAGES if language not in instrument.languages]:
        yield _("The instrument does not offer %(languages)s.", languages=", ".join(missing))
    if unknown := [language for language in instrument.languages if language not in LANGUAGES]:
        yield _("The instrument offers unknown languages: %(languages)s.", languages=", ".join(unknown))
    if len(set(instrument.languages)) < len(instrument.languages):
        yield _("The instrument offers a language twice.")


def _code_problems(instrument: Instrument) -> Iterator[Problem]:
    sections, tables = instrument.sections, list(instrument.tables())
    groups: list[Iterable[str]] = [
        # Answers to a repeating table are kept under its code, beside those to items.
        [item.code for table in tables for item in table.items] + [table.code for table in tables if table.repeating],
        [table.code for table in tables],
        [chapter.code for section in sections for chapter in section.chapters],
        [section.code for section in sections],
        [scale.code for scale in instrument.scales],
        [item.code for item in instrument.profile],
        [level.code for level in instrument.levels],
        [area.code for area in instrument.areas],
        [technology.code for technology in instrument.technologies],
        [relation.code for relation in instrument.relations],
    ]
    groups += [[row.code for row in table.rows] for table in tables]
    groups += [[column.code for column in table.columns] for table in tables]
    for codes in groups:
        repeated = (code for code, n in Counter(codes).items() if n > 1)
        yield from (_("The code %(place)s is there more than once.", place=code) for code in repeated)
    used = {code for codes in groups for code in codes} | {instrument.code, instrument.version}
    for code in sorted(code for code in used if not CODE.fullmatch(code)):
        yield _("“%(place)s” is no code: use Latin letters, digits, dots, hyphens and underscores.", place=code)


def _missing_texts(value: Any, place: str, languages: list[str]) -> Iterator[Problem]:
    """Texts that lack a language; an optional text may be absent, but not in one language only."""
    for field in fields(value):
        member = getattr(value, field.name)
        if isinstance(member, dict):
            is_optional = field.name not in ("text", "title")
            if is_optional and not any(words.strip() for words in member.values()):
                continue
            if missing := missing_languages(member, languages):
                yield _lacking(place, field.name, ", ".join(missing))
        elif isinstance(member, tuple):
            for part in member:
                if is_dataclass(part):
                    yield from _missing_texts(part, _place_of(part, value, place), languages)


def _lacking(place: str, field: str, languages: str) -> Problem:
    if not place:
        return _("The instrument: %(field)s lacks %(languages)s.", field=field, languages=languages)
    return _("%(place)s: %(field)s lacks %(languages)s.", place=place, field=field, languages=languages)


def _place_of(part: Any, whole: Any, place: str) -> str:
    """How a part is named: by its code; where that is only its own within a table or a scale, behind theirs."""
    if isinstance(part, Point):
        return f"{place}: {part.value}"
    return f"{place}: {part.code}" if isinstance(whole, Table) and not isinstance(part, Item) else str(part.code)


def _point_problems(scale: Scale) -> Iterator[Problem]:
    values = [point.value for point in scale.points]
    if not values:
        yield _("Scale %(place)s has no answers.", place=scale.code)
    for value, n in Counter(values).items():
        if n > 1:
            yield _("Scale %(place)s has the answer %(value)s more than once.", place=scale.code, value=value)
        if not CODE.fullmatch(value):
            yield _("Scale %(place)s has an answer “%(value)s” that is no code.", place=scale.code, value=value)


def _profile_problems(instrument: Instrument, item: Item) -> Iterator[Problem]:
    yield from _scale_problems(instrument, item)
    yield from _bound_problems(item)
    if item.parent:
        yield _("%(place)s asks about the respondent and cannot follow another item.", place=item.code)
    if item.scored is not Scored.NO:
        yield _("%(place)s asks about the respondent and cannot be scored.", place=item.code)


def _table_problems(table: Table) -> Iterator[Problem]:
    rows, columns = [row.code for row in table.rows], [column.code for column in table.columns]
    for item in table.items:
        if item.row and item.row not in rows:
            yield _("%(place)s stands in an unknown row %(row)s.", place=item.code, row=item.row)
        if item.column and item.column not in columns:
            yield _("%(place)s stands in an unknown column %(column)s.", place=item.code, column=item.column)
        if columns and bool(item.row) != bool(item.column):
            yield _("%(place)s must name both its row and its column, or neither.", place=item.code)
    if columns:
        yield from _cell_problems(table)


def _cell_problems(table: Table) -> Iterator[Problem]:
    if table.repeating:
        yield _("Table %(place)s cannot both repeat and have columns.", place=table.code)
    filled = Counter((item.row, item.column) for item in table.items)
    for row in table.rows:
        for column in table.columns:
            names = {"place": table.code, "row": row.code, "column": column.code}
            if not filled[row.code, column.code]:
                yield _("%(place)s has no item in row %(row)s, column %(column)s.", **names)
            elif filled[row.code, column.code] > 1:
                yield _("%(place)s has more than one item in row %(row)s, column %(column)s.", **names)


def _item_problems(instrument: Instrument, table: Table, item: Item, source: Source) -> Iterator[Problem]:
    yield from _scale_problems(instrument, item)
    yield from _parent_problems(instrument, table, item)
    yield from _bound_problems(item)
    if item.personal:
        yield _("%(place)s is marked as personal, which only questions about the respondent can be.", place=item.code)
    if table.repeating and item.scored is not Scored.NO:
        yield _("%(place)s is scored although its table repeats.", place=item.code)
    if item.scored is Scored.NO:
        return
    if not item.type.is_scored:
        yield _("%(place)s is scored although its type is %(type)s.", place=item.code, type=item.type.value)
    if source is Source.NARRATIVE:
        yield _("%(place)s is scored although its section holds neither facts nor perceptions.", place=item.code)
    if not item.levels:
        yield _("%(place)s is scored but names no level.", place=item.code)
    yield from _dimension_problems(instrument, item)


def _bound_problems(item: Item) -> Iterator[Problem]:
    if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
        yield _("%(place)s has a minimum above its maximum.", place=item.code)


def _dimension_problems(instrument: Instrument, item: Item) -> Iterator[Problem]:
    levels = {level.code for level in instrument.levels}
    areas = {area.code for area in instrument.areas}
    technologies = {technology.code for technology in instrument.technologies}
    for code in item.levels:
        if code not in levels:
            yield _("%(place)s names an unknown level %(level)s.", place=item.code, level=code)
    for code in item.technologies:
        if code not in technologies:
            yield _("%(place)s names an unknown technology %(technology)s.", place=item.code, technology=code)
    if not item.area:
        yield _("%(place)s is scored but names no area.", place=item.code)
    elif item.area not in areas:
        yield _("%(place)s names an unknown area %(area)s.", place=item.code, area=item.area)
    if len(set(item.levels)) < len(item.levels) or len(set(item.technologies)) < len(item.technologies):
        yield _("%(place)s names a level or a technology twice.", place=item.code)


def _scale_problems(instrument: Instrument, item: Item) -> Iterator[Problem]:
    if not item.type.has_scale:
        return
    scale = instrument.scale_of(item)
    if scale is None:
        yield _("%(place)s uses an unknown scale %(scale)s.", place=item.code, scale=item.scale_code)
    elif (expected := _POINTS.get(item.type)) and [point.value for point in scale.points] != expected:
        points = ", ".join(expected)
        yield _("%(place)s needs a scale with the points %(points)s.", place=item.code, points=points)


def _parent_problems(instrument: Instrument, table: Table, item: Item) -> Iterator[Problem]:
    if not item.parent:
        return
    names = {"place": item.code, "parent": item.parent}
    parent = instrument.items_by_code.get(item.parent)
    if parent is None:
        yield _("%(place)s follows an unknown item %(parent)s.", **names)
    elif parent.type is not ItemType.YNDK:
        yield _("%(place)s follows %(parent)s, which is not answered by Yes or No.", **names)
    elif item.parent not in _codes_before(item.code, table):
        yield _("%(place)s must come after %(parent)s, in the same table.", **names)


def _codes_before(code: str, table: Table) -> list[str]:
    codes = [item.code for item in table.items]
    return codes[: codes.index(code)]
