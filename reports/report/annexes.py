"""The annexes: item tables, the data behind the figures, method and versions, sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.advice import Advice
from reports.context import Numbers
from reports.figures import UnitView, distribution_figure
from reports.report.numbering import Figures
from reports.report.values import Citation, ReportTable, Section
from scoring.results import ItemScore
from surveys.content import Item, ItemType

# Widths of columns, in millimetres.
_FACT = (10, 18, 10, 10, 10, 13, 12, 12, 14)
_POINT = (10, 18, 9, 12, 12, 7, 7, 7, 7, 7, 7, 12, 13)
_NUMBER = (12, 15, 20, 20)


def item_sections(view: UnitView, figures: Figures) -> Iterator[Section]:
    """A section for each table of the instrument that asks the unit: how answers are distributed, and every number."""
    for table in view.instrument.tables():
        found = [(item, view.scores.items[item.code]) for item in table.items if item.code in view.scores.items]
        if found:
            anchor = f"{view.prefix}-items-{table.code.replace('.', '-')}"
            yield Section(
                anchor,
                f"{table.code}. {view.words(table.title)}",
                paragraphs=tuple(filter(None, [view.words(table.lead)])),
                figures=figures.add(distribution_figure(view, table), table=f"{anchor}-table"),
                tables=tuple(_item_tables(view, found, f"{anchor}-table")),
            )


def _item_tables(view: UnitView, found: Sequence[tuple[Item, ItemScore]], anchor: str) -> Iterator[ReportTable]:
    """Yes/No items, then those from 0 to 5; `anchor`: of the latter, to which their figure leads."""
    facts = tuple(_fact_row(view, *pair) for pair in found if pair[0].type is ItemType.YNDK)
    points = tuple(_point_row(view, *pair) for pair in found if pair[0].type is ItemType.SCALE05)
    if facts:
        yield ReportTable("", _fact_header(), facts, is_dense=True, widths=_FACT)
    if points:
        yield ReportTable("", _point_header(), points, anchor, is_dense=True, widths=_POINT)


def _fact_header() -> tuple[str, ...]:
    return (
        _("Item"),
        _("Score"),
        _("Interval"),
        "n",
        _("Yes"),
        _("No"),
        pgettext("narrow column", "Structural"),
        pgettext("narrow column", "Do not know"),
        pgettext("narrow column", "Missing"),
        pgettext("narrow column", "Agreement"),
    )


def _point_header() -> tuple[str, ...]:
    return (
        _("Item"),
        _("Score"),
        _("Interval"),
        "n",
        _("Mean"),
        pgettext("narrow column", "Deviation"),
        *(str(point) for point in range(6)),
        pgettext("narrow column", "Missing"),
        pgettext("narrow column", "Agreement"),
    )


def _fact_row(view: UnitView, item: Item, score: ItemScore) -> tuple[str, ...]:
    numbers = view.terms.numbers
    counts = (score.n, score.yes, score.no, score.structural, score.dk, score.missing)
    return (
        _item_name(view, item, score),
        numbers.score(score.score),
        numbers.interval(None, None) if score.is_validated else numbers.interval(score.low, score.high),
        *(numbers.count(count) for count in counts),
        numbers.decimal(score.agreement),
    )


def _point_row(view: UnitView, item: Item, score: ItemScore) -> tuple[str, ...]:
    numbers = view.terms.numbers
    return (
        _item_name(view, item, score),
        numbers.score(score.score),
        numbers.interval(score.low, score.high),
        numbers.count(score.n),
        numbers.decimal(score.mean),
        numbers.decimal(score.standard_deviation),
        *(numbers.count(count) for count in score.distribution or ()),
        numbers.count(score.missing),
        numbers.decimal(score.agreement),
    )


def _item_name(view: UnitView, item: Item, score: ItemScore) -> str:
    name = f"{item.code} · {view.item(item)}"
    remarks = [_("validated")] if score.is_validated else []
    if item.reverse:
        remarks.append(_("reverse item: Yes is unfavourable"))
    return f"{name} [{'; '.join(remarks)}]" if remarks else name


def numbers_table(view: UnitView, found: Sequence[Numbers]) -> ReportTable:
    """Percentages and counts that respondents gave."""
    numbers = view.terms.numbers
    rows = []
    for one in found:
        write = numbers.percent if one.item.type is ItemType.PERCENT else numbers.plain
        spread = (write(one.median), write(one.minimum), write(one.maximum))
        rows.append((f"{one.item.code} · {view.item(one.item)}", numbers.count(one.n), *spread))
    return ReportTable(
        "", (_("Item"), "n", _("Median"), _("Lowest"), _("Highest")), tuple(rows), is_dense=True, widths=_NUMBER
    )


def data_section(figures: Figures) -> Section:
    """The tables that say the same as the figures."""
    tables = tuple(
        ReportTable(
            _("Figure %(number)s. %(title)s") % {"number": figure.number, "title": figure.chart.title},
            figure.chart.table.header,
            figure.chart.table.rows,
            anchor=figure.table,
            is_dense=True,
        )
        for figure in figures.with_twins()
    )
    return Section("data-tables", _("Tables to the figures"), tables=tables)


def cite_sources(view: UnitView, advice: Sequence[Advice]) -> dict[str, Citation]:
    """The documents that the report rests on by their codes: first that of the instrument, whose code is empty."""
    documents = {"": view.words(view.instrument.source)}
    for one in advice:
        documents.update(one.sources)
    known = [(code, words) for code, words in documents.items() if words]
    return {code: Citation(number, words) for number, (code, words) in enumerate(known, start=1)}
