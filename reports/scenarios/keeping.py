"""Scenarios kept: made, computed anew, read again; and those that belong in a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reports.figures import UnitView
from reports.models import Scenario
from reports.recommendations.storing import recommendations_of
from reports.results import Results
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.goals import Focus, Goal
from reports.scenarios.outcomes import Outcome
from reports.scenarios.presenting import Shown, show_outcome
from reports.scenarios.reaching import plan_towards, take
from reports.scenarios.reading import is_stale, scene_of, unit_of
from reports.scenarios.surroundings import surroundings_of
from reports.terms import terms_of
from scoring.results import UnitScores


@dataclass(frozen=True)
class ReportedScenario:
    """A scenario for the report of its unit. `is_stale`: computed from earlier counts."""

    name: str
    note: str
    shown: Shown
    is_stale: bool


def scenario_section(results: Results, scores: UnitScores) -> tuple[ReportedScenario, ...]:
    """The scenarios of a unit that are marked for its report, in the active language, the newest first."""
    view = UnitView(scores, results.instrument, terms_of(results.method))
    marked = Scenario.objects.filter(
        round=results.survey_round, tier=scores.unit.tier, unit=scores.unit.code, in_report=True
    )
    titles = titles_of(view) if marked else {}
    return tuple(
        ReportedScenario(
            scenario.name,
            scenario.note,
            show_outcome(
                view,
                results.survey_round.code,
                outcome_of(scenario),
                titles,
                goal_of(scenario),
                surroundings_of(results, view, is_stale(results, scenario)),
            ),
            is_stale(results, scenario),
        )
        for scenario in marked
    )


def titles_of(view: UnitView) -> dict[str, str]:
    """The titles of the recommendations for the instrument of a view, by code, in its language."""
    advice = recommendations_of(view.instrument.code).recommendations
    return {one.code: view.words(one.title) for one in advice}


def outcome_of(scenario: Scenario) -> Outcome:
    """What was computed."""
    return Outcome.from_json(scenario.outcome)


def goal_of(scenario: Scenario) -> Goal | None:
    """What was asked for; None where measures were ticked."""
    return Goal.from_json(scenario.goal) if scenario.goal else None


def assumptions_of(scenario: Scenario) -> Assumptions:
    """What it supposes."""
    return Assumptions.from_json(scenario.limits)


def new_scenario(results: Results, scores: UnitScores, by: Any) -> Scenario:
    """A scenario of a unit, not yet saved."""
    return Scenario(round=results.survey_round, tier=scores.unit.tier, unit=scores.unit.code, by=by)


def fill(
    scenario: Scenario, results: Results, assumptions: Assumptions, outcome: Outcome, goal: Goal | None = None
) -> None:
    """Put what was computed into a scenario; it is not saved."""
    scenario.measures = {step.key: step.becomes for step in outcome.steps}
    scenario.goal = goal.as_json() if goal else {}
    scenario.limits = assumptions.as_json()
    scenario.outcome = outcome.as_json()
    scenario.input_checksum = results.evidence.checksum


def compute_anew(scenario: Scenario, results: Results) -> bool:
    """From the counts of today: the same measures, or a new plan for the same goal. False: not possible any more.

    Measures that are done meanwhile, or have no score now, fall away.
    """
    scores = unit_of(results, scenario)
    if scores is None:
        return False
    assumptions, goal = assumptions_of(scenario), goal_of(scenario)
    scene = scene_of(results, scores, assumptions)
    outcome = (
        take(scene, scenario.measures, Focus(), assumptions.limits.at_once)
        if goal is None
        else plan_towards(scene, goal, assumptions.limits)
    )
    if outcome is None or outcome.way_out is not None:
        return False
    fill(scenario, results, assumptions, outcome, goal)
    scenario.save()
    return True
