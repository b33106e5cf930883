"""Which measures a unit has, what they take, and what they lead to together."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.recommendations.content import Costs, Effort, Horizon, Recommendation, Trigger, TriggerKind
from reports.recommendations.matching import FiredTrigger, Match
from reports.scenarios.expenses import Weights, find_expenses
from reports.scenarios.goals import Focus, Goal, GoalKind
from reports.scenarios.measures import Expense, LeftOut, Measures, Turn, find_measures
from reports.scenarios.outcomes import Outcome
from reports.scenarios.planning import Limits, Verdict
from reports.scenarios.reaching import plan_towards, take
from reports.scenarios.simulating import Situation, find_circle
from scoring.frame import build_frame
from scoring.results import Family, Measure, Unit, UnitScores, UnitTier
from scoring.units import score_counts
from surveys.content import Tier
from tests.contents import standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.reference import RawResponse
from tests.scoring.rounds import COUNTRY, count

METHOD = standard_method()
FRAME = build_frame(MIXED, METHOD, Tier.NATIONAL)


def national(*answers: dict[str, str]) -> UnitScores:
    """The country after these responses."""
    responses = [RawResponse(f"{number}", "", {"F", "V"}, said) for number, said in enumerate(answers)]
    return score_counts(Unit(UnitTier.NATIONAL, COUNTRY, {}), FRAME, METHOD, count(MIXED, Tier.NATIONAL, responses))


def situation(scores: UnitScores, points: float = 0.0, **more: object) -> Situation:
    return Situation(scores, FRAME, METHOD, find_measures(MIXED, METHOD, scores, points), **more)  # type: ignore[arg-type]


ALL_NO = {"F1.a": "no", "F1.b": "yes", "F1.b1": "yes", "V1.a": "2", "V1.b": "5"}
HALF = {"F1.a": "yes", "F1.a1": "no", "F1.b": "no", "V1.a": "3", "V1.b": "5"}


def test_facts_below_the_best_can_be_turned_and_a_child_needs_its_parent() -> None:
    measures = find_measures(MIXED, METHOD, national(ALL_NO, HALF))
    found = {code: (one.turn, one.needs) for code, one in measures.by_code.items()}
    assert found == {
        "F1.a": (Turn.YES, ()),
        "F1.a1": (Turn.YES, ("F1.a",)),
        "F1.a1.1": (Turn.YES, ("F1.a1",)),
        "F1.b": (Turn.NO, ()),
        "F1.b1": (Turn.NO, ()),
    }


def test_a_child_needs_nothing_where_its_parent_is_yes_for_all() -> None:
    measures = find_measures(MIXED, METHOD, national(HALF))
    assert "F1.a" not in measures.by_code
    assert measures.by_code["F1.a1"].needs == ()


def test_what_is_asked_below_a_reverse_item_follows_it() -> None:
    measures = find_measures(MIXED, METHOD, national(ALL_NO))
    turned = measures.by_code["F1.b"]
    assert turned.changes == {"F1.b": 1.0, "F1.b1": 1.0}  # b1 is reverse, too: No is favourable
    assert turned.excludes == ("F1.b1",)
    assert not measures.go_together(["F1.b", "F1.b1"])


def test_items_without_a_score_have_no_measure_nor_has_what_is_asked_below_them() -> None:
    scores = national({"F1.a": "dk", "F1.b": "no", "V1.a": "1"})
    measures = find_measures(MIXED, METHOD, scores, points=1)
    assert measures.left_out == dict.fromkeys(["F1.a", "F1.a1", "F1.a1.1"], LeftOut.NO_SCORE) | {
        "V1.b": LeftOut.NO_SCORE
    }


def test_a_parent_without_a_measure_leaves_its_children_out() -> None:
    scores = national({"F1.a": "dk", "F1.b": "no"})
    asked = score_counts(
        scores.unit,
        FRAME,
        METHOD,
        count(MIXED, Tier.NATIONAL, []),
        {"F1.a1": "no"},  # a reviewer set only the child
    )
    assert find_measures(MIXED, METHOD, asked).left_out["F1.a1"] is LeftOut.PARENT


def test_turning_a_parent_must_not_change_which_items_have_a_score() -> None:
    scores = national({"F1.b": "yes", "F1.b1": "dk"})  # were b No, b1 would be No, too, and have a score
    assert find_measures(MIXED, METHOD, scores).left_out["F1.b"] is LeftOut.BASE


def test_opinions_rise_by_points_to_the_end_of_the_scale() -> None:
    measures = find_measures(MIXED, METHOD, national({"V1.a": "2", "V1.b": "4"}), points=2)
    assert measures.by_code["V1.a"].changes == {"V1.a": pytest.approx(0.8)}
    assert measures.by_code["V1.b"].changes == {"V1.b": 1.0}
    assert measures.by_code["V1.a"].is_assumed
    halved = measures.raised_by(0.5)
    assert halved.by_code["V1.a"].changes == {"V1.a": pytest.approx(0.5)}
    assert not measures.raised_by(0).by_code


@given(seed=st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_what_measures_add_to_a_score_is_the_sum_of_what_each_adds(seed: int) -> None:
    """The reason why a linear solver is exact."""
    chance = random.Random(seed)
    answers = [{item.code: chance.choice(["yes", "no", "dk", "", "3"]) for item in FRAME.items} for _ in range(6)]
    desk = situation(national(*answers), points=1)
    codes = desk.complete([code for code in desk.measures.by_code if chance.random() < 0.5])
    for focus in (
        Focus(),
        Focus(Measure.FACTS),
        Focus(Measure.COMBINED, Family.LEVELS, "consultation"),
        Focus(Measure.FACTS, Family.CELLS, "information.legal"),
    ):
        now, then = focus.of(desk.scores), focus.of(desk.under(codes))
        gains = sum(one.gain for one in desk.candidates(focus) if one.code in codes)
        assert (now is None) == (then is None)
        if now is not None and then is not None:
            assert then - now == pytest.approx(gains, abs=1e-12)


def test_ticking_a_child_brings_its_parents_and_leaves_out_what_is_ruled_out() -> None:
    desk = situation(national(ALL_NO, HALF))
    assert desk.complete(["F1.a1.1"]) == ("F1.a", "F1.a1", "F1.a1.1")
    assert desk.complete(["F1.b1", "F1.b"]) == ("F1.b",)
    by_hand = situation(national(ALL_NO, HALF), dependencies=(("F1.b", "F1.a"),))
    assert by_hand.complete(["F1.a"]) == ("F1.a", "F1.b")


def test_an_outcome_has_its_measures_in_order_with_the_score_as_they_end() -> None:
    desk = situation(national(ALL_NO, HALF))
    outcome = take(desk, ["F1.a1.1"], Focus(Measure.FACTS))
    assert outcome.codes == ("F1.a", "F1.a1", "F1.a1.1")
    assert [(step.start, step.end) for step in outcome.steps] == [(0, 12), (12, 24), (24, 36)]
    assert (outcome.effort, outcome.months) == (6, 36)
    assert outcome.steps[-1].reached == outcome.after.score(Measure.FACTS)
    assert outcome.after.score(Measure.FACTS) == Focus(Measure.FACTS).of(desk.under(outcome.codes))
    assert Outcome.from_json(outcome.as_json()) == outcome


@pytest.mark.parametrize(
    ("goal", "target"),
    [
        (Goal(GoalKind.BAND, Focus(Measure.FACTS), 3), 0.5),
        (Goal(GoalKind.SCORE, Focus(Measure.FACTS), 42), 0.42),
        (Goal(GoalKind.PEER, Focus(Measure.FACTS)), None),  # no peers
        (Goal(GoalKind.BAND, Focus(Measure.FACTS), 9), None),
        (Goal(GoalKind.SCORE, Focus(Measure.COMBINED, Family.CELLS, "information.legal"), 42), None),
    ],
)
def test_a_goal_means_a_score(goal: Goal, target: float | None) -> None:
    assert goal.target(national(ALL_NO, HALF), METHOD) == target
    assert Goal.from_json(goal.as_json()) == goal


def test_a_rise_and_the_best_peer_are_counted_from_scores() -> None:
    weak, strong = national(ALL_NO), national(HALF)
    now = weak.facts.overall.score
    assert now is not None
    assert Goal(GoalKind.RISE, Focus(Measure.FACTS), 10).target(weak, METHOD) == pytest.approx(now + 0.1)
    other = UnitScores(**{**strong.__dict__, "unit": Unit(UnitTier.NATIONAL, "XX", {})})
    best = Goal(GoalKind.PEER, Focus(Measure.FACTS)).target(weak, METHOD, [weak, other])
    assert best == other.facts.overall.score


def test_a_plan_reaches_its_goal_by_the_formulas_themselves() -> None:
    desk = situation(national(ALL_NO, HALF))
    goal = Goal(GoalKind.RISE, Focus(Measure.FACTS), 20)
    outcome = plan_towards(desk, goal, Limits())
    assert outcome is not None
    assert outcome.proof is not None
    assert outcome.proof.verdict is Verdict.PROVED
    reached, target = outcome.after.score(Measure.FACTS), outcome.target
    assert reached is not None
    assert target is not None
    assert reached >= target - 1e-12
    assert Outcome.from_json(outcome.as_json()) == outcome
    nothing = plan_towards(desk, goal, Limits(measures=0))
    assert nothing is not None
    assert nothing.way_out is not None
    assert nothing.steps == ()
    assert plan_towards(desk, Goal(GoalKind.PEER, Focus()), Limits()) is None


def recommendation(code: str, effort: Effort, horizon: Horizon, costs: Costs = Costs.NONE) -> Recommendation:
    trigger = Trigger(TriggerKind.ITEM, ("F1.a",), below=0.5)
    return Recommendation(code, {}, {}, {}, (), "legal", (Tier.NATIONAL,), effort, costs, horizon, (), {}, (trigger,))


def test_a_measure_takes_what_the_least_demanding_recommendation_on_its_item_does() -> None:
    fired = FiredTrigger(TriggerKind.ITEM, "F1.a", 0.1, 0.5)
    matches = [
        Match(recommendation("hard", Effort.HIGH, Horizon.MONTHS), (fired,)),
        Match(recommendation("slow", Effort.LOW, Horizon.YEARS), (fired,)),
        Match(recommendation("easy", Effort.LOW, Horizon.YEAR, Costs.PROJECT), (fired,)),
        Match(
            recommendation("cell", Effort.LOW, Horizon.MONTHS),
            (FiredTrigger(TriggerKind.CELL, "information.legal", 0.1, 0.5),),
        ),
    ]
    expense = find_expenses(matches)["F1.a"]
    assert expense == Expense(Effort.LOW, Horizon.YEAR, Costs.PROJECT, ("easy", "slow", "hard"))
    assert (Weights().effort_of(expense), Weights().months_of(expense)) == (1, 12)
    assert (Weights().effort_of(Expense()), Weights(unknown=7).months_of(Expense())) == (2, 7)


@pytest.mark.parametrize(
    ("pairs", "circle"),
    [
        ([], ()),
        ([("a", "b"), ("b", "c")], ()),
        ([("a", "b"), ("b", "a")], ("a", "b")),
        ([("x", "a"), ("a", "b"), ("b", "c"), ("c", "a")], ("a", "b", "c")),
    ],
)
def test_circles_are_found(pairs: list[tuple[str, str]], circle: tuple[str, ...]) -> None:
    assert find_circle(pairs) == circle


def test_measures_of_nothing_are_none() -> None:
    assert find_measures(MIXED, METHOD, national()) == Measures({}, dict.fromkeys(UNSCORED, LeftOut.NO_SCORE))


UNSCORED = [item.code for item in FRAME.items if item.scored == "level"]
