"""How the items of two versions of an instrument descend from each other. Pure.

The same code means the same question in every version. A question whose meaning changed has a new code, and `replaces`
names the one it follows; the two are kin, but not the same, whichever of the two versions was asked first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from surveys.content.model import Instrument, Item
from surveys.content.problem import Problem, _


class Kinship(StrEnum):
    """What became of an item from one version to another."""

    SAME = "same"
    CHANGED = "changed"  # the same code, but something that its score depends on is different
    REPLACED = "replaced"  # another code, linked by `replaces`
    NEW = "new"
    DROPPED = "dropped"


class Property(StrEnum):
    """What must be equal for the answers to one code to be scored alike."""

    TYPE = "type"
    SCALE = "scale"
    SOURCE = "source"  # of its section: facts or perceptions
    TIER = "tier"
    PARENT = "parent"
    REVERSE = "reverse"
    SCORED = "scored"
    LEVELS = "levels"
    AREA = "area"


@dataclass(frozen=True)
class Kin:
    """An item and what it was. `code`: in the later version, empty where dropped; `before`: in the earlier one."""

    kinship: Kinship
    code: str = ""
    before: str = ""
    changed: tuple[Property, ...] = ()


def trace(earlier: Instrument, later: Instrument, others: Iterable[Instrument] = ()) -> tuple[Kin, ...]:
    """Every item of two versions: those of the later one in its order, then those that it dropped.

    `others`: further versions of the instrument, through which a chain of `replaces` may lead.
    """
    links = _links([earlier, later, *others])
    before, after = earlier.items_by_code, later.items_by_code
    found = [_kin_of(code, earlier, later, links) for code in after]
    followed = {kin.before for kin in found}
    return (*found, *(Kin(Kinship.DROPPED, before=code) for code in before if code not in followed))


def lineage_problems(instrument: Instrument, others: Collection[Instrument]) -> Iterator[Problem]:
    """What is wrong with `replaces`; `others`: the published versions of the same instrument but this one."""
    above = _replaced_by([instrument, *others])
    for item in instrument.items_by_code.values():
        if item.replaces:
            yield from _problems_of(item, instrument, others, above)


def changed_properties(
    earlier: Instrument, later: Instrument, code: str, before: str | None = None
) -> tuple[Property, ...]:
    """What differs between an item in two versions; `before`: its code in the earlier one, if another."""
    old, new = _properties(earlier, before or code), _properties(later, code)
    return tuple(name for name in Property if old[name] != new[name])


def _kin_of(code: str, earlier: Instrument, later: Instrument, links: Mapping[str, set[str]]) -> Kin:
    if code in earlier.items_by_code:
        changed = changed_properties(earlier, later, code)
        return Kin(Kinship.CHANGED if changed else Kinship.SAME, code, code, changed)
    before = _nearest(code, earlier, later, links)
    if not before:
        return Kin(Kinship.NEW, code)
    return Kin(Kinship.REPLACED, code, before, changed_properties(earlier, later, code, before))


def _nearest(code: str, earlier: Instrument, later: Instrument, links: Mapping[str, set[str]]) -> str:
    """The item of the earlier version at the end of the shortest chain; empty without one.

    An item that both versions have is followed by itself: no chain ends at it or leads through it.
    """
    seen, ring = {code}, {code}
    while ring:
        ring = {other for one in ring for other in links.get(one, ())} - seen
        seen |= ring
        ring = {one for one in ring if not (one in earlier.items_by_code and one in later.items_by_code)}
        if found := [one for one in earlier.items_by_code if one in ring]:
            return found[0]
    return ""


def _links(versions: Iterable[Instrument]) -> Mapping[str, set[str]]:
    """Codes that follow each other, in both directions."""
    links: dict[str, set[str]] = defaultdict(set)
    for code, replaced in _replaced_by(versions).items():
        for other in replaced:
            links[code].add(other)
            links[other].add(code)
    return links


def _replaced_by(versions: Iterable[Instrument]) -> Mapping[str, set[str]]:
    """For each code those that it replaces, in any version."""
    replaced: dict[str, set[str]] = defaultdict(set)
    for version in versions:
        for item in version.items_by_code.values():
            if item.replaces:
                replaced[item.code].add(item.replaces)
    return replaced


def _properties(instrument: Instrument, code: str) -> Mapping[Property, Any]:
    item = instrument.items_by_code[code]
    return {
        Property.TYPE: item.type,
        Property.SCALE: item.scale_code,
        Property.SOURCE: instrument.section_by_item[code].source,
        Property.TIER: item.tier,
        Property.PARENT: item.parent,
        Property.REVERSE: item.reverse,
        Property.SCORED: item.scored,
        Property.LEVELS: frozenset(item.levels),
        Property.AREA: item.area,
    }


def _problems_of(
    item: Item, instrument: Instrument, others: Collection[Instrument], above: Mapping[str, set[str]]
) -> Iterator[Problem]:
    names = {"place": item.code, "replaced": item.replaces}
    if item.replaces in instrument.items_by_code:
        yield _("%(place)s replaces %(replaced)s, which this version still asks.", **names)
        return
    ancestors = [old for version in others if (old := version.items_by_code.get(item.replaces))]
    if not ancestors:
        yield _("%(place)s replaces %(replaced)s, which no other published version of the instrument has.", **names)
        return
    if item.code in _all_above(item.replaces, above):
        yield _("%(place)s replaces %(replaced)s, which itself follows %(place)s.", **names)
    if not item.note and any(old.type is not item.type for old in ancestors):
        yield _("%(place)s replaces %(replaced)s, which is answered in another way: say why in its note.", **names)


def _all_above(code: str, above: Mapping[str, set[str]]) -> set[str]:
    seen, ring = {code}, {code}
    while ring:
        ring = {other for one in ring for other in above.get(one, ())} - seen
        seen |= ring
    return seen
