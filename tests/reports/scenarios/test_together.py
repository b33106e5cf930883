"""Several institutions that act: against all choices tried one by one, and against the second implementation."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.recommendations.content import Effort, Horizon
from reports.scenarios.goals import Focus, Goal, GoalKind, is_reached
from reports.scenarios.keys import split_key
from reports.scenarios.measures import Expense, Measures, find_measures
from reports.scenarios.outcomes import Outcome
from reports.scenarios.planning import Candidate, Limits, Verdict
from reports.scenarios.reaching import plan_towards, take
from reports.scenarios.simulating import Situation
from reports.scenarios.together import Together
from scoring.document import score_round
from scoring.frame import build_frame
from scoring.results import Family, Measure, RoundScores, UnitScores, UnitTier
from surveys.content import Tier
from tests.contents import standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.reference import Choices, RawRound, Reference
from tests.scoring.rounds import measured, random_round, regions, round_facts
from tests.scoring.test_whatif import answered_anew, values

METHOD = standard_method()
FRAME = build_frame(MIXED, METHOD, Tier.INSTITUTION)
FACTS = Focus(Measure.FACTS)


def scored(survey: RawRound) -> RoundScores:
    return score_round(
        MIXED, METHOD, round_facts(survey), measured(MIXED, survey), regions(survey), validated=survey.validated
    )


def together(survey: RawRound, tier: UnitTier, code: str, seed: int = 0, may_act: tuple[str, ...] = ()) -> Together:
    """A unit of several institutions, with classes of effort and time at random."""
    scores = scored(survey)
    unit = scores.unit(tier, code)
    assert unit is not None
    chance = random.Random(seed)
    members = {}
    for one in scores.units:
        if one.unit.tier is UnitTier.INSTITUTION and (tier is not UnitTier.SUBNATIONAL or one.unit.region == code):
            members[one.unit.code] = Situation(one, FRAME, METHOD, priced(one, chance))
    return Together(unit, METHOD, members, may_act or tuple(members))


def priced(scores: UnitScores, chance: random.Random) -> Measures:
    measures = find_measures(MIXED, METHOD, scores)
    classes = {code: Expense(chance.choice(list(Effort)), chance.choice(list(Horizon))) for code in measures.by_code}
    return measures.paid_for(classes)


def two_places(seed: int, responses: int = 12) -> RawRound:
    return random_round(MIXED, seed, responses, institutions=4)


UNITS = [(UnitTier.ALL_INSTITUTIONS, "all"), (UnitTier.SUBNATIONAL, "R0")]


@given(seed=st.integers(0, 10_000), unit=st.sampled_from(UNITS))
@settings(max_examples=40, deadline=None)
def test_without_measures_the_scores_are_those_of_today(seed: int, unit: tuple[UnitTier, str]) -> None:
    scene = together(two_places(seed), *unit)
    now, under = values(scene.scores), values(scene.under(()))
    assert now.keys() == under.keys()
    for key, score in now.items():
        assert under[key] == (None if score is None else pytest.approx(score, abs=1e-12)), key


@given(seed=st.integers(0, 10_000), unit=st.sampled_from(UNITS))
@settings(max_examples=40, deadline=None)
def test_what_would_be_is_what_the_reference_finds_once_those_who_act_answer_differently(
    seed: int, unit: tuple[UnitTier, str]
) -> None:
    survey = two_places(seed)
    survey.validated.clear()
    scene = together(survey, *unit)
    keys = some_of(scene, seed)
    changed = survey
    for body in scene.members:
        taken = tuple(item for item, owner in map(split_key, keys) if owner == body)
        changed = answered_anew(changed, body, scene.members[body].measures, taken)
    reference = Reference(MIXED, changed, Choices()).average(list(scene.members), changed.responses)
    for (measure, family, code), score in values(scene.under(keys)).items():
        theirs = reference[measure.value, family, code]
        assert score == (None if theirs is None else pytest.approx(theirs, abs=1e-12)), (measure, family, code)


def some_of(scene: Together, seed: int) -> tuple[str, ...]:
    chance = random.Random(seed)
    return scene.complete([one.code for one in scene.candidates(FACTS) if chance.random() < 0.4])


@given(seed=st.integers(0, 10_000), unit=st.sampled_from(UNITS))
@settings(max_examples=40, deadline=None)
def test_what_measures_add_to_the_mean_is_the_sum_of_what_each_adds(seed: int, unit: tuple[UnitTier, str]) -> None:
    scene = together(two_places(seed), *unit)
    keys = some_of(scene, seed)
    for focus in (Focus(), FACTS, Focus(Measure.FACTS, Family.CELLS, "information.legal")):
        now, then = focus.of(scene.scores), focus.of(scene.under(keys))
        gains = sum(one.gain for one in scene.candidates(focus) if one.code in keys)
        assert (now is None) == (then is None)
        if now is not None and then is not None:
            assert then - now == pytest.approx(gains, abs=1e-12)


def every_plan(scene: Together, target: float, limits: Limits) -> Iterator[tuple[int, int]]:
    """Effort and number of measures of each choice within the limits that reaches the target by the formulas."""
    candidates = scene.candidates(FACTS)
    for number in range(len(candidates) + 1):
        for chosen in itertools.combinations(candidates, number):
            if keeps_to(chosen, limits) and is_reached(FACTS.of(scene.under([one.code for one in chosen])), target):
                yield sum(one.effort for one in chosen), number


def keeps_to(chosen: tuple[Candidate, ...], limits: Limits) -> bool:
    keys, items = {one.code for one in chosen}, {one.item for one in chosen}
    return (
        all(set(one.needs) <= keys and not set(one.excludes) & keys for one in chosen)
        and (limits.institutions is None or len({one.body for one in chosen}) <= limits.institutions)
        and (limits.effort is None or sum(one.effort for one in chosen) <= limits.effort)
        and not items & limits.banned
        and limits.required <= items
    )


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 5, 8])
@pytest.mark.parametrize(
    "limits",
    [
        Limits(),
        Limits(institutions=1),
        Limits(institutions=2, effort=6),
        Limits(institutions=2, banned=frozenset({"F2.a"})),
        Limits(institutions=2, required=frozenset({"F2.b"})),
    ],
)
def test_the_plan_is_the_cheapest_of_all_choices_of_measures_and_institutions(seed: int, limits: Limits) -> None:
    survey = random_round(MIXED, seed, responses=16, institutions=3)
    scene = together(survey, UnitTier.ALL_INSTITUTIONS, "all", seed)
    now = FACTS.of(scene.scores)
    if now is None:
        pytest.skip("nobody answered for an institution")
    goal = Goal(GoalKind.SCORE, FACTS, 100 * (now + (1 - now) * 0.3))
    best = min(every_plan(scene, goal.value / 100, limits), default=None)
    outcome = plan_towards(scene, goal, limits)
    assert outcome is not None
    assert outcome.proof is not None
    if best is None:
        assert outcome.proof.verdict is Verdict.IMPOSSIBLE
        assert outcome.way_out is not None
        return
    assert outcome.proof.verdict is Verdict.PROVED
    assert (outcome.effort, len(outcome.steps)) == best
    assert len(outcome.acting) <= (limits.institutions or 3)
    assert is_reached(outcome.after.at(FACTS), goal.value / 100)
    assert Outcome.from_json(outcome.as_json()) == outcome


def test_only_those_that_may_act_take_measures() -> None:
    scene = together(two_places(3, 30), UnitTier.ALL_INSTITUTIONS, "all", may_act=("I1", "I2"))
    assert {one.body for one in scene.candidates(FACTS)} == {"I1", "I2"}
    everything = [f"{item}@{body}" for body, one in scene.members.items() for item in one.measures.by_code]
    outcome = take(scene, everything, FACTS)
    assert [one.body for one in outcome.acting] == ["I1", "I2"]
    for one in outcome.acting:
        assert one.before is not None
        assert one.after == FACTS.of(
            scene.members[one.body].under(scene.members[one.body].complete(everything_of(scene)))
        )


def everything_of(scene: Together) -> list[str]:
    return [item for one in scene.members.values() for item in one.measures.by_code]


def test_what_is_under_way_at_once_is_counted_in_each_institution() -> None:
    scene = together(two_places(3, 30), UnitTier.ALL_INSTITUTIONS, "all", seed=1)
    keys = [one.code for one in scene.candidates(FACTS)]
    outcome = take(scene, keys, FACTS, at_once=1)
    for body in scene.members:
        ours = sorted((step.start, step.end) for step in outcome.steps if step.body == body)
        assert all(first[1] <= then[0] for first, then in itertools.pairwise(ours))
    assert sum(step.start == 0 for step in outcome.steps) == len(outcome.acting) > 1
