"""Scenarios of the demonstration: a plan and ticked measures for each synthetic round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from metep.demo.fieldwork.staff import Staff
from reports.models import Scenario
from reports.results import Results, results_of
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.goals import Focus, Goal, GoalKind
from reports.scenarios.keeping import fill, new_scenario
from reports.scenarios.outcomes import Outcome
from reports.scenarios.planning import Limits
from reports.scenarios.reaching import Scene, plan_towards, take
from reports.scenarios.reading import scene_of
from scoring.results import Measure, UnitScores, UnitTier
from surveys.models import Round

PLAN = "Фактілерді 15 балға арттыру (синтетикалық жоспар)"
TICKED = "Ұсынымы бар алғашқы шаралар (синтетикалық)"
SHARED = "Бес мекеменің шаралары: фактілер 5 балға жоғары (синтетикалық жоспар)"
GOAL = Goal(GoalKind.RISE, Focus(Measure.FACTS), 15)
SHARED_GOAL = replace(GOAL, value=5)
PLANNED = Limits(months=36, at_once=4)
FEW = Limits(months=36, institutions=5)
SHOWN = 5  # measures that are ticked

SceneUnder = Callable[[Assumptions], Scene]
Built = tuple[Assumptions, Goal | None, Outcome | None]
Build = Callable[[SceneUnder], Built]


def make_scenarios(rounds: list[Round], staff: Staff) -> None:
    """Scenarios of each round: of the country, of its institutions together, of a region and of an institution.

    The plans of the country stand in its reports. What a round with few answers does not allow is left out.
    """
    for survey_round in rounds:
        results = results_of(survey_round)
        _make(results, results.nation, staff, PLAN, _planned(GOAL, PLANNED), in_report=True)
        _make(results, results.nation, staff, TICKED, _ticked)
        if results.mean:
            _make(results, results.mean, staff, SHARED, _planned(SHARED_GOAL, FEW))
        for tier in (UnitTier.SUBNATIONAL, UnitTier.INSTITUTION):
            for scores in results.units(tier)[:1]:
                _make(results, scores, staff, PLAN, _planned(GOAL, PLANNED))


def _make(results: Results, scores: UnitScores, staff: Staff, name: str, build: Build, in_report: bool = False) -> None:
    assumptions, goal, outcome = build(lambda supposed: scene_of(results, scores, supposed))
    if outcome is None or not outcome.steps:
        return
    scenario: Scenario = new_scenario(results, scores, staff.analyst)
    scenario.name, scenario.in_report = name, in_report
    fill(scenario, results, assumptions, outcome, goal)
    scenario.save()


def _planned(goal: Goal, limits: Limits) -> Build:
    assumptions = Assumptions(limits=limits)
    return lambda scene_under: (assumptions, goal, plan_towards(scene_under(assumptions), goal, limits))


def _ticked(scene_under: SceneUnder) -> Built:
    assumptions = Assumptions(limits=PLANNED)
    scene = scene_under(assumptions)
    known = [one.code for one in scene.candidates(Focus()) if scene.measure(one.code).expense.recommendations]
    return assumptions, None, take(scene, known[:SHOWN], Focus(), PLANNED.at_once)
