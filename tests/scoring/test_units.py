"""Whole units: what replaces answers, what a region is, what stays the same."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from scoring.counts import Counts
from scoring.document import MeasuredUnit, score_round
from scoring.frame import Frame, build_frame
from scoring.methods import DoNotKnow, Method
from scoring.results import Origin, RoundFacts, RoundScores, Score, Unit, UnitScores, UnitTier
from scoring.units import score_counts
from surveys.content import Tier
from tests.contents import standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.reference import RawResponse, RawRound
from tests.scoring.rounds import COUNTRY, count, measured, random_round, regions, round_facts

NATION = Unit(UnitTier.NATIONAL, COUNTRY, {"en": "Country"})
SECTIONS = {"F", "V", "N"}


@pytest.fixture
def national(method: Method) -> Frame:
    return build_frame(MIXED, method, Tier.NATIONAL)


def answered(number: int, unit: str = "", **answers: str) -> RawResponse:
    """A response with the given answers, codes written with underscores. `number` also decides its group."""
    return RawResponse(str(number), unit, SECTIONS, {code.replace("_", "."): value for code, value in answers.items()})


def nation(method: Method, *responses: RawResponse, validated: dict[str, str] | None = None) -> UnitScores:
    frame = build_frame(MIXED, method, Tier.NATIONAL)
    return score_counts(NATION, frame, method, count(MIXED, Tier.NATIONAL, responses), validated)


def round_of(institutions: dict[str, str], *responses: RawResponse, **validated: str) -> RoundScores:
    survey = RawRound(COUNTRY, institutions, list(responses))
    found = {tuple(key.replace("_", ".").split(".", 1)): value for key, value in validated.items()}
    units = list(measured(MIXED, survey))
    return score_round(MIXED, standard_method(), round_facts(survey), units, regions(survey), found)


def unit_of(scores: RoundScores, tier: UnitTier, code: str) -> UnitScores:
    found = scores.unit(tier, code)
    assert found is not None
    return found


def test_a_unit_without_responses_has_every_part_and_no_score(method: Method) -> None:
    scores = nation(method)
    assert scores.respondents == 0
    assert scores.facts.overall == Score(None, None, None, 0, 0, 5)
    assert list(scores.facts.levels) == ["information", "consultation", "decision"]
    assert len(scores.facts.cells) == 9
    assert list(scores.facts.technologies) == ["open", "social", "mobile", "portals"]
    assert list(scores.perceptions.profiles) == ["V3", "V4"]
    assert scores.combined.overall == Score(None, None, None, 0, 0, 7)
    assert {item.score for item in scores.items.values()} == {None}


def test_structural_zeros_are_told_among_the_no_and_blanks_apart(method: Method) -> None:
    responses = [
        answered(1, F1_a="no", F1_a1="yes"),  # what stands under a No is ignored
        answered(2, F1_a="yes", F1_a1="no"),
        answered(3, F1_a="yes"),
        answered(4, F1_a="dk", F1_a1="yes"),
        answered(5),
        RawResponse("6", "", {"V"}, {}),  # was not asked
    ]
    item = nation(method, *responses).items["F1.a1"]
    assert (item.yes, item.no, item.structural, item.dk, item.missing, item.n) == (0, 2, 1, 1, 2, 2)
    assert item.dk_share == pytest.approx(1 / 3)


def test_one_response_gives_scores_without_jackknife_intervals(method: Method) -> None:
    scores = nation(method, answered(1, F1_a="yes", V1_a="4"))
    level = scores.facts.levels["decision"]
    assert (level.score, level.low, level.high) == (1, None, None)
    assert scores.items["F1.a"].low == pytest.approx(0.2065493)  # Wilson needs one answer
    assert (scores.items["V1.a"].score, scores.items["V1.a"].standard_deviation) == (0.8, None)
    assert (scores.items["V1.a"].low, scores.items["V1.a"].mean_low) == (None, None)


def test_a_level_whose_only_answers_lie_in_one_group_has_no_interval(method: Method) -> None:
    scores = nation(method, answered(1, F1_b="no"), answered(2, V1_a="3"), answered(3, V1_a="4"))
    assert scores.facts.overall == Score(1, None, None, 0.4, 2, 5)
    assert scores.perceptions.levels["information"].low is not None


def test_a_response_that_answered_nothing_still_makes_its_group_count(method: Method) -> None:
    two = [answered(1, V1_a="2"), answered(2, V1_a="4")]
    alone, beside = nation(method, *two), nation(method, *two, answered(3))
    assert alone.perceptions.overall.score == beside.perceptions.overall.score
    assert beside.respondents == 3
    # replicates 0.8, 0.4, and 0.6 for the empty response: se = sqrt(2/3 * 0.08); t(0.975, 2) = 4.3026527
    wide = np.sqrt(2 / 3 * 0.08) * 4.3026527
    high = beside.perceptions.overall.high
    assert high == pytest.approx(min(1, 0.6 + wide))


def test_combined_scores_say_where_they_come_from(method: Method) -> None:
    scores = nation(method, answered(1, F1_a="yes", V1_a="2"), answered(2, F1_a="yes", V1_a="2"))
    levels = scores.combined.levels
    assert {code: level.origin for code, level in levels.items()} == {
        "information": Origin.BOTH,
        "consultation": Origin.FACTS,
        "decision": Origin.FACTS,
    }
    assert scores.combined.overall.origin is Origin.BOTH
    assert scores.combined.overall.score == pytest.approx((0.7 + 1 + 1) / 3)
    assert scores.gap.levels["information"].score == pytest.approx(-0.6)
    assert scores.gap.levels["decision"].score is None
    assert scores.gap.levels["information"].origin is None
    assert levels["information"].coverage == pytest.approx(2 / 5)  # of three facts and two perceptions


@pytest.mark.parametrize(
    ("value", "score", "n", "yes", "no", "dk", "low"),
    [("yes", 1, 1, 1, 0, 0, 0.2065493), ("no", 0, 1, 0, 1, 0, 0), ("dk", None, 0, 0, 0, 1, None)],
)
def test_a_validated_answer_replaces_all_others(
    method: Method, value: str, score: float | None, n: int, yes: int, no: int, dk: int, low: float | None
) -> None:
    responses = [answered(1, F1_a="yes"), answered(2, F1_a="no"), answered(3)]
    item = nation(method, *responses, validated={"F1.a": value}).items["F1.a"]
    assert (item.score, item.n, item.yes, item.no, item.dk, item.missing) == (score, n, yes, no, dk, 0)
    assert item.is_validated
    assert item.low == pytest.approx(low)


def test_a_validated_answer_stays_in_every_replicate_and_leaves_sub_items_alone(method: Method) -> None:
    responses = [answered(1, F1_a="no"), answered(2, F1_a="no"), answered(3, F1_a="yes", F1_a1="yes")]
    scores = nation(method, *responses, validated={"F1.a": "yes"})
    level = scores.facts.levels["decision"]
    assert (level.score, level.low, level.high) == (1, 1, 1)
    assert (scores.items["F1.a1"].yes, scores.items["F1.a1"].structural) == (1, 2)
    assert not scores.items["F1.a1"].is_validated


def test_a_validated_do_not_know_follows_the_option(method: Method) -> None:
    strict = dataclasses.replace(method, do_not_know=DoNotKnow.NO)
    item = nation(strict, validated={"F1.a": "dk"}).items["F1.a"]
    assert (item.score, item.n, item.no, item.dk) == (0, 1, 0, 1)


def test_a_reverse_item_keeps_raw_counts_and_turns_its_interval(method: Method) -> None:
    item = nation(method, *(answered(n, F1_b=value) for n, value in enumerate(["yes", "no", "no", "no"]))).items["F1.b"]
    assert (item.score, item.yes, item.no) == (0.75, 1, 3)
    assert (item.low, item.high) == pytest.approx((0.3006418, 0.9544127))  # 1 - Wilson's of 1 in 4


def test_a_region_is_the_mean_of_its_institutions_part_by_part() -> None:
    scores = round_of(
        {"I1": "R1", "I2": "R1", "I3": "R2"},
        answered(1, "I1", F2_a="yes", V2_a="5"),
        answered(2, "I1", F2_a="yes", V2_a="4"),
        answered(3, "I1", F2_a="no", V2_a="3"),
        answered(4, "I2", V2_a="1"),
    )
    region = unit_of(scores, UnitTier.SUBNATIONAL, "R1")
    # of the item: pooled counts, but the institutions' scores weigh alike
    item = region.items["V2.a"]
    assert item.score == pytest.approx((0.8 + 0.2) / 2)
    assert (item.n, item.mean, item.distribution) == (4, 3.25, (0, 1, 0, 1, 1, 1))
    assert (item.mean_low, item.mean_high) == (None, None)
    # of a part: over the institutions that have it; coverage over all of them
    facts = region.facts.cells["information.organisational"]
    assert facts.score == pytest.approx((2 / 3 + 0) / 2)  # that of I1: the sub-item has a structural zero
    assert (facts.coverage, facts.items, facts.mapped) == (0.5, 2, 4)
    assert region.combined.levels["information"].origin is Origin.BOTH
    assert region.respondents == 4
    # the other region took part and has nothing
    assert unit_of(scores, UnitTier.SUBNATIONAL, "R2").perceptions.overall.score is None
    everyone = unit_of(scores, UnitTier.ALL_INSTITUTIONS, "all")
    assert everyone.perceptions.overall.score == pytest.approx(0.5)
    overall = everyone.perceptions.overall
    assert (overall.coverage, overall.items, overall.mapped) == (pytest.approx((1 / 3 + 1 / 3 + 0) / 3), 2, 9)


def test_the_gap_of_a_region_is_the_mean_of_its_institutions_gaps() -> None:
    scores = round_of(
        {"I1": "R1", "I2": "R1"},
        answered(1, "I1", F2_b="yes", V2_b="1"),
        answered(2, "I2", V2_b="5"),
    )
    gap = unit_of(scores, UnitTier.SUBNATIONAL, "R1").gap.levels["consultation"]
    assert gap.score == pytest.approx(-0.8)  # that of I1: I2 has no facts
    assert gap.low is None  # without the group of I1 there is no gap


def test_a_replicate_of_a_region_is_the_mean_over_the_institutions_it_leaves() -> None:
    scores = round_of({"I1": "R1", "I2": "R1"}, answered(1, "I1", V2_b="1"), answered(2, "I2", V2_b="3"))
    region = unit_of(scores, UnitTier.SUBNATIONAL, "R1").perceptions.levels["consultation"]
    # replicates 0.6 and 0.2: se = 0.2, t(0.975, 1) = 12.7: cut at both ends
    assert (region.score, region.low, region.high) == pytest.approx((0.4, 0, 1))


@pytest.mark.parametrize(
    ("validated", "answers", "expected"),
    [
        ({"I1_F2_a": "yes"}, [], True),
        ({"I1_F2_a": "yes"}, [answered(1, "I2", F2_a="no")], False),
        ({"I1_F2_a": "yes", "I2_F2_a": "no"}, [answered(1, "I2", F2_a="no")], True),
        ({"I1_F2_a": "yes"}, [answered(1, "I2", V2_a="1")], True),  # I2 left the item empty
        ({}, [], False),
    ],
)
def test_a_pooled_item_is_validated_where_all_of_it_is(
    validated: dict[str, str], answers: list[RawResponse], expected: bool
) -> None:
    scores = round_of({"I1": "R1", "I2": "R1"}, *answers, **validated)
    assert unit_of(scores, UnitTier.SUBNATIONAL, "R1").items["F2.a"].is_validated is expected


def test_a_region_without_institutions_has_no_scores() -> None:
    facts = round_facts(RawRound(COUNTRY, {}, []))
    region = Unit(UnitTier.SUBNATIONAL, "R9", {"en": "Far away"})
    scores = score_round(MIXED, standard_method(), facts, [], [region])
    assert [unit.unit.code for unit in scores.units] == ["R9"]
    assert scores.units[0].facts.overall.score is None


def test_a_sub_population_is_scored_like_any_unit(method: Method, national: Frame) -> None:
    survey = random_round(MIXED, seed=5, responses=40, institutions=3)
    inside = [response for response in survey.responses if response.unit == "I1"]
    outside = [response for response in survey.responses if response.unit != "I1"]
    parts = [count(MIXED, Tier.NATIONAL, responses) for responses in (inside, outside)]
    assert score_counts(NATION, national, method, parts[0]).respondents == len(inside) > 0
    whole = score_counts(NATION, national, method, count(MIXED, Tier.NATIONAL, survey.responses))
    assert score_counts(NATION, national, method, parts[0] + parts[1]) == whole


def test_the_order_of_responses_does_not_matter(method: Method, national: Frame) -> None:
    survey = random_round(MIXED, seed=6, responses=50, institutions=2)
    shuffled = random.Random(1).sample(survey.responses, len(survey.responses))
    one, other = (count(MIXED, Tier.NATIONAL, responses) for responses in (survey.responses, shuffled))
    assert score_counts(NATION, national, method, one) == score_counts(NATION, national, method, other)


@pytest.mark.parametrize("seed", range(8))
def test_every_score_lies_in_its_range_and_its_interval(method: Method, seed: int) -> None:
    survey = random_round(MIXED, seed, responses=30, institutions=4)
    facts: RoundFacts = round_facts(survey)
    scores = score_round(MIXED, method, facts, list(measured(MIXED, survey)), regions(survey), survey.validated)
    checked = 0
    for unit in scores.units:
        for item in unit.items.values():
            if item.low is not None and item.high is not None and item.score is not None:
                assert 0 <= item.low <= item.score + 1e-12
                assert item.score - 1e-12 <= item.high <= 1
                checked += 1
        for level, least in [(unit.facts.overall, 0), (unit.combined.overall, 0), (unit.gap.overall, -1)]:
            if level.low is not None and level.high is not None and level.score is not None:
                assert least <= level.low <= level.score <= level.high <= 1
                checked += 1
    assert checked > 50


@pytest.mark.parametrize(
    ("answers", "respondents"), [((8, 12, 19), (20,)), ((7, 12, 20), (20,)), ((8, 11, 20), (20,)), ((8, 12, 20), (19,))]
)
def test_counts_of_another_shape_are_refused(
    method: Method, national: Frame, answers: tuple[int, ...], respondents: tuple[int, ...]
) -> None:
    counts = Counts(np.zeros(answers, np.int64), np.zeros(respondents, np.int64))
    with pytest.raises(ValueError, match="The counts must have the shapes"):
        score_counts(NATION, national, method, counts)


def test_units_come_in_the_order_of_the_tiers() -> None:
    survey = RawRound(COUNTRY, {"I1": "R2", "I2": "R1"}, [])
    units: list[MeasuredUnit] = list(measured(MIXED, survey))[::-1]
    scores = score_round(MIXED, standard_method(), round_facts(survey), units, regions(survey))
    assert [unit.unit.code for unit in scores.units] == ["KZ", "R2", "R1", "I2", "I1", "all"]
    assert scores.unit(UnitTier.INSTITUTION, "R1") is None
