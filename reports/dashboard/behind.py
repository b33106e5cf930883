"""Behind a number: its parts or items, the rule that makes it, and the versions it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from reports.dashboard.unit import items_table
from reports.dashboard.values import Number, Table, Writer
from reports.dashboard.words import INTERVAL_RULE, MEAN_RULE, RULES
from reports.figures import UnitView
from reports.results import Results
from scoring.results import SOURCES, Family, ItemScore, Measure, UnitTier, cell_code, split_cell
from surveys.content import Item, Scored

_MEANS = (UnitTier.SUBNATIONAL, UnitTier.ALL_INSTITUTIONS)


class Address(NamedTuple):
    """Which number of a unit: as the address of its page names it."""

    measure: Measure
    family: str
    part: str


@dataclass(frozen=True)
class NumberPage:
    """A number with everything behind it. `interval_rule`: empty where it has no interval."""

    title: str
    source: str
    number: Number
    rules: tuple[str, ...]
    interval_rule: str
    parts: Table | None
    items: tuple[Table, ...]
    members: Table | None


def number_page(results: Results, measure: str, family: str, part: str, writer: Writer) -> NumberPage | None:
    """The page behind a number; None where the unit has no such number."""
    view = writer.view
    if measure not in list(Measure) or view.scores.of(Measure(measure)).part(family, part) is None:
        return None
    address = Address(Measure(measure), family, part)
    number = writer.part(*address)
    is_made_of_sources = address.measure in (Measure.COMBINED, Measure.GAP)
    is_mean = view.scores.unit.tier in _MEANS
    rule = RULES[address.measure if is_made_of_sources else family]
    return NumberPage(
        title=view.part(family, part),
        source=view.terms.called(address.measure),
        number=number,
        rules=(str(rule), *([str(MEAN_RULE)] if is_mean else [])),
        interval_rule=_interval_rule(view) if number.interval else "",
        parts=_sources_table(writer, address) if is_made_of_sources else _parts_table(writer, address),
        items=() if is_made_of_sources else tuple(_items_tables(writer, address)),
        members=_members_table(results, writer, address) if is_mean else None,
    )


def _interval_rule(view: UnitView) -> str:
    method, numbers = view.terms.method, view.terms.numbers
    names = {"confidence": numbers.share(method.confidence), "groups": numbers.count(method.groups)}
    return str(INTERVAL_RULE % names)


def _sources_table(writer: Writer, address: Address) -> Table:
    """Facts and perceptions, of which a combined score or a gap is made."""
    measures = [Measure(source) for source in SOURCES]
    rows = [
        (writer.view.terms.called(measure), (writer.part(measure, address.family, address.part),))
        for measure in measures
    ]
    return Table(_("What it is made of"), (_("Source"), _("Score")), tuple(rows))


def _parts_table(writer: Writer, address: Address) -> Table | None:
    """The parts of which a level, an area or the overall score is the mean; None for means of items."""
    rows = [
        (writer.view.part(family, code), (writer.part(address.measure, family, code),))
        for family, code in _below(writer.view, address)
    ]
    return Table(_("What it is made of"), (_("Part"), _("Score")), tuple(rows)) if rows else None


def _below(view: UnitView, address: Address) -> Iterator[tuple[Family, str]]:
    levels = [level.code for level in view.instrument.levels]
    match address.family:
        case Family.OVERALL:
            yield from ((Family.LEVELS, level) for level in levels)
        case Family.LEVELS:
            yield from ((Family.CELLS, cell_code(address.part, area)) for area in view.scores.facts.areas)
        case Family.AREAS:
            yield from ((Family.CELLS, cell_code(level, address.part)) for level in levels)


def _items_tables(writer: Writer, address: Address) -> Iterator[Table]:
    """The items mapped to the part, with their counts."""
    view = writer.view
    ours = {code: item for code, item in view.scores.items.items() if _is_mapped(view, item, address)}
    yield from items_table(ours, writer)


def _is_mapped(view: UnitView, score: ItemScore, address: Address) -> bool:
    item = view.instrument.items_by_code[score.code]
    if score.source.value != address.measure.value:
        return False
    if address.family == Family.PROFILES:
        return item.scored is Scored.PROFILE and view.instrument.table_by_item[item.code].code == address.part
    return item.scored is Scored.LEVEL and _is_part(item, address.family, address.part)


def _is_part(item: Item, family: str, part: str) -> bool:
    if family == Family.CELLS:
        level, area = split_cell(part)
        return level in item.levels and area == item.area
    members = {Family.LEVELS: item.levels, Family.AREAS: (item.area,), Family.TECHNOLOGIES: item.technologies}
    return family == Family.OVERALL or part in members[Family(family)]


def _members_table(results: Results, writer: Writer, address: Address) -> Table:
    """The institutions whose mean the number is."""
    view = writer.view
    rows = []
    for member in results.units(UnitTier.INSTITUTION):
        if view.scores.unit.tier is UnitTier.ALL_INSTITUTIONS or member.unit.region == view.scores.unit.code:
            numbers = (writer.of(member).part(*address), Number(writer.numbers.count(member.respondents)))
            rows.append((member.unit.called(view.terms.language), numbers))
    return Table(_("Institutions"), (_("Institution"), _("Score"), _("Respondents (n)")), tuple(rows))


@dataclass(frozen=True)
class ItemPage:
    """An item: its words, its counts, what it enters."""

    title: str
    number: Number
    counts: tuple[tuple[str, str, str], ...]
    rule: str
    facts: tuple[tuple[str, str], ...]


def item_page(code: str, writer: Writer) -> ItemPage | None:
    """The page of an item; None where the unit has no such item."""
    view = writer.view
    score = view.scores.items.get(code)
    if score is None:
        return None
    item = view.instrument.items_by_code[code]
    return ItemPage(
        title=view.question(code),
        number=writer.item(score),
        counts=tuple(_counts(view, score)),
        rule=_item_rule(item, score),
        facts=tuple(_item_facts(view, item, score)),
    )


def _counts(view: UnitView, score: ItemScore) -> Iterator[tuple[str, str, str]]:
    """Each answer with its number and share."""
    numbers = view.terms.numbers
    scale = view.instrument.scale_of(view.instrument.items_by_code[score.code])
    names = {point.value: view.words(point.text) for point in scale.points} if scale else {}
    if score.distribution is not None:
        counted = [(names.get(str(point), str(point)), count) for point, count in enumerate(score.distribution)]
    else:
        counted = [(names.get("yes", ""), score.yes), (names.get("no", ""), score.no), (names.get("dk", ""), score.dk)]
    total = sum(count for _name, count in counted)
    for name, count in counted:
        yield name, numbers.count(count), numbers.share(count / total if total else None)
    if score.distribution is None:
        yield _("of the No: because the parent item is No"), numbers.count(score.structural), ""
    yield _("Missing (asked, left empty)"), numbers.count(score.missing), ""


def _item_rule(item: Item, score: ItemScore) -> str:
    if score.distribution is not None:
        return _("The mean of the answers from 0 to 5, divided by 5 (method, section 3).")
    if item.reverse:
        return _("No / (Yes + No): Yes is unfavourable here. Do not know is left out (method, section 3).")
    return _("Yes / (Yes + No). Do not know is left out (method, section 3).")


def _item_facts(view: UnitView, item: Item, score: ItemScore) -> Iterator[tuple[str, str]]:
    numbers = view.terms.numbers
    yield _("Answers that count (n)"), numbers.count(score.n)
    if score.dk_share is not None:
        yield _("Share of Do not know"), numbers.share(score.dk_share)
    if score.mean is not None:
        yield _("Mean (0 to 5)"), numbers.decimal(score.mean)
        yield _("Standard deviation"), numbers.decimal(score.standard_deviation)
    yield _("Agreement of the respondents (0 to 1)"), numbers.decimal(score.agreement)
    yield _("Levels"), ", ".join(view.part(Family.LEVELS, level) for level in item.levels)
    yield _("Area"), view.part(Family.AREAS, item.area)
    if item.technologies:
        yield _("Technologies"), ", ".join(view.part(Family.TECHNOLOGIES, code) for code in item.technologies)
    if item.parent:
        yield _("Asked when this item is Yes"), item.parent
