"""Scenarios of the demonstration: a plan and ticked measures for each synthetic round."""

from __future__ import annotations

from collections.abc import Callable

from metep.demo.fieldwork.staff import Staff
from reports.models import Scenario
from reports.results import Results, results_of
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.goals import Focus, Goal, GoalKind
from reports.scenarios.keeping import fill, new_scenario
from reports.scenarios.outcomes import Outcome
from reports.scenarios.planning import Limits
from reports.scenarios.reading import situation_of
from reports.scenarios.simulating import Situation
from scoring.results import Measure, UnitScores, UnitTier
from surveys.models import Round

PLAN = "Фактілерді 15 балға арттыру (синтетикалық жоспар)"
TICKED = "Ұсынымы бар алғашқы шаралар (синтетикалық)"
GOAL = Goal(GoalKind.RISE, Focus(Measure.FACTS), 15)
LIMITS = Limits(months=36, at_once=4)
SHOWN = 5  # measures that are ticked


def make_scenarios(rounds: list[Round], staff: Staff) -> None:
    """Two scenarios of the country in each round, and one of an institution; the country's plans stand in its reports.

    What a round with few answers does not allow is left out.
    """
    for survey_round in rounds:
        results = results_of(survey_round)
        _make(results, results.nation, staff, PLAN, _planned, in_report=True)
        _make(results, results.nation, staff, TICKED, _ticked)
        for scores in results.units(UnitTier.INSTITUTION)[:1]:
            _make(results, scores, staff, PLAN, _planned)


def _make(
    results: Results,
    scores: UnitScores,
    staff: Staff,
    name: str,
    build: Callable[[Situation], Outcome | None],
    in_report: bool = False,
) -> None:
    assumptions = Assumptions(limits=LIMITS)
    outcome = build(situation_of(results, scores, assumptions))
    if outcome is None or not outcome.steps:
        return
    scenario: Scenario = new_scenario(results, scores, staff.analyst)
    scenario.name, scenario.in_report = name, in_report
    fill(scenario, results, assumptions, outcome, GOAL if outcome.proof else None)
    scenario.save()


def _planned(situation: Situation) -> Outcome | None:
    return situation.planned(GOAL, LIMITS)


def _ticked(situation: Situation) -> Outcome | None:
    known = [code for code, one in situation.measures.by_code.items() if one.expense.recommendations]
    return situation.ticked(known[:SHOWN], Focus(), LIMITS.at_once)
