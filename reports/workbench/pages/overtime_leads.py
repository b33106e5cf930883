"""Where the numbers of a comparison of two rounds lead: to passports and items in their own rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reports.results import Results
from reports.rounds.changes import changed_units
from reports.rounds.figures import Changed
from reports.workbench.addresses import item_address, page_address, passport, passport_cells
from reports.workbench.frame import Asked
from scoring.bridging import BridgedUnit
from scoring.results import Family, UnitScores, UnitTier


def item_links(asked: Asked, changed: Changed, codes: list[str]) -> dict[int, str]:
    """Each item leads to its page in the later round."""
    later = replace(asked, results=changed.comparison.later)
    return {place: item_address(later, code, changed.view.scores.unit) for place, code in enumerate(codes)}


def item_cells(asked: Asked, changed: Changed, codes: list[str]) -> dict[tuple[int, int], str]:
    """The score of each round leads to the page of the item there."""
    return {
        (place, column): item_address(replace(asked, results=results), code, scores.unit)
        for column, (results, scores) in zip((1, 3), _sides(changed), strict=False)
        for place, code in enumerate(codes)
        if code in scores.items
    }


def unit_links(asked: Asked, changed: Changed, tier: UnitTier) -> dict[int, str]:
    """Each unit leads to this page about it, in the order of the table."""
    options = {name: value for name in ("other", "measure") if (value := str(asked.options.get(name, "")))}
    return {
        place: page_address(asked, "overtime", one.unit, **options)
        for place, one in enumerate(changed_units(changed, tier))
    }


def unit_cells(asked: Asked, changed: Changed, tier: UnitTier, pages: Mapping[int, str]) -> dict[tuple[int, int], str]:
    """The score of each round leads to its passport; on common items only, to this page about the unit: `pages`."""
    cells: dict[tuple[int, int], str] = {}
    for place, one in enumerate(changed_units(changed, tier)):
        rounds = (changed.comparison.earlier, changed.comparison.later)
        sides = zip((1, 3), rounds, (one.earlier, one.later), strict=True)
        for column, results, bridged in sides:
            whole = results.unit(tier, one.unit.code)
            own = passport(replace(asked, results=results), one.unit, (changed.measure, Family.OVERALL, ""))
            is_same = whole and _score(whole, changed) == _score(bridged, changed)
            cells[place, column] = own if is_same else f"{pages[place]}#overtime-items"
    return cells


def _score(scores: UnitScores, changed: Changed) -> float | None:
    return scores.of(changed.measure).overall.score


def slope_cells(asked: Asked, changed: Changed) -> dict[tuple[int, int], str]:
    """The scores on all items of each round, in the last two columns, lead to their passports.

    Those on the common items lead there where they are the same numbers, else to the common items.
    """
    parts = [(Family.OVERALL, ""), *((Family.LEVELS, level.code) for level in changed.view.instrument.levels)]
    first = 5 if changed.unit else 1
    cells = _bridged_cells(asked, changed, changed.unit, parts) if changed.unit else {}
    for column, (results, scores) in enumerate(_sides(changed), start=first):
        grid = [[(changed.measure, *part) if scores.of(changed.measure).part(*part) else None] for part in parts]
        cells |= passport_cells(replace(asked, results=results), scores.unit, grid, first=column)
    return cells


def part_cells(asked: Asked, changed: Changed, unit: BridgedUnit) -> dict[tuple[int, int], str]:
    """The scores of the parts that are shown."""
    measure = changed.measure
    shown = [
        (family, code)
        for family, code, _score in unit.later.of(measure).parts()
        if unit.change(measure, family, code).value is not None
    ]
    return _bridged_cells(asked, changed, unit, shown)


def _bridged_cells(
    asked: Asked, changed: Changed, unit: BridgedUnit, parts: Sequence[tuple[Family, str]]
) -> dict[tuple[int, int], str]:
    """A score on the common items leads to the passport of the same number; where items differ, to the items."""
    measure = changed.measure
    cells: dict[tuple[int, int], str] = {}
    for column, ((results, whole), bridged) in enumerate(
        zip(_sides(changed), (unit.earlier, unit.later), strict=True), start=1
    ):
        there = replace(asked, results=results)
        for row, part in enumerate(parts):
            score, on_all = bridged.of(measure).part(*part), whole.of(measure).part(*part)
            if score is None or score.score is None:
                continue
            is_same = on_all is not None and score.score == on_all.score
            cells[row, column] = passport(there, whole.unit, (measure, *part)) if is_same else "#overtime-items"
    return cells


def _sides(changed: Changed) -> list[tuple[Results, UnitScores]]:
    """Each round with the scores of the unit on all of its items."""
    both = (changed.comparison.earlier, changed.comparison.later)
    return [(results, scores) for results, scores in zip(both, changed.whole, strict=True) if scores]
