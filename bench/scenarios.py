"""The solver of plans: all facts of the instrument as measures of one unit; those of thirty institutions together."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from django.conf import settings

from bench.results import Measurement, alternate, seconds_of
from reports.recommendations.content import Effort, Horizon
from reports.scenarios.goals import Focus, Goal, GoalKind
from reports.scenarios.measures import Expense, find_measures
from reports.scenarios.outcomes import Outcome
from reports.scenarios.planning import Limits
from reports.scenarios.reaching import Scene, plan_towards
from reports.scenarios.simulating import Situation
from reports.scenarios.together import Together
from scoring.catalogue import method_of
from scoring.counts import Counts
from scoring.frame import build_frame, items_of
from scoring.results import Measure, Unit, UnitTier
from scoring.units import score_counts
from scoring.whatif import mean_scores
from surveys.coding import Code
from surveys.content import Instrument, Section, Source, Tier, read_instrument

METHOD = "metep-2014/1"
PROMISED = "a plan under effort, number of measures and a horizon with so many at once"
CASES = {
    "a plan without limits": Limits(),
    "a plan under effort, number of measures and the longest measure": Limits(effort=120, measures=60, months=48),
    PROMISED: Limits(effort=120, measures=60, months=48, at_once=8),
    "no plan: proved, with the way out": Limits(effort=20, measures=60, months=48),
}
BODIES = 30
SHARED = f"{BODIES} institutions: a plan under effort, the longest measure and number of institutions"
SHARED_CASES = {
    SHARED: Limits(effort=900, months=48, institutions=12),
    f"{BODIES} institutions: a horizon with so many at once and number of institutions": Limits(
        months=48, at_once=4, institutions=12
    ),
}


def measure(repeats: int) -> Measurement:
    """Seconds from a goal to a plan with its proof, scores of measures included.

    The goal: 30 points more in the facts of the unit, 10 more in the mean of the institutions.
    """
    situation = _situation(_of_one_tier(_metep()), Tier.NATIONAL, Unit(UnitTier.NATIONAL, "ZZ", {}), 7)
    found = Measurement(f"scenarios: the cheapest plan among {len(situation.measures.by_code)} measures")
    goal = Goal(GoalKind.RISE, Focus(Measure.FACTS), 30)
    for name, limits in CASES.items():
        (taken,) = alternate(repeats, partial(_seconds, situation, goal, limits))
        found.add(name, taken, "s", at_most=2 if name == PROMISED else None)
        found.notes.append(f"{name}: {_verdict(plan_towards(situation, goal, limits))}.")
    scene, goal = _together(), Goal(GoalKind.RISE, Focus(Measure.FACTS), 10)
    for name, limits in SHARED_CASES.items():
        (taken,) = alternate(repeats, partial(_seconds, scene, goal, limits))
        found.add(name, taken, "s", at_most=2 if name == SHARED else None)
        found.notes.append(f"{name}: {_verdict(plan_towards(scene, goal, limits))}.")
    return found


def _seconds(scene: Scene, goal: Goal, limits: Limits) -> float:
    return seconds_of(lambda: plan_towards(scene, goal, limits))


def _verdict(outcome: Outcome | None) -> str:
    if outcome is None or outcome.proof is None:
        return "no such score"
    proof = outcome.proof
    return f"{proof.verdict}, effort {proof.effort}, gap {proof.gap}, {len(outcome.steps)} measures"


def _together() -> Together:
    """Institutions that are asked what the instrument asks of them, each with answers of its own."""
    members = {
        f"I{number}": _situation(_metep(), Tier.INSTITUTION, Unit(UnitTier.INSTITUTION, f"I{number}", {}), number)
        for number in range(BODIES)
    }
    first = next(iter(members.values()))
    everyone = replace(first.scores, unit=Unit(UnitTier.ALL_INSTITUTIONS, "all", {}))
    scores = mean_scores(everyone, [one.scores for one in members.values()])
    return Together(scores, first.method, members, tuple(members))


def _situation(instrument: Instrument, tier: Tier, unit: Unit, seed: int) -> Situation:
    """A unit that is asked all of a tier, each fact answered by fifty with a share of Yes of its own."""
    method = method_of(METHOD)
    frame, chance = build_frame(instrument, method, tier), np.random.default_rng(seed)
    items = items_of(instrument, tier)
    counts = Counts.nobody(len(items), method.groups)
    counts.respondents[0] = 50
    for place in range(len(items)):
        counts.answers[place, Code.YES, 0] = yes = chance.integers(0, 45)
        counts.answers[place, Code.NO, 0] = 50 - yes
    scores = score_counts(unit, frame, method, counts)
    measures = find_measures(instrument, method, scores)
    expenses = {
        code: Expense(Effort(chance.choice(list(Effort))), Horizon(chance.choice(list(Horizon))))
        for code in measures.by_code
    }
    return Situation(scores, frame, method, measures.paid_for(expenses))


def _metep() -> Instrument:
    return read_instrument((settings.INSTRUMENTS_DIR / "metep" / "2014.toml").read_text("utf-8"))


def _of_one_tier(instrument: Instrument) -> Instrument:
    """The same instrument, every fact asked about the nation."""
    return replace(instrument, sections=tuple(map(_national, instrument.sections)))


def _national(section: Section) -> Section:
    if section.source is not Source.FACTS:
        return section
    chapters = [
        replace(
            chapter,
            tables=tuple(
                replace(table, items=tuple(replace(item, tier=Tier.NATIONAL) for item in table.items))
                for table in chapter.tables
            ),
        )
        for chapter in section.chapters
    ]
    return replace(section, chapters=tuple(chapters))
