"""Behind a number: its parts or items, the rule that makes it, and the versions it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.dashboard.unit import items_table, question
from reports.dashboard.values import Addresses, Figure, Table, Writer, named
from reports.dashboard.words import COMBINED, GAP, MEAN_RULE, RULES, SOURCES, part_name, spoken
from reports.results import Results
from scoring.frame import CELL_SEPARATOR, Family
from scoring.results import ItemScore, LevelScores, Score, SourceScores, UnitScores, UnitTier
from surveys.content import Instrument, Item, Scored, Source

_MEANS = (UnitTier.SUBNATIONAL, UnitTier.ALL_INSTITUTIONS)


@dataclass(frozen=True)
class NumberPage:
    """A number with everything behind it."""

    title: str
    source: str
    figure: Figure
    rules: tuple[str, ...]
    parts: Table | None
    items: tuple[Table, ...]
    members: Table | None


def number_page(
    results: Results, scores: UnitScores, address: tuple[str, str, str], writer: Writer
) -> NumberPage | None:
    """The page behind `address` (source, family, part); None where there is no such number."""
    source, family, part = address
    score = _score(scores, source, family, part)
    if score is None:
        return None
    rules = [str(RULES[source if source in (COMBINED, GAP) else family])]
    if scores.unit.tier in _MEANS:
        rules.append(str(MEAN_RULE))
    is_mean = source in (COMBINED, GAP)
    return NumberPage(
        title=part_name(results.instrument, family, part),
        source=str(SOURCES[source]),
        figure=(writer.gap if source == GAP else writer.score)(score, source, family, part),
        rules=tuple(rules),
        parts=_sources_table(scores, family, part, writer)
        if is_mean
        else _parts_table(results, scores, address, writer),
        items=() if is_mean else tuple(_items_tables(results.instrument, scores, address, writer)),
        members=_members_table(results, scores, address) if scores.unit.tier in _MEANS else None,
    )


def _score(scores: UnitScores, source: str, family: str, part: str) -> Score | None:
    """The score at an address; None where the unit has no such part."""
    by_source: dict[str, LevelScores] = {
        Source.FACTS: scores.facts,
        Source.PERCEPTIONS: scores.perceptions,
        COMBINED: scores.combined,
        GAP: scores.gap,
    }
    ours = by_source.get(source)
    if ours is None or family not in list(Family):
        return None
    if family == Family.OVERALL:
        return ours.overall
    return getattr(ours, family, {}).get(part)


def _sources_table(scores: UnitScores, family: str, part: str, writer: Writer) -> Table:
    """Facts and perceptions, of which a combined score or a gap is made."""
    rows = []
    for source in (Source.FACTS, Source.PERCEPTIONS):
        score = _score(scores, source, family, part)
        if score is not None:
            rows.append((str(SOURCES[source]), (writer.score(score, source, family, part),)))
    return Table(_("What it is made of"), (_("Source"), _("Score")), tuple(rows))


def _parts_table(results: Results, scores: UnitScores, address: tuple[str, str, str], writer: Writer) -> Table | None:
    """The parts of which a level, an area or the overall score is the mean; None for means of items."""
    source, family, part = address
    ours = scores.facts if source == Source.FACTS else scores.perceptions
    parts = list(_below(results, ours, family, part))
    if not parts:
        return None
    below = Family.LEVELS if family == Family.OVERALL else Family.CELLS
    rows = [
        (part_name(results.instrument, below, code), (writer.score(score, source, below, code),))
        for code, score in parts
    ]
    return Table(_("What it is made of"), (_("Part"), _("Score")), tuple(rows))


def _below(results: Results, ours: SourceScores, family: str, part: str) -> Iterator[tuple[str, Score]]:
    levels = [level.code for level in results.instrument.levels]
    if family == Family.OVERALL:
        yield from ((level, named(ours.levels, level)) for level in levels)
    elif family == Family.LEVELS:
        codes = [f"{part}{CELL_SEPARATOR}{area}" for area in results.method.areas]
        yield from ((code, named(ours.cells, code)) for code in codes)
    elif family == Family.AREAS:
        codes = [f"{level}{CELL_SEPARATOR}{part}" for level in levels]
        yield from ((code, named(ours.cells, code)) for code in codes)


def _items_tables(
    instrument: Instrument, scores: UnitScores, address: tuple[str, str, str], writer: Writer
) -> Iterator[Table]:
    """The items mapped to the part, with their counts."""
    ours = {code: item for code, item in scores.items.items() if _is_mapped(instrument, item, address)}
    yield from items_table(ours, instrument, writer)


def _is_mapped(instrument: Instrument, score: ItemScore, address: tuple[str, str, str]) -> bool:
    source, family, part = address
    item = instrument.items_by_code[score.code]
    if score.source != source:
        return False
    if family == Family.PROFILES:
        return item.scored is Scored.PROFILE and instrument.table_by_item[item.code].code == part
    return item.scored is Scored.LEVEL and _is_part(item, family, part)


def _is_part(item: Item, family: str, part: str) -> bool:
    if family == Family.CELLS:
        level, area = part.split(CELL_SEPARATOR)
        return level in item.levels and area == item.area
    members = {Family.LEVELS: item.levels, Family.AREAS: (item.area,), Family.TECHNOLOGIES: item.technologies}
    return family == Family.OVERALL or part in members[Family(family)]


def _members_table(results: Results, scores: UnitScores, address: tuple[str, str, str]) -> Table:
    """The institutions whose mean the number is."""
    rows = []
    for member in results.units(UnitTier.INSTITUTION):
        if scores.unit.tier is UnitTier.ALL_INSTITUTIONS or member.unit.region == scores.unit.code:
            writer = Writer(results.method, Addresses(results.survey_round.code, member.unit))
            score = _score(member, *address)
            if score is not None:
                figure = (writer.gap if address[0] == GAP else writer.score)(score, *address)
                rows.append((unit_name(member), (figure, Figure(writer.numbers.count(member.respondents)))))
    return Table(_("Institutions"), (_("Institution"), _("Score"), _("Respondents (n)")), tuple(rows))


def unit_name(scores: UnitScores) -> str:
    """What a unit is called."""
    return spoken(scores.unit.name) or scores.unit.code


@dataclass(frozen=True)
class ItemPage:
    """An item: its words, its counts, what it enters."""

    title: str
    figure: Figure
    counts: tuple[tuple[str, str, str], ...]
    rule: str
    facts: tuple[tuple[str, str], ...]


def item_page(instrument: Instrument, scores: UnitScores, code: str, writer: Writer) -> ItemPage | None:
    """The page of an item; None where the unit has no such item."""
    score = scores.items.get(code)
    if score is None:
        return None
    item = instrument.items_by_code[code]
    return ItemPage(
        title=question(instrument, score),
        figure=writer.item(score),
        counts=tuple(_counts(instrument, score, writer)),
        rule=str(_item_rule(item, score)),
        facts=tuple(_item_facts(instrument, item, score, writer)),
    )


def _counts(instrument: Instrument, score: ItemScore, writer: Writer) -> Iterator[tuple[str, str, str]]:
    """Each answer with its number and share."""
    scale = instrument.scale_of(instrument.items_by_code[score.code])
    names = {point.value: spoken(point.text) for point in scale.points} if scale else {}
    if score.distribution is not None:
        counted = [(names.get(str(point), str(point)), count) for point, count in enumerate(score.distribution)]
    else:
        counted = [(names.get("yes", ""), score.yes), (names.get("no", ""), score.no), (names.get("dk", ""), score.dk)]
    total = sum(count for _name, count in counted)
    for name, count in counted:
        yield name, writer.numbers.count(count), writer.numbers.share(count / total if total else None)
    if score.distribution is None:
        yield _("of the No: because the parent item is No"), writer.numbers.count(score.structural), ""
    yield _("Missing (asked, left empty)"), writer.numbers.count(score.missing), ""


def _item_rule(item: Item, score: ItemScore) -> str:
    if score.distribution is not None:
        return _("The mean of the answers from 0 to 5, divided by 5 (method, section 3).")
    if item.reverse:
        return _("No / (Yes + No): Yes is unfavourable here. Do not know is left out (method, section 3).")
    return _("Yes / (Yes + No). Do not know is left out (method, section 3).")


def _item_facts(instrument: Instrument, item: Item, score: ItemScore, writer: Writer) -> Iterator[tuple[str, str]]:
    numbers = writer.numbers
    yield _("Answers that count (n)"), numbers.count(score.n)
    if score.dk_share is not None:
        yield _("Share of Do not know"), numbers.share(score.dk_share)
    if score.mean is not None:
        yield _("Mean (0 to 5)"), numbers.decimal(score.mean)
        yield _("Standard deviation"), numbers.decimal(score.standard_deviation)
    yield _("Agreement of the respondents (0 to 1)"), numbers.decimal(score.agreement)
    yield _("Levels"), ", ".join(part_name(instrument, Family.LEVELS, level) for level in item.levels)
    yield _("Area"), part_name(instrument, Family.AREAS, item.area)
    if item.technologies:
        names = (part_name(instrument, Family.TECHNOLOGIES, code) for code in item.technologies)
        yield _("Technologies"), ", ".join(names)
    if item.parent:
        yield _("Asked when this item is Yes"), item.parent
