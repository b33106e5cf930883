"""The page of one unit: its scores as tables, every number with the way to its items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from reports.charts import Chart
from reports.dashboard.values import Number, Table, Writer
from reports.findings import SHOWN, find_do_not_know, find_gaps
from scoring.results import SOURCES, Family, ItemScore, Measure, UnitScores, cell_code
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
        codes = [cell_code(level, area) for level in levels]
        numbers = [_gap_number(writer, cells[code].score, Family.CELLS, code) for code in codes]
        rows.append((view.part(Family.AREAS, area), (*numbers, _gap_number(writer, whole.score, Family.AREAS, area))))
    return rows


def _gap_number(writer: Writer, value: float | None, family: Family, code: str) -> Number:
    """A gap with the way to the two numbers that it is the difference of."""
    if value is None:
        return Number(writer.numbers.gap(None))
    pair = writer.part(Measure.PERCEPTIONS, family, code), writer.part(Measure.FACTS, family, code)
    return Number(writer.numbers.gap(value), difference=pair)


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


def scores_table(title: str, items: Sequence[ItemScore], writer: Writer) -> Table:
    """Scores of some items."""
    rows = [(writer.view.question(item.code), (writer.item(item),)) for item in items]
    return Table(title, (_("Item"), _("Score")), tuple(rows))


def units_table(title: str, units: Sequence[UnitScores], writer: Writer) -> Table:
    """The overall scores of some units, the highest combined one first."""
    measures = (Measure.COMBINED, *map(Measure, SOURCES))
    ordered = sorted(units, key=lambda one: -1.0 if one.combined.overall.score is None else one.combined.overall.score)
    rows = []
    for one in reversed(ordered):
        numbers = [writer.of(one).part(measure, Family.OVERALL) for measure in measures]
        count = Number(writer.numbers.count(one.respondents))
        rows.append((one.unit.called(writer.view.terms.language), (*numbers, count)))
    header = (_("Institution"), *map(writer.view.terms.called, measures), _("Respondents (n)"))
    return Table(title, header, tuple(rows))


def items_table(items: Mapping[str, ItemScore], writer: Writer) -> Iterator[Table]:
    """Items by table of the instrument."""
    view = writer.view
    for table in view.instrument.tables():
        ours = [items[item.code] for item in table.items if item.code in items]
        if ours:
            rows = tuple((view.question(item.code), _item_numbers(item, writer)) for item in ours)
            yield Table(f"{table.code}. {view.words(table.title)}", _item_header(ours[0]), rows)


def answers_table(chart: Chart, writer: Writer) -> Table:
    """The table of a figure with a row for each item, named by its code first: every number leads to the item."""
    rows = []
    for name, *cells in chart.table.rows:
        address = writer.addresses.item(name.partition(" ")[0])
        rows.append((name, tuple(Number(words, address=address) for words in cells)))
    return Table(chart.title, chart.table.header, tuple(rows))


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
