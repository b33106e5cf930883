"""Ranks as ranges: worked by hand, by chance, and over the options of the method."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.stats import t as student

from scoring._ranks import Places, places_among, places_by_chance
from scoring.methods import DoNotKnow, Method, Structural
from scoring.results import Family, Measure
from scoring.robustness import WEIGHTS, Assessed, Members, Ranked, rank
from surveys.content import Tier
from tests.contents import standard_method
from tests.scoring.certainty import OVERALL, assessed, truth
from tests.scoring.instruments import MIXED
from tests.scoring.reference import Choices, Reference
from tests.scoring.rounds import random_round


def ranked(
    method: Method, groups: dict[str, list[Assessed]], part: tuple[Measure, Family, str] = OVERALL
) -> list[Ranked]:
    """The ranks of groups of units, which are all the units that there are."""
    units = [unit for group in groups.values() for unit in group]
    places = iter(range(len(units)))
    return rank(
        Members(MIXED, method, Tier.INSTITUTION, units),
        {code: [next(places) for _unit in group] for code, group in groups.items()},
        part,
    )


@pytest.mark.parametrize(
    ("scores", "places"),
    [
        ([], []),
        ([0.5], [(1, 1)]),
        ([0.2, 0.9, 0.5], [(3, 3), (1, 1), (2, 2)]),
        ([0.5, 0.5, 0.1], [(1, 2), (1, 2), (3, 3)]),
        ([0.5, 0.5 + 1e-12, 0.5 - 1e-12], [(1, 3)] * 3),
        ([0.3, 0.7, 0.3, 0.3], [(2, 4), (1, 1), (2, 4), (2, 4)]),
    ],
)
def test_equal_scores_share_their_places(scores: list[float], places: list[tuple[int, int]]) -> None:
    assert places_among(scores) == places


def test_places_by_chance_worked_by_hand() -> None:
    """Two groups, four units. With k = 2 the error is half the distance of the two replicates from each other.

    Errors: 0.01, 0.01, 0, unknown. There are 3 comparisons: each has the confidence 1 - 0.05/3, and t with 1 degree of
    freedom is 38.2. So 0.9 precedes 0.1 (0.8 > 38.2 * 0.0141 = 0.54) and 0.5 (0.4 > 38.2 * 0.01 = 0.382), and 0.5
    precedes 0.1; of 0.7 nothing is sure.
    """
    both = np.array([True, True])
    estimates = [
        np.array([0.9, 0.89, 0.91]),
        np.array([0.1, 0.09, 0.11]),
        np.array([0.5, 0.5, 0.5]),
        np.array([0.7, 0.7, 0.7]),
    ]
    present = [both, both, both, np.array([True, False])]
    assert student.ppf(1 - 0.05 / 3 / 2, 1) == pytest.approx(38.19, abs=0.01)
    found = places_by_chance(estimates, present, 0.95)
    assert found == [(1, 2), (3, 4), (2, 3), (1, 4)]


@pytest.mark.parametrize("seed", range(3))
def test_places_by_chance_agree_with_comparing_pair_by_pair(seed: int) -> None:
    draw = np.random.default_rng(seed)
    estimates = [np.r_[mean, mean + draw.normal(0, 0.01, 8)] for mean in draw.uniform(0, 1, 9)]
    present = [draw.random(8) < 0.8 for _ in estimates]
    found = places_by_chance(estimates, present, 0.95)
    for own, places in enumerate(found):
        better = worse = 0
        for other in range(len(estimates)):
            errors, ks = [], []
            for unit in (own, other):
                replicates = estimates[unit][1:][present[unit]]
                ks.append(len(replicates))
                errors.append(math.sqrt((ks[-1] - 1) / ks[-1] * ((replicates - replicates.mean()) ** 2).sum()))
            half = student.ppf(1 - 0.05 / 8 / 2, min(ks) - 1) * math.hypot(*errors)
            difference = estimates[other][0] - estimates[own][0]
            better += difference > half
            worse += -difference > half
        assert places == (1 + better, 9 - worse)


def test_ranks_hold_the_own_place_and_all_places_of_the_options(method: Method) -> None:
    survey = random_round(MIXED, 9, responses=80, institutions=6)
    units = assessed(MIXED, survey)
    groups = {code: [units[code]] for code in survey.institutions}
    found = ranked(method, groups, OVERALL)
    assert [one.place for one in found] == sorted(one.place for one in found)
    assert {one.of for one in found} == {6}
    seen: dict[str, set[int]] = {code: set() for code in groups}
    for structural, do_not_know, weights in itertools.product(Structural, DoNotKnow, WEIGHTS):
        choices = Choices(structural, do_not_know, weights.facts, weights.perceptions)
        scores = {code: truth(MIXED, survey, units[code], choices)["combined", "overall", ""] for code in groups}
        for place, code in enumerate(sorted(groups, key=lambda code: -(scores[code] or 0)), start=1):
            seen[code].add(place)
    for one in found:
        assert (min(seen[one.code]), max(seen[one.code])) == one.by_options
        assert one.whole.first <= one.by_options.first <= one.place.first <= one.place.last <= one.whole.last
        assert one.by_chance.first <= one.place.first
        assert one.by_chance.last >= one.place.last


def test_regions_are_ranked_by_the_mean_of_their_institutions(method: Method) -> None:
    survey = random_round(MIXED, 2, responses=60, institutions=6)
    units = assessed(MIXED, survey)
    groups = {
        region: [units[code] for code, where in survey.institutions.items() if where == region]
        for region in ("R0", "R1", "R2")
    }
    reference = Reference(MIXED, survey, Choices())
    for one in ranked(method, groups, (Measure.FACTS, Family.OVERALL, "")):
        inside = [code for code, where in survey.institutions.items() if where == one.code]
        assert one.score == pytest.approx(reference.average(inside, survey.responses)["facts", "overall", ""])
        assert one.of == 3


def test_a_unit_without_a_score_has_no_place(method: Method) -> None:
    survey = random_round(MIXED, 2, responses=40, institutions=3)
    survey.responses = [response for response in survey.responses if response.unit != "I1"]
    survey.validated = {}
    units = assessed(MIXED, survey)
    found = ranked(method, {code: [units[code]] for code in survey.institutions}, OVERALL)
    assert {one.code for one in found} == {"I0", "I2"}
    assert {one.of for one in found} == {2}
    assert ranked(method, {"I1": [units["I1"]]}, OVERALL) == []


def test_there_is_no_rank_by_a_part_that_there_is_not(method: Method) -> None:
    unit = assessed(MIXED, random_round(MIXED, 2, responses=5, institutions=1))["I0"]
    with pytest.raises(LookupError, match="gap has no cells"):
        ranked(method, {"I0": [unit]}, (Measure.GAP, Family.CELLS, "information.legal"))


def test_a_place_shared_in_a_tie_is_a_range(method: Method) -> None:
    survey = random_round(MIXED, 2, responses=30, institutions=1)
    unit = assessed(MIXED, survey)["I0"]
    found = ranked(standard_method(), {"one": [unit], "two": [unit]}, OVERALL)
    assert [one.place for one in found] == [Places(1, 2), Places(1, 2)]
