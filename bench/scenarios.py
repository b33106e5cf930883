"""The solver of plans: all facts of the instrument as measures of one unit, under three limits."""

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
from reports.scenarios.simulating import Situation
from scoring.catalogue import method_of
from scoring.counts import Counts
from scoring.frame import build_frame, items_of
from scoring.methods import Method
from scoring.results import Measure, Unit, UnitTier
from scoring.units import score_counts
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


def measure(repeats: int) -> Measurement:
    """Seconds from a goal (30 points more in the facts) to a plan with its proof, scores of measures included."""
    situation = _situation(method_of(METHOD))
    found = Measurement(f"scenarios: the cheapest plan among {len(situation.measures.by_code)} measures")
    goal = Goal(GoalKind.RISE, Focus(Measure.FACTS), 30)
    for name, limits in CASES.items():
        (taken,) = alternate(repeats, partial(_seconds, situation, goal, limits))
        found.add(name, taken, "s", at_most=2 if name == PROMISED else None)
        found.notes.append(f"{name}: {_verdict(situation.planned(goal, limits))}.")
    return found


def _seconds(situation: Situation, goal: Goal, limits: Limits) -> float:
    return seconds_of(lambda: situation.planned(goal, limits))


def _verdict(outcome: Outcome | None) -> str:
    if outcome is None or outcome.proof is None:
        return "no such score"
    proof = outcome.proof
    return f"{proof.verdict}, effort {proof.effort}, gap {proof.gap}, {len(outcome.steps)} measures"


def _situation(method: Method) -> Situation:
    """One unit that is asked every fact, each answered by fifty with a share of Yes of its own."""
    instrument = _of_one_tier(_metep())
    frame, chance = build_frame(instrument, method, Tier.NATIONAL), np.random.default_rng(7)
    items = items_of(instrument, Tier.NATIONAL)
    counts = Counts.nobody(len(items), method.groups)
    counts.respondents[0] = 50
    for place in range(len(items)):
        counts.answers[place, Code.YES, 0] = yes = chance.integers(0, 45)
        counts.answers[place, Code.NO, 0] = 50 - yes
    scores = score_counts(Unit(UnitTier.NATIONAL, "ZZ", {}), frame, method, counts)
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
