"""How much hangs on an item, and where respondents disagree."""

from __future__ import annotations

import numpy as np
import pytest

from scoring import formulas
from scoring.frame import build_frame
from scoring.results import Family, ItemScore
from scoring.spread import CONTESTED, HEAVY, UNKNOWN, ItemSpread, find_spread, weights_of
from surveys.content import Tier
from tests.contents import metep, standard_method
from tests.reports.making import fact, rating


@pytest.mark.parametrize("tier", list(Tier))
def test_a_weight_is_what_the_overall_score_moves_by(tier: Tier) -> None:
    frame = build_frame(metep(), standard_method(), tier)
    weights = weights_of(frame)
    for source in (frame.facts, frame.perceptions):
        assert source.parts[0].family is Family.OVERALL
        for place in {int(place) for cell in source.members_of(Family.CELLS) for place in cell}:
            scores = np.zeros((len(frame.items), 1))
            scores[place] = 1
            assert formulas.part_scores(scores, source)[0, 0] == pytest.approx(weights[frame.items[place].code])


def test_the_weights_of_a_source_add_up_to_one() -> None:
    frame = build_frame(metep(), standard_method(), Tier.NATIONAL)
    weights = weights_of(frame)
    for source in (frame.facts.source, frame.perceptions.source):
        ours = [item.code for item, its in zip(frame.items, frame.sources, strict=True) if its is source]
        assert sum(weights[code] for code in ours) == pytest.approx(1)


def found(items: list[ItemScore], weights: dict[str, float]) -> list[ItemSpread]:
    return find_spread(items, weights, minimum=5)


def test_an_item_is_contested_unknown_important_or_not() -> None:
    items = [fact("a", 5, 5, dk=10), fact("b", 9, 1), fact("c", 2, 1, dk=2), rating("d", 5, 0, 0, 0, 0, 5)]
    one, other, few, scale = found(items, {"a": 0.4, "b": 0.1, "c": 0.0, "d": 0.2})
    assert (one.n, one.answers, one.dk_share, one.is_unknown) == (10, 20, 0.5, True)
    assert (one.is_contested, one.is_important) == (True, True)
    assert (other.is_unknown, other.is_important) == (False, False)
    assert (few.agreement, few.is_contested, few.is_important) == (None, False, False)
    assert (scale.n, scale.is_important) == (10, True)  # the only one of its source
    assert 0 < UNKNOWN < CONTESTED < HEAVY < 1


def test_items_with_few_answers_and_validated_ones_are_left_out() -> None:
    assert found([fact("a", 2, 2), fact("b", 1, 0, is_validated=True)], {"a": 0.5, "b": 0.5}) == []
