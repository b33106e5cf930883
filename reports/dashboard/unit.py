"""The page of one unit: its scores as tables, every number with the way to its items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from reports.dashboard.values import Figure, Table, Writer, named
from reports.dashboard.words import COMBINED, GAP, SOURCES, part_name, spoken
from reports.figures import capitalised
from scoring.frame import CELL_SEPARATOR, Family
from scoring.methods import Method
from scoring.results import ItemScore, UnitScores
from surveys.content import Instrument, ItemType, Source

_SHOWN_ITEMS = 10


def headline(scores: UnitScores, writer: Writer) -> list[tuple[str, Figure]]:
    """The overall scores by source."""
    overall = Family.OVERALL
    return [
        (str(SOURCES[COMBINED]), writer.score(scores.combined.overall, COMBINED, overall, "")),
        (str(SOURCES[Source.FACTS]), writer.score(scores.facts.overall, Source.FACTS, overall, "")),
        (str(SOURCES[Source.PERCEPTIONS]), writer.score(scores.perceptions.overall, Source.PERCEPTIONS, overall, "")),
        (str(SOURCES[GAP]), writer.gap(scores.gap.overall, GAP, overall, "")),
    ]


def levels_table(scores: UnitScores, instrument: Instrument, writer: Writer) -> Table:
    """Levels by source, the top of the pyramid first."""
    family = Family.LEVELS
    rows = [
        (
            capitalised(spoken(level.text)),
            (
                writer.score(named(scores.facts.levels, level.code), Source.FACTS, family, level.code),
                writer.score(named(scores.perceptions.levels, level.code), Source.PERCEPTIONS, family, level.code),
                writer.score(named(scores.combined.levels, level.code), COMBINED, family, level.code),
                writer.gap(named(scores.gap.levels, level.code), GAP, family, level.code),
            ),
        )
        for level in reversed(instrument.levels)
    ]
    sources = (SOURCES[Source.FACTS], SOURCES[Source.PERCEPTIONS], SOURCES[COMBINED], SOURCES[GAP])
    return Table(_("Levels"), (_("Level"), *map(str, sources)), tuple(rows), "levels")


def matrix_tables(scores: UnitScores, instrument: Instrument, method: Method, writer: Writer) -> Iterator[Table]:
    """Areas by levels: facts, perceptions and the gap between them."""
    for source, ours in ((Source.FACTS, scores.facts), (Source.PERCEPTIONS, scores.perceptions)):
        rows = []
        for area in method.areas:
            cells = [
                writer.score(named(ours.cells, cell), source, Family.CELLS, cell)
                for cell in (f"{level.code}{CELL_SEPARATOR}{area}" for level in instrument.levels)
            ]
            whole = writer.score(named(ours.areas, area), source, Family.AREAS, area)
            rows.append((part_name(instrument, Family.AREAS, area), (*cells, whole)))
        levels = [
            writer.score(named(ours.levels, level.code), source, Family.LEVELS, level.code)
            for level in instrument.levels
        ]
        whole = writer.score(ours.overall, source, Family.OVERALL, "")
        rows.append((_("All areas"), (*levels, whole)))
        yield Table(str(SOURCES[source]), _matrix_header(instrument), tuple(rows), f"matrix-{source}")
    yield _gap_matrix(scores, instrument, method, writer)


def _gap_matrix(scores: UnitScores, instrument: Instrument, method: Method, writer: Writer) -> Table:
    """Perceptions minus facts in each cell: a difference of the two numbers above, without an interval of its own."""
    rows = []
    for area in method.areas:
        cells = []
        for level in instrument.levels:
            code = f"{level.code}{CELL_SEPARATOR}{area}"
            fact, view = named(scores.facts.cells, code).score, named(scores.perceptions.cells, code).score
            cells.append(Figure(writer.numbers.gap(None if fact is None or view is None else view - fact)))
        fact, view = named(scores.facts.areas, area).score, named(scores.perceptions.areas, area).score
        cells.append(Figure(writer.numbers.gap(None if fact is None or view is None else view - fact)))
        rows.append((part_name(instrument, Family.AREAS, area), tuple(cells)))
    levels = [
        writer.gap(named(scores.gap.levels, level.code), GAP, Family.LEVELS, level.code) for level in instrument.levels
    ]
    rows.append((_("All areas"), (*levels, writer.gap(scores.gap.overall, GAP, Family.OVERALL, ""))))
    return Table(str(SOURCES[GAP]), _matrix_header(instrument), tuple(rows), "matrix-gap")


def _matrix_header(instrument: Instrument) -> tuple[str, ...]:
    return (_("Area"), *(capitalised(spoken(level.text)) for level in instrument.levels), _("All levels"))


def technologies_table(scores: UnitScores, instrument: Instrument, writer: Writer) -> Table:
    """Technologies by source."""
    family = Family.TECHNOLOGIES
    rows = [
        (
            capitalised(spoken(technology.text)),
            tuple(
                writer.score(named(ours.technologies, technology.code), source, family, technology.code)
                for source, ours in ((Source.FACTS, scores.facts), (Source.PERCEPTIONS, scores.perceptions))
            ),
        )
        for technology in instrument.technologies
    ]
    header = (_("Technology"), str(SOURCES[Source.FACTS]), str(SOURCES[Source.PERCEPTIONS]))
    return Table(_("Technologies"), header, tuple(rows), "technologies")


def profiles_table(scores: UnitScores, instrument: Instrument, writer: Writer) -> Table:
    """Profiles, which stand beside the levels, each followed by its items."""
    rows: list[tuple[str, tuple[Figure, ...]]] = []
    for code, score in scores.perceptions.profiles.items():
        name = part_name(instrument, Family.PROFILES, code)
        rows.append((name, (writer.score(score, Source.PERCEPTIONS, Family.PROFILES, code),)))
        items = (item for item in scores.items.values() if instrument.table_by_item[item.code].code == code)
        rows.extend((question(instrument, item), (writer.item(item),)) for item in items)
    return Table(_("Profiles"), (_("Profile"), str(SOURCES[Source.PERCEPTIONS])), tuple(rows), "profiles")


def do_not_know_table(scores: UnitScores, instrument: Instrument, writer: Writer) -> Table:
    """The items with the largest shares of Do not know."""
    unsure = [item for item in scores.items.values() if item.dk_share]
    unsure.sort(key=lambda item: (-(item.dk_share or 0), item.code))
    rows = [
        (
            question(instrument, item),
            (
                Figure(writer.numbers.share(item.dk_share), address=writer.addresses.item(item.code)),
                Figure(writer.numbers.count(item.dk)),
                Figure(writer.numbers.count(item.yes + item.no + item.dk)),
            ),
        )
        for item in unsure[:_SHOWN_ITEMS]
    ]
    header = (_("Item"), _("Share of Do not know"), _("Do not know"), _("Answers (n)"))
    return Table(_("Where respondents did not know"), header, tuple(rows), "do-not-know")


def items_table(items: Mapping[str, ItemScore], instrument: Instrument, writer: Writer) -> Iterator[Table]:
    """Items by table of the instrument."""
    for table in instrument.tables():
        ours = [items[item.code] for item in table.items if item.code in items]
        if ours:
            rows = tuple((question(instrument, item), _item_figures(item, writer)) for item in ours)
            yield Table(f"{table.code}. {spoken(table.title)}", _item_header(ours[0]), rows, table.code)


def question(instrument: Instrument, item: ItemScore) -> str:
    """The item's code and words."""
    return f"{item.code}. {spoken(instrument.items_by_code[item.code].text)}"


def _item_header(item: ItemScore) -> tuple[str, ...]:
    first = (_("Item"), _("Score"))
    if item.type is ItemType.SCALE05:
        return (*first, *(str(point) for point in range(6)), _("Missing"), _("Agreement"))
    return (
        *first,
        _("Yes"),
        _("No"),
        _("of which because the parent is No"),
        _("Do not know"),
        _("Missing"),
        _("Agreement"),
    )


def _item_figures(item: ItemScore, writer: Writer) -> tuple[Figure, ...]:
    counts = item.distribution or (item.yes, item.no, item.structural, item.dk)
    return (
        writer.item(item),
        *(Figure(writer.numbers.count(count)) for count in (*counts, item.missing)),
        Figure(writer.numbers.decimal(item.agreement)),
    )
