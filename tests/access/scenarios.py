"""Scenarios of a round: for those who see its results."""

from __future__ import annotations

from metep.models import User
from reports.models import Scenario
from scoring.results import UnitTier
from surveys.models import Round
from tests.access.people import Rule, results

SCENARIOS = {
    "scenarios": Rule(results(), "code"),
    "scenario-new": Rule(results(), "code"),
    "scenario-plan": Rule(results(), "code"),
    "scenario-compare": Rule(results(), "code"),
    "scenario": Rule(results(), "code scenario"),
    "scenario-next": Rule(results(), "code scenario"),
    "scenario-rename": Rule(results(), "code scenario", is_posted=True),
    "scenario-delete": Rule(results(), "code scenario", is_posted=True),
    "scenario-mark": Rule(results(), "code scenario", is_posted=True),
    "scenario-recompute": Rule(results(), "code scenario", is_posted=True),
}
NOTHING = {
    "before": [],
    "after": [],
    "focus": {"measure": "combined", "family": "overall", "code": ""},
    "steps": [],
    "target": None,
    "proof": None,
}


def make_scenario(survey_round: Round, by: User) -> Scenario:
    """One without measures, of the country."""
    limits = {
        "points": 1.0,
        "weights": {},
        "dependencies": [],
        "effort": None,
        "months": None,
        "at_once": None,
        "measures": None,
        "banned": [],
        "required": [],
    }
    return Scenario.objects.create(
        round=survey_round,
        tier=UnitTier.NATIONAL,
        unit=survey_round.country,
        name="A scenario",
        limits=limits,
        outcome=NOTHING,
        by=by,
    )
