"""Where rows and marks of the workbench lead: to another question about a unit, with the same filters."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from reports.workbench.filtering import pairs_of
from reports.workbench.frame import Asked
from scoring.results import Unit, UnitTier


def page_address(asked: Asked, page_code: str, unit: Unit | None = None, **options: str) -> str:
    """A page of the workbench about a unit, by default the nation, under the filters of this page."""
    pairs = [] if unit is None or unit.tier is UnitTier.NATIONAL else [("unit", f"{unit.tier}:{unit.code}")]
    pairs += [*pairs_of(asked.filters), *options.items()]
    address = reverse("analysis-page", args=[asked.results.survey_round.code, page_code])
    return f"{address}?{urlencode(pairs)}" if pairs else address


def item_address(asked: Asked, item: str, unit: Unit) -> str:
    """The page of an item on the dashboard, which counts all responses."""
    query = urlencode({"unit": f"{unit.tier}:{unit.code}"})
    return f"{reverse('dashboard-item', args=[asked.results.survey_round.code, item])}?{query}"


def passports(asked: Asked, parts: Sequence[tuple[str, str, str]]) -> dict[int, str]:
    """For rows of scores of the unit of the page, by (measure, family, part): the passport of each.

    None under filters: passports count all responses of the round, so they would explain other numbers.
    """
    if pairs_of(asked.filters):
        return {}
    unit, route = asked.view.scores.unit, reverse("dashboard-number", args=[asked.results.survey_round.code])
    addresses = (
        urlencode({"unit": f"{unit.tier}:{unit.code}", "source": measure, "family": family, "part": part})
        for measure, family, part in parts
    )
    return {place: f"{route}?{query}" for place, query in enumerate(addresses)}
