"""Two languages compared among alike respondents, against statsmodels, cases worked by hand, and simulated answers."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from scoring import group_formulas, group_ranks, wording
from scoring.group_tests import Answers, Correction, Test
from scoring.wording import corrected_shifts, find_shift

SHARES = [((20, 10), (30, 12)), ((5, 25), (2, 9)), ((1, 3), (0, 1))]
POINTS = [((1, 2, 3, 4, 5, 6), (3, 3, 3, 3, 0, 0)), ((0, 1, 1, 0, 0, 0), (0, 0, 0, 0, 1, 0)), ((2,) * 6, (3,) * 6)]


def pairs(strata: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> list[wording.Pair]:
    return [(Answers(one), Answers(other)) for one, other in strata]


def test_mantel_haenszel_is_that_of_statsmodels() -> None:
    tables = [np.array([[one[1], one[0]], [other[1], other[0]]]) for one, other in SHARES]
    theirs = StratifiedTable(tables).test_null_odds(correction=False)
    assert wording.mantel_haenszel_p(SHARES) == pytest.approx(theirs.pvalue)


def test_a_single_stratum_is_the_test_without_strata() -> None:
    assert wording.mantel_haenszel_p(SHARES[:1]) == pytest.approx(group_formulas.n_minus_one_p(*SHARES[0]))
    assert wording.van_elteren_p(POINTS[:1]) == pytest.approx(group_ranks.mann_whitney_p(*POINTS[0]))
    assert wording.stratified_delta(POINTS[:1]) == pytest.approx(group_ranks.cliffs_delta(*POINTS[0]))
    (no, yes), (other_no, other_yes) = SHARES[0]
    n, m = no + yes, other_no + other_yes
    variance = yes * no / n**3 + other_yes * other_no / m**3
    assert wording.sato_variance(SHARES[:1]) == pytest.approx(variance)


def test_van_elteren_worked_by_hand() -> None:
    """Two strata without ties. 2 and 3 against 0 and 1: U = 4, expected 2, variance 2*2*5/12 = 5/3, weight 1/5.
    4 against 5: U = 0, expected 1/2, variance 1*1*3/12 = 1/4, weight 1/3. Sum 2/5 - 1/6, variance 1/15 + 1/36."""
    strata = [((0, 0, 1, 1, 0, 0), (1, 1, 0, 0, 0, 0)), ((0, 0, 0, 0, 1, 0), (0, 0, 0, 0, 0, 1))]
    z = (2 / 5 - 1 / 6) / (1 / 15 + 1 / 36) ** 0.5
    assert z == pytest.approx(0.7593, abs=5e-5)
    assert wording.van_elteren_p(strata) == pytest.approx(0.4477, abs=5e-5)


def test_the_adjusted_difference_worked_by_hand() -> None:
    """40 % and 20 % of ten each (weight 5), 80 % and 60 % of five each (weight 2.5): 20 points in both strata."""
    shift = find_shift(pairs([((6, 4), (8, 2)), ((1, 4), (2, 3))]))
    assert shift.adjusted is not None
    assert shift.adjusted.first == pytest.approx((5 * 0.4 + 2.5 * 0.8) / 7.5)
    assert shift.adjusted.difference == pytest.approx(0.2)
    assert (shift.adjusted.strata, shift.adjusted.used, shift.adjusted.total) == (2, 30, 30)


def test_a_shift_that_comes_from_who_answers_goes_away_among_alike_respondents() -> None:
    """Within each stratum both languages say the same; one language is answered by those who say Yes more often."""
    shift = find_shift(pairs([((10, 90), (1, 9)), ((9, 1), (90, 10))]))
    assert shift.raw.difference == pytest.approx(91 / 110 - 19 / 110)
    assert (shift.raw.p or 1) < 1e-9
    assert shift.adjusted is not None
    assert shift.adjusted.difference == pytest.approx(0)
    assert shift.adjusted.p == pytest.approx(1)


@pytest.mark.parametrize("strata", [SHARES, POINTS])
def test_languages_change_places_and_only_signs_change(strata: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
    there, back = find_shift(pairs(strata)).adjusted, find_shift(pairs([pair[::-1] for pair in strata])).adjusted
    assert there is not None
    assert back is not None
    assert there.difference == pytest.approx(-back.difference)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.p == pytest.approx(back.p)
    assert there.effect.value == pytest.approx(-back.effect.value)


@pytest.mark.parametrize("strata", [SHARES, POINTS])
def test_the_order_of_strata_and_strata_of_one_language_do_not_matter(
    strata: list[tuple[tuple[int, ...], tuple[int, ...]]],
) -> None:
    nobody = tuple([0] * len(strata[0][0]))
    alone = tuple([4] * len(strata[0][0]))
    one = find_shift(pairs(strata)).adjusted
    other = find_shift(pairs([(nobody, alone), *strata[::-1], (nobody, nobody)])).adjusted
    assert one is not None
    assert other is not None
    assert (one.difference, one.p, one.low) == pytest.approx((other.difference, other.p, other.low))
    assert (one.strata, one.used, other.used) == (other.strata, one.total, one.used)
    assert other.total == one.total + sum(alone)


def test_the_variance_of_the_adjusted_difference_is_that_of_simulated_answers() -> None:
    draw = np.random.default_rng(4)
    sizes, chances = [(20, 30), (8, 3), (2, 12), (1, 1)], [(0.5, 0.3), (0.9, 0.7), (0.4, 0.2), (0.6, 0.4)]
    found, variances = [], []
    for _ in range(4000):
        strata = []
        for (n, m), (p, q) in zip(sizes, chances, strict=True):
            yes, other = int(draw.binomial(n, p)), int(draw.binomial(m, q))
            strata.append(((n - yes, yes), (m - other, other)))
        first, second = wording.standardised_means(strata)
        found.append(first - second)
        variances.append(wording.sato_variance(strata))
    assert np.mean(found) == pytest.approx(0.2, abs=0.01)
    assert np.mean(variances) == pytest.approx(np.var(found), rel=0.06)


def test_the_variance_of_means_is_that_of_each_stratum_weighted() -> None:
    (one, other), weights = POINTS[0], wording.mantel_haenszel_weights(POINTS[:1])
    expected = np.var(np.repeat(range(6), one), ddof=1) / sum(one) + np.var(np.repeat(range(6), other), ddof=1) / 12
    assert weights == [pytest.approx(21 * 12 / 33)]
    assert wording.variance_of_means(POINTS[:1]) == pytest.approx(expected)
    assert wording.variance_of_means([((1, 0, 0, 0, 0, 0), (0, 1, 0, 0, 0, 0))]) == 0


def test_too_few_alike_respondents_are_not_tested() -> None:
    shift = find_shift(pairs([((30, 20), (0, 0)), ((0, 0), (10, 30)), ((3, 1), (2, 9))]))
    assert shift.raw.is_tested
    assert (shift.adjusted, shift.corrected, shift.is_clear(0.05)) == (None, None, False)


def test_only_adjusted_comparisons_are_corrected_for() -> None:
    few = find_shift(pairs([((30, 20), (0, 0))]))
    clear = find_shift(pairs([((6, 54), (30, 30)), ((1, 29), (11, 19))]))
    found = corrected_shifts([few, clear, clear], Correction.HOLM)
    assert [shift.corrected for shift in found] == [None, *[pytest.approx(2 * clear.adjusted.p)] * 2]  # type: ignore[union-attr]
    assert found[1].is_clear(0.05)
    assert clear.adjusted is not None
    assert clear.adjusted.test is Test.MANTEL_HAENSZEL
    assert find_shift(pairs(POINTS)).adjusted.test is Test.VAN_ELTEREN  # type: ignore[union-attr]
