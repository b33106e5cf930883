"""May two rounds be compared, and why: one ground after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.comparing import Ground, Judgement, Reason, Side, Verdict, judge
from scoring.methods import DoNotKnow
from surveys.content import Item
from tests.contents import standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.rounds import random_round
from tests.scoring.versions import another, recoded, side

SURVEY = random_round(MIXED, seed=1, responses=60, institutions=4)


@pytest.fixture(scope="module")
def round_side() -> Side:
    return side(SURVEY)


def reason(judgement: Judgement, ground: Ground) -> Reason:
    return next(one for one in judgement.reasons if one.ground is ground)


def test_the_same_round_again_is_comparable_for_every_reason(round_side: Side) -> None:
    judgement = judge(round_side, round_side)
    assert judgement.verdict is Verdict.COMPARABLE
    assert {one.allows for one in judgement.reasons} == {Verdict.COMPARABLE}
    assert judgement.breaks == ()
    assert judgement.common == {item.code for item in MIXED.scored_items if item.code != "F1.context"}


@pytest.mark.parametrize(
    ("ground", "changes", "allows"),
    [
        (Ground.COUNTRY, {"country": "KG"}, Verdict.NOT),
        (Ground.INSTRUMENT, {"instrument": replace(MIXED, code="other")}, Verdict.NOT),
        (Ground.VERSION, {"instrument": another("2")}, Verdict.COMPARABLE),
        (Ground.SECTIONS, {"sections": frozenset({"F", "N"})}, Verdict.PARTLY),
        (Ground.SECTIONS, {"sections": frozenset({"F", "V"})}, Verdict.COMPARABLE),  # stories are not scored
        (Ground.METHOD, {"method": replace(standard_method(), code="m/2")}, Verdict.PARTLY),
        (Ground.COUNTS, {"method": replace(standard_method(), code="m/2", groups=10)}, Verdict.NOT),
        (
            Ground.COUNTS,
            {"method": replace(standard_method(), code="m/2", weight_by_participants=True)},
            Verdict.NOT,
        ),
        (Ground.MODES, {"modes": {"individual": 90, "paper": 10}}, Verdict.COMPARABLE),
        (Ground.MODES, {"modes": {"individual": 89, "paper": 11}}, Verdict.PARTLY),
        (Ground.TYPES, {"types": {"state": 1, "ngo": 1}}, Verdict.PARTLY),
    ],
)
def test_each_ground_allows_what_it_allows(
    round_side: Side, ground: Ground, changes: dict[str, Any], allows: Verdict
) -> None:
    judgement = judge(round_side, replace(round_side, **changes))
    assert reason(judgement, ground).allows is allows
    assert judgement.verdict is allows or allows is Verdict.COMPARABLE


def test_the_options_that_differ_are_named(round_side: Side) -> None:
    method = replace(standard_method(), code="m/2", do_not_know=DoNotKnow.NO, confidence=0.9, groups=10)
    judgement = judge(round_side, replace(round_side, method=method))
    assert reason(judgement, Ground.METHOD).values["options"] == ["do_not_know", "confidence"]
    assert reason(judgement, Ground.COUNTS).values["options"] == ["groups"]


@pytest.mark.parametrize(
    ("left_out", "allows"),
    [
        (1, Verdict.COMPARABLE),  # 13 of 14 items
        (2, Verdict.PARTLY),
        (7, Verdict.PARTLY),
        (8, Verdict.NOT),  # 6 of 14: fewer than half
        (14, Verdict.NOT),
    ],
)
def test_the_share_of_common_items_decides(round_side: Side, left_out: int, allows: Verdict) -> None:
    entering = [item.code for item in MIXED.scored_items if item.scored == "level"]
    assert len(entering) == 14
    later = side(SURVEY, another("2", without=entering[-left_out:]))
    found = reason(judge(round_side, later), Ground.ITEMS)
    assert (found.values["common"], found.values["all"]) == (14 - left_out, 14)
    assert found.allows is allows


def test_a_level_that_lost_items_is_told(round_side: Side) -> None:
    judgement = judge(round_side, side(SURVEY, another("2", without=["F2.b", "F2.c"])))
    levels = {one.values["level"]: one for one in judgement.reasons if one.ground is Ground.LEVEL}
    assert levels["consultation"].allows is Verdict.PARTLY
    assert levels["decision"].allows is Verdict.COMPARABLE


def test_replaced_and_changed_items_are_not_common(round_side: Side) -> None:
    def change(item: Item) -> Item:
        item = recoded(F2_b="F2_new")(item)
        return replace(item, reverse=not item.reverse) if item.code == "V2.a" else item

    judgement = judge(round_side, side(SURVEY, another("2", change)))
    assert judgement.common.isdisjoint({"F2.b", "F2.new", "V2.a"})
    assert judgement.breaks == (Ground.VERSION,)


def test_items_of_a_section_that_one_round_left_out_are_not_common(round_side: Side) -> None:
    judgement = judge(replace(round_side, sections=frozenset({"F"})), round_side)
    assert judgement.common
    assert all(code.startswith("F") for code in judgement.common)


@pytest.mark.parametrize(("earlier", "allows"), [(3, Verdict.PARTLY), (4, Verdict.COMPARABLE), (0, Verdict.PARTLY)])
def test_institutions_must_be_the_same_ones(round_side: Side, earlier: int, allows: Verdict) -> None:
    fewer = [one for one in round_side.measured if one.unit.code not in [f"I{n}" for n in range(earlier, 4)]]
    judgement = judge(replace(round_side, measured=tuple(fewer)), round_side)
    found = reason(judgement, Ground.INSTITUTIONS)
    assert found.allows is allows
    assert found.values == {"both": earlier, "earlier": earlier, "later": 4}


@pytest.mark.parametrize(("number", "allows"), [(30, Verdict.COMPARABLE), (29, Verdict.PARTLY), (4, Verdict.NOT)])
def test_few_responses_make_a_comparison_uncertain(round_side: Side, number: int, allows: Verdict) -> None:
    few = side(replace(SURVEY, responses=SURVEY.responses[:number]))
    found = reason(judge(few, round_side), Ground.BASE)
    assert (found.values, found.allows) == ({"earlier": number, "later": 60}, allows)
    assert standard_method().suppression_threshold == 5
