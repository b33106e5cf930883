"""Who may see which scenarios, and what a unit could do: from requests and rows to plain values."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from reports.models import Scenario
from reports.permissions import may_see_results, rounds_with_results
from reports.recommendations import find_recommendations
from reports.recommendations.storing import recommendations_of
from reports.results import Results, results_of
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.expenses import find_expenses
from reports.scenarios.measures import Measures, find_measures
from reports.scenarios.simulating import Situation
from scoring.frame import build_frame
from scoring.results import UnitScores, UnitTier
from surveys.content import Tier
from surveys.roles import institutions_coordinated

TIERS = {UnitTier.NATIONAL: Tier.NATIONAL, UnitTier.INSTITUTION: Tier.INSTITUTION}
"""The units that can take measures themselves, and whose items they are."""


class NoSuchScenario(Http404):
    """Raised for a unit or a scenario that a round does not have for this reader."""


def read_results(request: HttpRequest, code: str) -> Results:
    """The results of a round, limited to what the reader may see. Raises Http404 for a round not hers."""
    survey_round = get_object_or_404(rounds_with_results(request.user).select_related("version"), code=code)
    results = results_of(survey_round)
    if may_see_results(request.user, survey_round):
        return results
    return results.limited_to(institutions_coordinated(request.user, survey_round))


def read_unit(results: Results, asked: str) -> UnitScores:
    """The unit of an address, such as `institution:CODE`; where a reader begins by default. Raises NoSuchScenario."""
    tier, _colon, code = asked.partition(":")
    found = results.unit(tier, code) if tier else results.first_unit
    if found is None or not may_plan_for(results, found):
        raise NoSuchScenario(_("Scenarios are made for the country or for an institution of the round."))
    return found


def may_plan_for(results: Results, scores: UnitScores) -> bool:
    """Whether the reader may make scenarios for a unit; one with limits only for her institutions."""
    tier = scores.unit.tier
    return tier in TIERS and not (results.is_limited and tier is UnitTier.NATIONAL)


def units_to_plan_for(results: Results) -> list[UnitScores]:
    """Every unit for which the reader may make scenarios."""
    return [scores for tier in TIERS for scores in results.units(tier) if may_plan_for(results, scores)]


def scenarios_of(results: Results) -> QuerySet[Scenario]:
    """The scenarios of the round that the reader may see: of the units that she may."""
    found = Scenario.objects.filter(round=results.survey_round).select_related("by")
    if not results.is_limited:
        return found
    own = [one.unit.code for one in units_to_plan_for(results)]
    return found.filter(tier=UnitTier.INSTITUTION, unit__in=own)


def get_scenario(results: Results, pk: int) -> Scenario:
    """A scenario that the reader may see. Raises Http404."""
    return get_object_or_404(scenarios_of(results), pk=pk)


def may_change(user: Any, results: Results, scenario: Scenario) -> bool:
    """Analysts change every scenario of their round, coordinators those that they made."""
    return not results.is_limited or scenario.by_id == user.pk


def unit_of(results: Results, scenario: Scenario) -> UnitScores | None:
    """The unit of a scenario; None where the round has it no more."""
    return results.unit(scenario.tier, scenario.unit)


def is_stale(results: Results, scenario: Scenario) -> bool:
    """Whether the counts have changed since it was computed."""
    return scenario.input_checksum != results.evidence.checksum


def measures_of(results: Results, scores: UnitScores, points: float) -> Measures:
    """The measures of a unit with what each takes. Two queries."""
    measures = find_measures(results.instrument, results.method, scores, points)
    advice = recommendations_of(results.instrument.code).recommendations
    return measures.paid_for(find_expenses(find_recommendations(advice, scores, results.mean)))


def situation_of(
    results: Results, scores: UnitScores, assumptions: Assumptions, measures: Measures | None = None
) -> Situation:
    """A unit with its measures under some assumptions. Peers are those whose scores the reader may see."""
    return Situation(
        scores=scores,
        frame=build_frame(results.instrument, results.method, TIERS[scores.unit.tier]),
        method=results.method,
        measures=measures or measures_of(results, scores, assumptions.points),
        weights=assumptions.weights,
        dependencies=assumptions.dependencies,
        peers=() if results.is_limited else tuple(results.units(scores.unit.tier)),
    )


def search(scenarios: QuerySet[Scenario], words: str) -> QuerySet[Scenario]:
    """Scenarios whose name, note or unit has these words."""
    if not words:
        return scenarios
    return scenarios.filter(Q(name__icontains=words) | Q(note__icontains=words) | Q(unit__icontains=words))
