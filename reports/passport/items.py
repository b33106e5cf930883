"""The items behind a number: weights, scores and counts, table by table of the instrument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from reports.dashboard.values import Number, Table, Writer
from scoring.results import ItemScore
from surveys.coding import POINTS
from surveys.content import Item, ItemType

Weights = Mapping[str, Fraction]


def items_tables(
    writer: Writer, codes: Mapping[str, Item], weights: Weights, evidence: Mapping[str, int]
) -> Iterator[Table]:
    """The items of these codes in the tables of the instrument. `weights`: empty where items have none."""
    view = writer.view
    for section in view.instrument.sections:
        for table in section.tables():
            ours = [view.scores.items[item.code] for item in table.items if item.code in codes]
            if ours:
                caption = f"{table.code}. {view.words(table.title)} ({view.words(section.title)})"
                rows = ((view.question(one.code), _row(writer, one, weights, evidence)) for one in ours)
                yield Table(caption, _header(ours[0], bool(weights)), tuple(rows))


def _header(item: ItemScore, has_weights: bool) -> tuple[str, ...]:
    first = (_("Item"), *([_("Weight")] if has_weights else []), _("Score"))
    if item.type is ItemType.SCALE05:
        return (*first, *(str(point) for point in range(POINTS)), _("Missing"))
    counts = (_("Yes"), _("No"), _("of which because the parent is No"), _("Do not know"), _("Missing"))
    return (*first, *counts, _("Links and files"))


def _row(writer: Writer, item: ItemScore, weights: Weights, evidence: Mapping[str, int]) -> tuple[Number, ...]:
    count = writer.numbers.count
    counts = item.distribution or (item.yes, item.no, item.structural, item.dk)
    cells = [Number(count(number)) for number in (*counts, item.missing)]
    if item.distribution is None:
        cells.append(Number(count(evidence.get(item.code, 0))))
    weight = [Number(weight_words(writer, weights.get(item.code)))] if weights else []
    return (*weight, writer.item(item), *cells)


def weight_words(writer: Writer, weight: Fraction | None) -> str:
    """A weight as an exact fraction and in per cent."""
    if weight is None:
        return writer.numbers.score(None)
    percent = writer.numbers.percent(float(weight) * 100)
    sign = "\N{MINUS SIGN}" if weight < 0 else ""
    return f"{sign}{abs(weight.numerator)}/{weight.denominator} ({percent})"
