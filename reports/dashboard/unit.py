"""The page of one unit: its scores as tables, every number with the way to its items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from reports.dashboard.values import Number, Table, Writer
from reports.findings import SHOWN, find_do_not_know, find_gaps
from scoring.results import SOURCES, Family, ItemScore, Measure, cell_code
from surveys.coding import POINTS
from surveys.content import ItemType


def headline(writer: Writer) -> list[tuple[str, Number]]:
    """The overall scores, the combined one first."""
    first = (Measure.COMBINED, Measure.FACTS, Measure.PERCEPTIONS, Measure.GAP)
    return [(writer.view.terms.called(measure), writer.part(measure, Family.OVERALL)) for measure in first]


def levels_table(writer: Writer) -> Table:
    """Levels by source, the top of the pyramid first."""
    view = writer.view
    rows = [
        (
            view.part(Family.LEVELS, level.code),
            tuple(writer.part(measure, Family.LEVELS, level.code) for measure in Measure),
        )
        for level in reversed(view.instrument.levels)
    ]
    return Table(_("Levels"), (_("Level"), *map(view.terms.called, Measure)), tuple(rows))


def matrix_tables(writer: Writer) -> Iterator[Table]:
    """Areas by levels: facts, perceptions and the gap between them."""
    view, levels = writer.view, [level.code for level in writer.view.instrument.levels]
    for measure in map(Measure, SOURCES):
        rows = [
            (
                view.part(Family.AREAS, area),
                (
                    *(writer.part(measure, Family.CELLS, cell_code(level, area)) for level in levels),
                    writer.part(measure, Family.AREAS, area),
                ),
            )
            for area in view.scores.facts.areas
        ]
        yield _matrix(writer, measure, rows)
    yield _matrix(writer, Measure.GAP, _gap_rows(writer, levels))


def _gap_rows(writer: Writer, levels: list[str]) -> list[tuple[str, tuple[Number, ...]]]:
    """Perceptions minus facts in each cell: a difference of two numbers, without an interval or a page of its own."""
    view = writer.view
    facts, perceptions = view.scores.facts, view.scores.perceptions
    cells, areas = find_gaps(facts.cells, perceptions.cells), find_gaps(facts.areas, perceptions.areas)
    rows = []
    for area, whole in areas.items():
        gaps = [*(cells[cell_code(level, area)] for level in levels), whole]
        rows.append((view.part(Family.AREAS, area), tuple(Number(writer.numbers.gap(gap.score)) for gap in gaps)))
    return rows


def _matrix(writer: Writer, measure: Measure, rows: list[tuple[str, tuple[Number, ...]]]) -> Table:
    """The rows of the areas, and one for all of them."""
    levels = [level.code for level in writer.view.instrument.levels]
    heads = [writer.view.part(Family.LEVELS, level) for level in levels]
    whole = (
        *(writer.part(measure, Family.LEVELS, level) for level in levels),
        writer.part(measure, Family.OVERALL),
    )
    header = (_("Area"), *heads, _("All levels"))
    return Table(writer.view.terms.called(measure), header, (*rows, (_("All areas"), whole)))


def technologies_table(writer: Writer) -> Table:
    """Technologies by source."""
    view, measures = writer.view, [Measure(source) for source in SOURCES]
    rows = [
        (
            view.part(Family.TECHNOLOGIES, technology.code),
            tuple(writer.part(measure, Family.TECHNOLOGIES, technology.code) for measure in measures),
        )
        for technology in view.instrument.technologies
    ]
    return Table(_("Technologies"), (_("Technology"), *map(view.terms.called, measures)), tuple(rows))


def profiles_table(writer: Writer) -> Table:
    """Profiles, which stand beside the levels, each followed by its items."""
    view, measure = writer.view, Measure.PERCEPTIONS
    rows: list[tuple[str, tuple[Number, ...]]] = []
    for code in view.scores.perceptions.profiles:
        rows.append((view.part(Family.PROFILES, code), (writer.part(measure, Family.PROFILES, code),)))
        items = (item for item in view.scores.items.values() if view.instrument.table_by_item[item.code].code == code)
        rows.extend((view.question(item.code), (writer.item(item),)) for item in items)
    return Table(_("Profiles"), (_("Profile"), view.terms.called(measure)), tuple(rows))


def do_not_know_table(writer: Writer) -> Table:
    """The items with the largest shares of Do not know."""
    numbers = writer.numbers
    rows = [
        (
            writer.view.question(score.code),
            (
                Number(numbers.share(score.dk_share), address=writer.addresses.item(score.code)),
                Number(numbers.count(score.dk)),
                Number(numbers.count(score.yes + score.no + score.dk)),
            ),
        )
        for score in (found.score for found in find_do_not_know(writer.view.scores, writer.view.instrument, SHOWN))
    ]
    header = (_("Item"), _("Share of Do not know"), _("Do not know"), _("Answers (n)"))
    return Table(_("Where respondents did not know"), header, tuple(rows))


def items_table(items: Mapping[str, ItemScore], writer: Writer) -> Iterator[Table]:
    """Items by table of the instrument."""
    view = writer.view
    for table in view.instrument.tables():
        ours = [items[item.code] for item in table.items if item.code in items]
        if ours:
            rows = tuple((view.question(item.code), _item_numbers(item, writer)) for item in ours)
            yield Table(f"{table.code}. {view.words(table.title)}", _item_header(ours[0]), rows)


def _item_header(item: ItemScore) -> tuple[str, ...]:
    first = (_("Item"), _("Score"))
    if item.type is ItemType.SCALE05:
        return (*first, *(str(point) for point in range(POINTS)), _("Missing"), _("Agreement"))
    return (
        *first,
        _("Yes"),
        _("No"),
        _("of which because the parent is No"),
        _("Do not know"),
        _("Missing"),
        _("Agreement"),
    )


def _item_numbers(item: ItemScore, writer: Writer) -> tuple[Number, ...]:
    counts = item.distribution or (item.yes, item.no, item.structural, item.dk)
    return (
        writer.item(item),
        *(Number(writer.numbers.count(count)) for count in (*counts, item.missing)),
        Number(writer.numbers.decimal(item.agreement)),
    )
