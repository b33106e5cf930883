"""Where rows and marks of the workbench lead: to another question about a unit, with the same filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from reports.charts import Table
from reports.workbench.filtering import pairs_of
from reports.workbench.frame import NONE, Asked
from scoring.results import Unit, UnitTier
from surveys.content import Item, Tier

Place = tuple[str, str, str]
"""Which score of a unit: measure, family, part."""


def page_address(asked: Asked, page_code: str, unit: Unit | None = None, **options: str) -> str:
    """A page of the workbench about a unit, by default the nation, under the filters of this page."""
    pairs = [] if unit is None or unit.tier is UnitTier.NATIONAL else [("unit", f"{unit.tier}:{unit.code}")]
    pairs += [*pairs_of(asked.filters), *options.items()]
    address = reverse("analysis-page", args=[asked.results.survey_round.code, page_code])
    return f"{address}?{urlencode(pairs)}" if pairs else address


def item_address(asked: Asked, item: str, unit: Unit, only: tuple[str, str] | None = None) -> str:
    """The page of an item on the dashboard, which counts the same responses. `only`: one more filter, by its value."""
    query = urlencode([("unit", f"{unit.tier}:{unit.code}"), *pairs_of(asked.filters, _instead(only))])
    return f"{reverse('dashboard-item', args=[asked.results.survey_round.code, item])}?{query}"


def answers_address(asked: Asked, item: Item, only: tuple[str, str] | None = None) -> str:
    """The page of an item where it is about no unit of the page: of the country, or of all institutions together."""
    whole = asked.results.nation if item.tier is Tier.NATIONAL else asked.results.mean
    return item_address(asked, item.code, whole.unit, only) if whole else ""


def _instead(only: tuple[str, str] | None) -> dict[str, frozenset[str]]:
    return {only[0]: frozenset([only[1] or NONE])} if only else {}


def items_address(asked: Asked, unit: Unit) -> str:
    """All items of a unit on the dashboard, counting the same responses."""
    query = urlencode([("unit", f"{unit.tier}:{unit.code}"), *pairs_of(asked.filters)])
    return f"{reverse('dashboard-items', args=[asked.results.survey_round.code])}?{query}"


def passport(asked: Asked, unit: Unit, part: Place, only: tuple[str, str] | None = None) -> str:
    """Where a score of a unit comes from, counting the same responses. `only`: one more filter, by its value."""
    pairs = [("unit", f"{unit.tier}:{unit.code}"), *zip(("source", "family", "part"), part, strict=True)]
    query = urlencode([*pairs, *pairs_of(asked.filters, _instead(only))])
    return f"{reverse('dashboard-number', args=[asked.results.survey_round.code])}?{query}"


def every_cell(table: Table, addresses: Mapping[int, str]) -> dict[tuple[int, int], str]:
    """For the cells with a number in rows that are each about one thing: where the row leads."""
    return {
        (row, column): address
        for row, address in addresses.items()
        for column, words in enumerate(table.rows[row][1:], start=1)
        if any(letter.isdigit() for letter in words)
    }


def passport_cells(
    asked: Asked, unit: Unit, grid: Sequence[Sequence[Place | None]], first: int = 1
) -> dict[tuple[int, int], str]:
    """For cells of a table with scores of a unit: the passport of each. `first`: the column where the grid begins."""
    return {
        (row, column): passport(asked, unit, part)
        for row, parts in enumerate(grid)
        for column, part in enumerate(parts, start=first)
        if part is not None
    }
