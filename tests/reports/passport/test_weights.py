"""Weights of items: exact, and the scores are their sums on rounds drawn at random."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from reports.passport.weights import weights_of
from scoring.counts import Counts
from scoring.frame import build_frame
from scoring.methods import Weights
from scoring.results import Family, Measure, Unit, UnitTier
from scoring.units import score_counts
from surveys.coding import Code
from surveys.content import Tier
from tests.contents import standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.rounds import measured, random_round


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("weights", [Weights(1, 1), Weights(3, 0.5), Weights(0, 1)])
def test_every_score_is_the_sum_of_its_items_times_their_weights(seed: int, weights: Weights) -> None:
    method = dataclasses.replace(standard_method(), combined_weights=weights)
    survey = random_round(MIXED, seed, responses=9, institutions=2)
    for one in measured(MIXED, survey):
        tier = Tier.NATIONAL if one.unit.tier is UnitTier.NATIONAL else Tier.INSTITUTION
        frame = build_frame(MIXED, method, tier)
        settled = {item: value for (unit, item), value in survey.validated.items() if unit == one.unit.code}
        scores = score_counts(one.unit, frame, method, one.counts, settled)
        for measure in Measure:
            for family, part, score in scores.of(measure).parts():
                found = weights_of(frame, method, scores, measure, family, part)
                if score.score is None:
                    assert found == {}
                    continue
                assert sum(found.values()) == (0 if measure is Measure.GAP else 1)
                total = sum(float(weight) * (scores.items[code].score or 0) for code, weight in found.items())
                assert total == pytest.approx(score.score, abs=1e-12)


def test_weights_worked_by_hand() -> None:
    """Of the nation's facts, F1.a1.1 and F1.b1 have no score here.

    Information is its legal cell, the mean of F1.a and F1.a1; consultation is F1.a alone; decision is the mean of two
    cells, F1.a and F1.b. So F1.a weighs 1/3 (1/2 + 1 + 1/2), F1.a1 and F1.b 1/3 of 1/2.
    """
    method = standard_method()
    frame = build_frame(MIXED, method, Tier.NATIONAL)
    counts = Counts.nobody(len(frame.items), method.groups)
    for code in ("F1.a", "F1.a1", "F1.b"):
        counts.answers[frame.places[code], Code.YES, 0] = 1
    scores = score_counts(Unit(UnitTier.NATIONAL, "KZ", {}), frame, method, counts)
    found = weights_of(frame, method, scores, Measure.FACTS, Family.OVERALL, "")
    assert found == {"F1.a": Fraction(2, 3), "F1.a1": Fraction(1, 6), "F1.b": Fraction(1, 6)}
    assert weights_of(frame, method, scores, Measure.FACTS, Family.CELLS, "decision.channels") == {"F1.b": 1}
    assert weights_of(frame, method, scores, Measure.COMBINED, Family.OVERALL, "") == found
    assert weights_of(frame, method, scores, Measure.GAP, Family.OVERALL, "") == {}
