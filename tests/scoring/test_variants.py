"""Scores under every combination of the options of the method, against the reference."""

from __future__ import annotations

import dataclasses

import pytest

from scoring.counts import Counts
from scoring.methods import DoNotKnow, Method, Weights
from scoring.robustness import WEIGHTS, Members, spread_of, variants_of
from surveys.content import Tier
from tests.scoring.certainty import OVERALL, assessed, tier_of, truth
from tests.scoring.instruments import MIXED
from tests.scoring.reference import Choices
from tests.scoring.rounds import random_round


@pytest.mark.parametrize("seed", range(3))
def test_every_variant_scores_as_the_reference_does(seed: int, method: Method) -> None:
    survey = random_round(MIXED, seed, responses=20, institutions=2)
    for unit in assessed(MIXED, survey).values():
        spreads = spread_of(Members(MIXED, method, tier_of(unit), [unit]), [0])
        assert {len(spread.scores) for spread in spreads.values()} == {2 * 2 * len(WEIGHTS)}
        for number, variant in enumerate(next(iter(spreads.values())).variants):
            weights = variant.weights
            choices = Choices(variant.structural, variant.do_not_know, weights.facts, weights.perceptions)
            expected = truth(MIXED, survey, unit, choices)
            for (measure, family, part), spread in spreads.items():
                want = expected[measure.value, family.value, part]
                assert spread.scores[number] == pytest.approx(want, abs=1e-12), (variant, measure, family, part)


def test_the_methods_own_choices_come_first_and_once(method: Method) -> None:
    for own in (method, dataclasses.replace(method, combined_weights=Weights(3, 1), do_not_know=DoNotKnow.NO)):
        variants = variants_of(own, has_other_counts=False)
        assert [variant.is_own for variant in variants] == [True] + [False] * (len(variants) - 1)
        assert variants[0].weights == own.combined_weights
        assert variants[0].of(own) == own
    assert len(variants) == 24  # 3 to 1 beside the five
    assert len(variants_of(method, has_other_counts=True)) == 40


def test_the_same_weights_written_otherwise_are_no_other_variant(method: Method) -> None:
    own = dataclasses.replace(method, combined_weights=Weights(2, 2))
    assert len(variants_of(own, has_other_counts=False)) == 20


def test_counting_groups_the_other_way_is_one_more_choice(method: Method) -> None:
    survey = random_round(MIXED, 5, responses=20, institutions=1)
    unit = assessed(MIXED, survey)["I0"]
    doubled = dataclasses.replace(unit, counts=unit.counts + Counts(unit.counts.answers, unit.counts.respondents))
    spread = spread_of(Members(MIXED, method, Tier.INSTITUTION, [unit], [doubled]), [0])[OVERALL]
    assert len(spread.scores) == 40
    own = [score for variant, score in spread.pairs() if not variant.by_participants]
    other = [score for variant, score in spread.pairs() if variant.by_participants]
    assert own == pytest.approx(other)  # twice the same answers: the same means
    assert spread.own == own[0]
    assert spread.span == (min(own), max(own))
