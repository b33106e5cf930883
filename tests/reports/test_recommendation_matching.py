"""Which recommendations apply to a unit: hand-made scores, no database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from reports.recommendations import (
    Costs,
    Effort,
    FiredTrigger,
    Horizon,
    Match,
    Recommendation,
    Trigger,
    TriggerKind,
    find_recommendations,
)
from scoring.results import ItemScore, LevelScores, Score, SourceScores, Unit, UnitScores, UnitTier
from surveys.content import ItemType, Source, Tier

ITEM, CELL, GAP, DO_NOT_KNOW = TriggerKind.ITEM, TriggerKind.CELL, TriggerKind.GAP, TriggerKind.DO_NOT_KNOW
LEVEL, COMPARISON = TriggerKind.LEVEL, TriggerKind.COMPARISON


def score(value: float | None) -> Score:
    return Score(value, None, None, coverage=1.0, items=1, mapped=1)


def counted(value: float | None, yes: int = 2, no: int = 8, structural: int = 0, dk: int = 0) -> ItemScore:
    """A Yes/No item with this score, its counts beside it."""
    return ItemScore(
        code="x",
        type=ItemType.YNDK,
        source=Source.FACTS,
        score=value,
        low=None,
        high=None,
        n=yes + no,
        yes=yes,
        no=no,
        structural=structural,
        dk=dk,
        missing=0,
        dk_share=dk / (yes + no + dk) if yes + no + dk else None,
        agreement=None,
        is_validated=False,
    )


def unit(
    items: Mapping[str, ItemScore] | None = None,
    tier: UnitTier = UnitTier.INSTITUTION,
    facts: Mapping[str, float | None] | None = None,
    perceptions: Mapping[str, float | None] | None = None,
    gap: Mapping[str, float | None] | None = None,
    levels: Mapping[str, float | None] | None = None,
) -> UnitScores:
    """Scores of a unit that hold nothing but what is given; `levels` are those of both sources."""
    by_level = {code: score(value) for code, value in (levels or {}).items()}
    sources = [
        SourceScores(score(None), by_level, {}, {code: score(value) for code, value in (cells or {}).items()}, {}, {})
        for cells in (facts, perceptions)
    ]
    gaps = LevelScores(score(None), {level: score(value) for level, value in (gap or {}).items()})
    return UnitScores(Unit(tier, "u", {}), 10, *sources, LevelScores(score(None), {}), gaps, items or {})


def advice(code: str, *triggers: Trigger, effort: Effort = Effort.LOW, tier: Tier = Tier.INSTITUTION) -> Recommendation:
    text: dict[str, Any] = {"en": code}
    return Recommendation(
        code,
        text,
        text,
        text,
        ("information",),
        "channels",
        (tier,),
        effort,
        Costs.NONE,
        Horizon.MONTHS,
        ("study",),
        text,
        triggers,
    )


def on_item(*targets: str, below: float = 0.5) -> Trigger:
    return Trigger(ITEM, targets, below)


def codes(matches: list[Match]) -> list[str]:
    return [match.recommendation.code for match in matches]


@pytest.mark.parametrize(
    ("value", "applies"),
    [
        (0.2, True),
        (0.0, True),
        (0.499, True),
        (0.5, False),  # the bound itself is good enough
        (0.9, False),
        (None, False),  # no answer is no weakness
    ],
)
def test_an_item_below_its_bound_fires(value, applies):
    matches = find_recommendations([advice("search", on_item("x"))], unit({"x": counted(value)}))
    assert bool(matches) is applies


def test_a_match_says_what_fired_it_with_which_value_and_base():
    (match,) = find_recommendations([advice("search", on_item("x"))], unit({"x": counted(0.2, yes=2, no=8)}))
    assert match.fired == (FiredTrigger(ITEM, "x", 0.2, 0.5, n=10),)
    assert match.urgency == pytest.approx(0.3)


def test_everything_that_fired_is_told_the_weakest_first():
    recommendation = advice("search", on_item("x", "y", "strong"), Trigger(DO_NOT_KNOW, ("z",), share=0.3))
    scores = unit({"x": counted(0.4), "y": counted(0.1), "strong": counted(0.9), "z": counted(1, 1, 0, dk=1)})
    (match,) = find_recommendations([recommendation], scores)
    assert [one.target for one in match.fired] == ["y", "z", "x"]
    assert match.urgency == pytest.approx(0.4)


def test_an_item_that_the_unit_does_not_have_fires_nothing():
    recommendation = advice("search", on_item("x"), Trigger(DO_NOT_KNOW, ("x",), share=0.3))
    assert find_recommendations([recommendation], unit()) == []


@pytest.mark.parametrize(
    ("dk", "applies"),
    [(0, False), (2, False), (3, True), (10, True)],
)
def test_enough_answers_of_do_not_know_fire(dk, applies):
    item = counted(None if dk == 10 else 1.0, yes=10 - dk, no=0, dk=dk)
    matches = find_recommendations([advice("brief", Trigger(DO_NOT_KNOW, ("x",), share=0.3))], unit({"x": item}))
    assert bool(matches) is applies
    if matches:
        assert matches[0].fired[0] == FiredTrigger(DO_NOT_KNOW, "x", dk / 10, 0.3, n=10)


def test_an_item_that_nobody_was_asked_has_no_share_of_do_not_know():
    nobody = counted(None, yes=0, no=0)
    assert find_recommendations([advice("brief", Trigger(DO_NOT_KNOW, ("x",), share=0.3))], unit({"x": nobody})) == []


@pytest.mark.parametrize(
    ("source", "fires"),
    [(Source.FACTS, False), (Source.PERCEPTIONS, True)],
)
def test_a_cell_is_looked_up_in_its_source(source, fires):
    recommendation = advice("law", Trigger(CELL, ("information.legal",), 0.5, source=source))
    scores = unit(facts={"information.legal": 0.8}, perceptions={"information.legal": 0.3})
    matches = find_recommendations([recommendation], scores)
    assert bool(matches) is fires
    if fires:
        assert matches[0].fired == (FiredTrigger(CELL, "information.legal", 0.3, 0.5, source=Source.PERCEPTIONS),)


@pytest.mark.parametrize(("value", "applies"), [(-0.4, True), (-0.15, False), (0.3, False), (None, False)])
def test_perceptions_far_below_facts_fire(value, applies):
    recommendation = advice("explain", Trigger(GAP, ("consultation",), -0.15))
    matches = find_recommendations([recommendation], unit(gap={"consultation": value}))
    assert bool(matches) is applies
    if matches:
        assert matches[0].urgency == pytest.approx(0.25)


def test_a_cell_or_a_level_without_a_value_fires_nothing():
    recommendation = advice(
        "law", Trigger(CELL, ("information.legal",), 0.5, source=Source.FACTS), Trigger(GAP, ("decision",), -0.1)
    )
    assert find_recommendations([recommendation], unit(facts={"information.legal": None})) == []


def test_an_item_that_is_no_only_because_its_parent_is_leaves_the_advice_to_the_parent():
    recommendations = [advice("website", on_item("a")), advice("search", on_item("a3"))]
    scores = unit({"a": counted(0.0, 0, 4), "a3": counted(0.0, 0, 4, structural=4)})
    assert codes(find_recommendations(recommendations, scores)) == ["website"]


def test_an_item_that_somebody_answered_no_fires_beside_structural_ones():
    scores = unit({"a3": counted(0.0, 0, 4, structural=3)})
    assert codes(find_recommendations([advice("search", on_item("a3"))], scores)) == ["search"]


@pytest.mark.parametrize(
    ("tier", "expected"),
    [
        (UnitTier.NATIONAL, ["nation"]),
        (UnitTier.INSTITUTION, ["institution"]),
        (UnitTier.SUBNATIONAL, ["institution"]),
        (UnitTier.ALL_INSTITUTIONS, ["institution"]),
    ],
)
def test_each_unit_gets_the_advice_for_its_tier(tier, expected):
    recommendations = [
        advice("nation", on_item("x"), tier=Tier.NATIONAL),
        advice("institution", on_item("x"), tier=Tier.INSTITUTION),
    ]
    assert codes(find_recommendations(recommendations, unit({"x": counted(0.1)}, tier))) == expected


def test_the_most_urgent_comes_first_then_the_least_effort_then_the_order_of_the_file():
    recommendations = [
        advice("hard", on_item("x"), effort=Effort.HIGH),
        advice("easy", on_item("x"), effort=Effort.LOW),
        advice("fair", on_item("x"), effort=Effort.MEDIUM),
        advice("also-easy", on_item("x"), effort=Effort.LOW),
        advice("urgent", on_item("y"), effort=Effort.HIGH),
    ]
    scores = unit({"x": counted(0.3), "y": counted(0.0)})
    assert codes(find_recommendations(recommendations, scores)) == ["urgent", "easy", "also-easy", "fair", "hard"]


def test_values_equally_weak_are_ordered_by_effort_whatever_their_last_bits():
    """0.5 - 0.2 and 0.4 - 0.1 differ in double precision."""
    assert 0.5 - 0.2 != 0.4 - 0.1
    recommendations = [
        advice("hard", on_item("x", below=0.4), effort=Effort.HIGH),
        advice("easy", on_item("y", below=0.5), effort=Effort.LOW),
    ]
    scores = unit({"x": counted(0.1), "y": counted(0.2)})
    assert codes(find_recommendations(recommendations, scores)) == ["easy", "hard"]
    assert codes(find_recommendations(recommendations[::-1], scores)) == ["easy", "hard"]


@pytest.mark.parametrize("source", [Source.FACTS, Source.PERCEPTIONS])
@pytest.mark.parametrize(("value", "applies"), [(0.2, True), (0.5, False), (None, False)])
def test_a_level_below_its_bound_fires(value, applies, source):
    recommendation = advice("inform", Trigger(LEVEL, ("information",), 0.5, source=source))
    matches = find_recommendations([recommendation], unit(levels={"information": value}))
    assert bool(matches) is applies
    if matches:
        assert matches[0].fired == (FiredTrigger(LEVEL, "information", 0.2, 0.5, source=source),)


@pytest.mark.parametrize(
    ("own", "mean", "applies"),
    [(0.3, 0.6, True), (0.5, 0.6, False), (0.9, 0.6, False), (None, 0.6, False), (0.3, None, False)],
)
def test_an_item_behind_the_mean_of_all_institutions_fires(own, mean, applies):
    recommendation = advice("learn", Trigger(COMPARISON, ("x",), -0.2))
    matches = find_recommendations([recommendation], unit({"x": counted(own)}), unit({"x": counted(mean)}))
    assert bool(matches) is applies
    if matches:
        (fired,) = matches[0].fired
        assert (fired.value, fired.bound, fired.n) == (pytest.approx(-0.3), -0.2, 10)


def test_without_a_mean_no_comparison_fires():
    recommendation = advice("learn", Trigger(COMPARISON, ("x", "y"), -0.2))
    assert find_recommendations([recommendation], unit({"x": counted(0.0)})) == []
    assert find_recommendations([recommendation], unit({"x": counted(0.0)}), unit({"z": counted(1.0)})) == []


@pytest.mark.parametrize(
    ("x", "y", "z", "targets"),
    [
        (0.1, 0.2, 0.9, ["x", "y"]),  # both conditions of the first group
        (0.1, 0.9, 0.9, []),  # one condition of a group is not enough
        (0.9, 0.2, 0.9, []),
        (0.9, 0.9, 0.1, ["z"]),  # either group is
        (0.1, 0.3, 0.2, ["x", "z", "y"]),
    ],
)
def test_any_group_fires_when_all_its_conditions_do(x, y, z, targets):
    both = Trigger(ITEM, ("x",), 0.5, also=(Trigger(ITEM, ("y", "missing"), 0.5),))
    scores = unit({"x": counted(x), "y": counted(y), "z": counted(z)})
    matches = find_recommendations([advice("search", both, on_item("z"))], scores)
    assert [one.target for match in matches for one in match.fired] == targets


def test_a_condition_with_nothing_to_look_at_keeps_its_group_from_firing():
    both = Trigger(ITEM, ("x",), 0.5, also=(Trigger(GAP, ("information",), -0.1),))
    assert find_recommendations([advice("search", both)], unit({"x": counted(0.1)})) == []
