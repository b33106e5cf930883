"""Where the cells of the heat map of institutions lead: thousands of addresses made of few parts."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote_plus

from reports.workbench.addresses import item_address, items_address
from reports.workbench.frame import Asked
from scoring.results import Unit, UnitScores, UnitTier
from surveys.content import Item

MEAN = 3
"""The column of the mean, before those of the items."""
_MARK = "_institution_"  # stands in addresses for the code of one


def leads_of(
    asked: Asked, items: Sequence[Item], rows: Sequence[tuple[UnitScores, float | None]]
) -> dict[tuple[int, int], str]:
    """Scores lead to the page of the item, means to all items of the institution. `rows`: with the mean of each."""
    unit = Unit(UnitTier.INSTITUTION, _MARK, {})
    parts = [item_address(asked, item.code, unit).split(_MARK) for item in items]
    whole = items_address(asked, unit).split(_MARK)
    cells = {}
    for row, (scores, mean) in enumerate(rows):
        code = quote_plus(scores.unit.code)
        for column, (item, address) in enumerate(zip(items, parts, strict=True), start=MEAN + 1):
            found = scores.items.get(item.code)
            if found and found.score is not None:
                cells[row, column] = code.join(address)
        if mean is not None:
            cells[row, MEAN] = code.join(whole)
    return cells
