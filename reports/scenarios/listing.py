"""Scenarios in lists: one a row, or two or three side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.charts import Chart
from reports.figures import UnitView
from reports.models import Scenario
from reports.results import Results
from reports.scenarios.figures import compare_figure, pair_of
from reports.scenarios.keeping import outcome_of
from reports.scenarios.outcomes import Outcome
from reports.scenarios.page import view_of
from reports.scenarios.planning import Verdict
from reports.scenarios.reading import TIERS, is_stale, unit_of, units_to_plan_for
from scoring.results import Family, Measure, UnitTier


@dataclass(frozen=True)
class ListRow:
    """A scenario in the list."""

    scenario: Scenario
    unit: str
    scores: str
    change: str
    effort: str
    measures: str
    kind: str
    is_stale: bool


TIER_NAMES: Mapping[UnitTier, Promise] = {
    UnitTier.NATIONAL: gettext_lazy("Nation"),
    UnitTier.ALL_INSTITUTIONS: gettext_lazy("All institutions together"),
    UnitTier.SUBNATIONAL: gettext_lazy("Institutions of a region together"),
    UnitTier.INSTITUTION: gettext_lazy("One institution"),
}


def unit_groups(results: Results) -> list[tuple[str, list[tuple[str, str]]]]:
    """The units for which the reader may make scenarios, by tier, as they stand in addresses and with their names."""
    groups = []
    for tier in TIERS:
        found = [one for one in units_to_plan_for(results) if one.unit.tier is tier]
        pairs = [(f"{tier}:{one.unit.code}", view_of(results, one).name) for one in found]
        if pairs:
            groups.append((str(TIER_NAMES[tier]), pairs))
    return groups


def list_rows(results: Results, scenarios: Sequence[Scenario]) -> list[ListRow]:
    """What the list tells of each scenario; its unit by code where the round has it no more."""
    rows = []
    for scenario in scenarios:
        scores = unit_of(results, scenario)
        view = view_of(results, scores or results.nation)
        outcome = outcome_of(scenario)
        pair = pair_of(outcome, Measure.COMBINED)
        rows.append(
            ListRow(
                scenario=scenario,
                unit=view.name if scores else scenario.unit,
                scores=pair.written(view.terms),
                change=view.terms.numbers.gap(pair.change),
                effort=view.terms.numbers.count(outcome.effort),
                measures=view.terms.numbers.count(len(outcome.steps)),
                kind=_kind(outcome),
                is_stale=is_stale(results, scenario),
            )
        )
    return rows


def _kind(outcome: Outcome) -> str:
    if outcome.proof is None:
        return _("ticked by hand")
    return _("plan, proved cheapest") if outcome.proof.verdict is Verdict.PROVED else _("plan, with a gap")


def comparison(view: UnitView, scenarios: Sequence[tuple[str, Outcome]]) -> Chart:
    """The picture of two or three scenarios."""
    return compare_figure(view, scenarios)


def compare_rows(view: UnitView, scenarios: Sequence[tuple[str, Outcome]]) -> list[tuple[str, list[str]]]:
    """What is compared, then its value in each scenario."""
    outcomes = [outcome for _name, outcome in scenarios]
    return [*_numbers(view, outcomes), *_measures(view, outcomes)]


def _numbers(view: UnitView, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[str]]]:
    terms = view.terms
    combined = terms.called(Measure.COMBINED)
    yield combined, [pair_of(one, Measure.COMBINED).written(terms) for one in outcomes]
    for level in reversed(view.instrument.levels):
        pairs = [pair_of(one, Measure.COMBINED, Family.LEVELS, level.code) for one in outcomes]
        yield view.part(Family.LEVELS, level.code), [pair.written(terms) for pair in pairs]
    yield _("Effort in all"), [terms.numbers.count(one.effort) for one in outcomes]
    yield _("Months until the last measure ends"), [terms.numbers.count(one.months) for one in outcomes]
    yield _("Number of measures"), [terms.numbers.count(len(one.steps)) for one in outcomes]
    if any(one.acting for one in outcomes):
        yield _("Institutions that act"), [terms.numbers.count(len(one.acting)) for one in outcomes]


def _measures(view: UnitView, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[str]]]:
    """Every measure of any of them, in the order of the instrument; how many institutions take it where several may."""
    taken = [Counter(step.code for step in one.steps) for one in outcomes]
    numbers = view.terms.numbers
    is_shared = any(one.acting for one in outcomes)
    for code in view.instrument.items_by_code:
        if any(code in codes for codes in taken):
            said = [numbers.count(codes[code]) if is_shared else _("yes") for codes in taken]
            yield view.question(code), [one if codes[code] else "–" for one, codes in zip(said, taken, strict=True)]
