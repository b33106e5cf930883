"""Who may see which scenarios, and what a unit could do: from requests and rows to plain values."""

from __future__ import annotations

from collections.abc import Mapping
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
from reports.scenarios.reaching import Scene
from reports.scenarios.simulating import Situation
from reports.scenarios.together import Together
from scoring.frame import build_frame
from scoring.results import UnitScores, UnitTier
from surveys.content import Tier
from surveys.roles import institutions_coordinated

SEVERAL = (UnitTier.ALL_INSTITUTIONS, UnitTier.SUBNATIONAL)
"""Units whose institutions take measures, not they themselves."""
TIERS = (UnitTier.NATIONAL, *SEVERAL, UnitTier.INSTITUTION)
"""The units for which scenarios are made, in the order in which they are offered."""
Offers = Mapping[str, Measures]
"""The measures of each institution by its code; those of a unit that acts itself by an empty one."""


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
        raise NoSuchScenario(_("Scenarios are made for a unit of the round whose results you may see."))
    return found


def may_plan_for(results: Results, scores: UnitScores) -> bool:
    """Whether the reader may make scenarios for a unit; one with limits only for her institutions."""
    tier = scores.unit.tier
    return tier is UnitTier.INSTITUTION or not results.is_limited


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


def members_of(results: Results, scores: UnitScores) -> list[UnitScores]:
    """The institutions that act for a region or for all of them; none for a unit that acts itself."""
    unit = scores.unit
    if unit.tier not in SEVERAL:
        return []
    everyone = results.units(UnitTier.INSTITUTION)
    return [one for one in everyone if unit.tier is UnitTier.ALL_INSTITUTIONS or one.unit.region == unit.code]


def offers_of(results: Results, scores: UnitScores, points: float) -> Offers:
    """The measures of a unit, or of each of its institutions, with what each takes. Two queries."""
    advice = recommendations_of(results.instrument.code).recommendations
    members = members_of(results, scores)
    acting = {one.unit.code: one for one in members} if members else {"": scores}
    found = {}
    for body, one in acting.items():
        measures = find_measures(results.instrument, results.method, one, points)
        found[body] = measures.paid_for(find_expenses(find_recommendations(advice, one, results.mean)))
    return found


def scene_of(results: Results, scores: UnitScores, assumptions: Assumptions, offers: Offers | None = None) -> Scene:
    """A unit with the measures that it or its institutions could take, under some assumptions.

    Peers are those whose scores the reader may see.
    """
    offers = offers or offers_of(results, scores, assumptions.points)
    tier = Tier.NATIONAL if scores.unit.tier is UnitTier.NATIONAL else Tier.INSTITUTION
    frame = build_frame(results.instrument, results.method, tier)
    peers = () if results.is_limited else tuple(results.units(scores.unit.tier))
    acting = {one.unit.code: one for one in members_of(results, scores)} or {"": scores}
    situations = {
        body: Situation(
            scores=one,
            frame=frame,
            method=results.method,
            measures=offers[body],
            weights=assumptions.weights,
            dependencies=assumptions.dependencies,
            peers=peers,
        )
        for body, one in acting.items()
    }
    if scores.unit.tier not in SEVERAL:
        return situations[""]
    may_act = assumptions.bodies or tuple(situations)
    return Together(scores, results.method, situations, may_act, peers)


def search(scenarios: QuerySet[Scenario], words: str) -> QuerySet[Scenario]:
    """Scenarios whose name, note or unit has these words."""
    if not words:
        return scenarios
    return scenarios.filter(Q(name__icontains=words) | Q(note__icontains=words) | Q(unit__icontains=words))
