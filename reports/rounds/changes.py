"""The figures of what changed between two rounds: parts, items, units; each change with its interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.charts import ChangeRow, Chart, Table, draw_changes
from reports.rounds.figures import Changed
from scoring.bridging import BridgedUnit, Change
from scoring.results import UnitTier

MOST = 12  # items drawn; the table has them all


def parts_figure(changed: Changed, unit: BridgedUnit) -> Chart | None:
    """The changes of every part of a measure: overall, levels, areas, cells, technologies, profiles."""
    rows, table = [], []
    terms = changed.view.terms
    for family, code, score in unit.later.of(changed.measure).parts():
        before = unit.earlier.of(changed.measure).part(family, code)
        change = unit.change(changed.measure, family, code)
        if change.value is None or before is None:
            continue
        name = changed.view.part(family, code)
        rows.append(ChangeRow(name, change.value, change.low, change.high, change.is_apart))
        table.append(
            (
                name,
                terms.with_interval(before),
                terms.with_interval(score),
                *_change_cells(changed, change),
                terms.numbers.count(score.items),
            )
        )
    if not rows:
        return None
    header = (_("Part"), *changed.rounds, *_change_header(changed), terms.words.items)
    title = _("Changes by part: %(measure)s") % {"measure": terms.called(changed.measure).lower()}
    caption = changed.view.caption("changes", title, _apart_sentence(changed, rows))
    return draw_changes(terms, caption, rows, Table(header, tuple(table)))


def _change_header(changed: Changed) -> tuple[str, ...]:
    return (_("Change of the score"), changed.view.terms.words.interval, _("More than chance explains"))


def _change_cells(changed: Changed, change: Change) -> tuple[str, ...]:
    numbers = changed.view.terms.numbers
    surely = _("yes") if change.is_apart else _("no")
    if change.low is None:
        surely = _("unknown")
    return numbers.gap(change.value), numbers.interval(change.low, change.high, is_gap=True), surely


def _apart_sentence(changed: Changed, rows: Sequence[ChangeRow]) -> str:
    numbers = changed.view.terms.numbers
    widest = max(rows, key=lambda row: abs(row.value))
    sentence = _(
        "Of %(all)s changes %(apart)s are larger than chance explains; the largest of all: %(name)s (%(change)s)."
    )
    return sentence % {
        "all": numbers.count(len(rows)),
        "apart": numbers.count(sum(row.is_apart for row in rows)),
        "name": widest.name,
        "change": numbers.gap(widest.value),
    }


@dataclass(frozen=True)
class ItemChange:
    """An item of the common ones with its change."""

    code: str
    change: Change
    value: float


def item_changes(unit: BridgedUnit) -> list[ItemChange]:
    """The common items with a score in both rounds, what rose most first."""
    found = (ItemChange(code, change, change.value) for code, change in unit.items.items() if change.value is not None)
    return sorted(found, key=lambda one: -one.value)


def items_figure(changed: Changed, unit: BridgedUnit) -> tuple[Chart, list[str]] | None:
    """The items that moved most, and the codes of all items in the order of the table."""
    ordered = item_changes(unit)
    if not ordered:
        return None
    shown = sorted(ordered, key=lambda one: (not one.change.is_apart, -abs(one.value)))[:MOST]
    items = changed.view.instrument.items_by_code
    rows = [
        ChangeRow(
            changed.view.item(items[one.code]),
            one.value,
            one.change.low,
            one.change.high,
            one.change.is_apart,
            one.code,
        )
        for one in sorted(shown, key=lambda one: -one.value)
    ]
    header = (changed.view.terms.words.item, *_with_n(changed), *_change_header(changed))
    table = Table(header, tuple(_item_row(changed, unit, one) for one in ordered))
    caption = changed.view.caption("items", _("Items that moved most"), _item_sentence(changed, ordered))
    return draw_changes(changed.view.terms, caption, rows, table), [one.code for one in ordered]


def _with_n(changed: Changed) -> Iterator[str]:
    for name in changed.rounds:
        yield name
        yield _("%(round)s, n") % {"round": name}


def _item_row(changed: Changed, unit: BridgedUnit, one: ItemChange) -> tuple[str, ...]:
    numbers = changed.view.terms.numbers
    cells: list[str] = []
    for scores in (unit.earlier, unit.later):
        item = scores.items[one.code]
        cells += [numbers.score(item.score), _("validated") if item.is_validated else numbers.count(item.n)]
    return (changed.view.question(one.code), *cells, *_change_cells(changed, one.change))


def _item_sentence(changed: Changed, ordered: Sequence[ItemChange]) -> str:
    numbers = changed.view.terms.numbers
    best, worst = ordered[0], ordered[-1]
    values = {
        "all": numbers.count(len(ordered)),
        "apart": numbers.count(sum(one.change.is_apart for one in ordered)),
        "best": best.code,
        "rise": numbers.gap(best.value),
        "worst": worst.code,
        "fall": numbers.gap(worst.value),
    }
    if best.value > 0 > worst.value:
        return (
            _(
                "Common items: %(all)s, of which %(apart)s moved by more than chance explains. Item %(best)s rose most "
                "(%(rise)s), item %(worst)s fell most (%(fall)s)."
            )
            % values
        )
    sentence = _(
        "Common items: %(all)s, of which %(apart)s moved by more than chance explains. All changes lie between "
        "%(fall)s (item %(worst)s) and %(rise)s (item %(best)s)."
    )
    return sentence % values


def changed_units(changed: Changed, tier: UnitTier) -> list[BridgedUnit]:
    """The units of a tier with an overall score in both rounds, what rose most first: the rows of the table."""
    found = [
        (change, unit)
        for unit in changed.comparison.units
        if unit.unit.tier is tier and (change := unit.change(changed.measure).value) is not None
    ]
    return [unit for _value, unit in sorted(found, key=lambda pair: -pair[0])]


def units_figure(changed: Changed, tier: UnitTier, title: str) -> Chart | None:
    """The changes of the overall score of all units of a tier that are in both rounds."""
    terms = changed.view.terms
    found = changed_units(changed, tier)
    if not found:
        return None
    rows, table = [], []
    for unit in found:
        change = unit.change(changed.measure)
        value = change.value or 0.0
        name = unit.unit.called(terms.language)
        rows.append(ChangeRow(name, value, change.low, change.high, change.is_apart))
        pair = [scores.of(changed.measure).overall for scores in (unit.earlier, unit.later)]
        n = [terms.numbers.count(scores.respondents) for scores in (unit.earlier, unit.later)]
        cells = (terms.with_interval(pair[0]), n[0], terms.with_interval(pair[1]), n[1])
        table.append((name, *cells, *_change_cells(changed, change)))
    header = (terms.words.name, *_with_n(changed), *_change_header(changed))
    caption = changed.view.caption(f"units-{tier}", title, _apart_sentence(changed, rows))
    return draw_changes(terms, caption, rows, Table(header, tuple(table)))
