"""The formulas for comparing groups, against SciPy, statsmodels, cases worked by hand, and what must hold always."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import scipy.stats as st
from hypothesis import given, settings
from hypothesis import strategies as some
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_effectsize
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from scoring import group_formulas as formulas
from scoring import group_ranks as ranks

shares = some.tuples(some.integers(0, 60), some.integers(0, 60)).filter(sum)
points = some.tuples(*[some.integers(0, 12)] * 6).filter(lambda counts: sum(counts) > 1)
few_points = some.tuples(*[some.integers(0, 2)] * 6).filter(lambda counts: 0 < sum(counts) < 8)
SHARES = [((46, 74), (24, 16)), ((9, 1), (3, 7)), ((0, 10), (10, 0)), ((5, 95), (1, 3)), ((17, 0), (22, 0))]
POINTS = [((1, 2, 3, 4, 5, 6), (3, 3, 3, 3, 0, 0)), ((0, 0, 4, 9, 9, 2), (10, 7, 7, 2, 1, 0)), ((2,) * 6, (2,) * 6)]


def spelled(counts: tuple[int, ...]) -> np.ndarray:
    """Every answer by itself."""
    return np.repeat(np.arange(len(counts)), counts)


def test_newcombe_interval_worked_by_hand() -> None:
    """Newcombe 1998, example (a) of his paper: 56 of 70 against 48 of 80, method 10."""
    low, high = formulas.newcombe((14, 56), (32, 48), 0.95) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


@pytest.mark.parametrize(("one", "other"), SHARES)
def test_newcombe_interval_is_that_of_statsmodels(one: tuple[int, int], other: tuple[int, int]) -> None:
    theirs = confint_proportions_2indep(one[1], sum(one), other[1], sum(other), method="newcomb")
    assert formulas.newcombe(one, other, 0.95) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize(("one", "other"), POINTS)
def test_welch_interval_is_that_of_statsmodels(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    theirs = CompareMeans(DescrStatsW(spelled(one)), DescrStatsW(spelled(other))).tconfint_diff(usevar="unequal")
    assert formulas.welch(one, other, 0.95) == pytest.approx(theirs)


def test_welch_interval_needs_variance() -> None:
    assert formulas.welch((0, 0, 5, 0, 0, 0), (0, 0, 0, 5, 0, 0), 0.95) is None
    assert formulas.welch((0, 0, 1, 0, 0, 0), (0, 0, 3, 5, 0, 0), 0.95) is None
    assert formulas.newcombe((0, 0), (3, 5), 0.95) is None


@pytest.mark.parametrize(
    "groups", [((46, 74), (24, 16)), ((46, 74), (24, 16), (9, 30)), ((5, 9), (8, 8), (1, 7), (4, 4))]
)
def test_chi_square_is_that_of_scipy(groups: formulas.Groups) -> None:
    theirs = st.chi2_contingency(np.array(groups), correction=False)
    assert formulas.chi_square(groups) == pytest.approx(theirs.statistic)
    assert formulas.chi_square_p(groups) == pytest.approx(theirs.pvalue)
    assert formulas.expected_counts(groups) == pytest.approx(theirs.expected_freq)
    assert formulas.cramers_v(groups) == pytest.approx(st.contingency.association(np.array(groups), "cramer"))


def test_n_minus_one_chi_square_worked_by_hand() -> None:
    """7 of 10 against 2 of 10: 20 * (7*8 - 3*2)^2 / (10*10*9*11) = 5.0505, times 19/20 = 4.7980; p = 0.0285."""
    assert formulas.chi_square(((3, 7), (8, 2))) == pytest.approx(20 * 50**2 / 9900)
    assert formulas.n_minus_one_p((3, 7), (8, 2)) == pytest.approx(0.0285, abs=5e-5)


@settings(max_examples=50, deadline=None)
@given(shares, shares)
def test_fisher_irwin_is_that_of_scipy(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert formulas.fisher_irwin_p(one, other) == pytest.approx(st.fisher_exact([one, other]).pvalue, abs=1e-9)


def test_fisher_irwin_worked_by_hand() -> None:
    """3 of 3 against 0 of 3: one table in twenty at each end."""
    assert formulas.fisher_irwin_p((0, 3), (3, 0)) == pytest.approx(2 / 20)


@pytest.mark.parametrize(
    "groups", [((4, 1), (2, 3), (0, 5)), ((9, 1), (8, 0), (3, 3), (6, 1)), ((5, 0), (7, 0), (6, 0))]
)
def test_conditional_p_is_the_share_of_all_ways_to_deal_the_answers(groups: formulas.Groups) -> None:
    sizes, yes = [sum(counts) for counts in groups], sum(counts[1] for counts in groups)

    def spread(told: tuple[int, ...]) -> float:
        return sum(count**2 / size for count, size in zip(told, sizes, strict=True))

    observed, extreme, all_ways = spread(tuple(counts[1] for counts in groups)), 0, 0
    for told in itertools.product(*(range(size + 1) for size in sizes)):
        if sum(told) == yes:
            ways = math.prod(math.comb(size, count) for size, count in zip(sizes, told, strict=True))
            all_ways += ways
            extreme += ways if spread(told) >= observed - 1e-9 else 0
    assert formulas.conditional_p(groups) == pytest.approx(extreme / all_ways)


def test_conditional_p_of_many_tables_is_drawn_near_the_exact_one(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = ((40, 3), (25, 6), (18, 1), (30, 4))
    exact = formulas.conditional_p(groups)
    monkeypatch.setattr(formulas, "MOST_TABLES", 10)
    drawn = formulas.conditional_p(groups)
    assert drawn == formulas.conditional_p(groups)
    assert drawn == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / formulas.DRAWS))


@pytest.mark.parametrize(("one", "other"), POINTS)
def test_mann_whitney_is_that_of_scipy(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    theirs = st.mannwhitneyu(spelled(one), spelled(other), method="asymptotic", use_continuity=False)
    assert ranks.u_statistic(one, other) == theirs.statistic
    assert ranks.mann_whitney_p(one, other) == pytest.approx(theirs.pvalue)


@settings(max_examples=30, deadline=None)
@given(few_points, few_points)
def test_exact_ranks_are_those_of_every_way_to_deal_the_answers(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    answers = np.concatenate([spelled(one), spelled(other)])
    by_rank, n = st.rankdata(answers), sum(one)
    centre = n * (len(answers) + 1) / 2
    sums = np.array([sum(chosen) for chosen in itertools.combinations(by_rank, n)])
    expected = (np.abs(sums - centre) >= abs(by_rank[:n].sum() - centre) - 1e-9).mean()
    assert ranks.exact_mann_whitney_p(one, other) == pytest.approx(expected)


def test_exact_ranks_worked_by_hand() -> None:
    """Three zeros against three fives: 2 of the 20 ways to deal them are as far apart."""
    assert ranks.exact_mann_whitney_p((3, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 3)) == pytest.approx(0.1)


@pytest.mark.parametrize("groups", [POINTS[0], (*POINTS[0], POINTS[1][0]), (*POINTS[1], *POINTS[2])])
def test_kruskal_wallis_is_that_of_scipy(groups: formulas.Groups) -> None:
    theirs = st.kruskal(*(spelled(tuple(counts)) for counts in groups))
    assert ranks.kruskal_wallis(groups) == pytest.approx(theirs.statistic)
    assert ranks.kruskal_wallis_p(groups) == pytest.approx(theirs.pvalue)


@pytest.mark.parametrize(("one", "other"), POINTS)
def test_cliffs_delta_counts_pairs(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    pairs = [np.sign(a - b) for a in spelled(one) for b in spelled(other)]
    assert ranks.cliffs_delta(one, other) == pytest.approx(np.mean(pairs))


@pytest.mark.parametrize("groups", [POINTS[0], (*POINTS[0], POINTS[1][0]), (*POINTS[1], *POINTS[2])])
def test_epsilon_squared_is_the_part_of_the_spread_of_ranks_between_groups(groups: formulas.Groups) -> None:
    by_rank = st.rankdata(np.concatenate([spelled(tuple(counts)) for counts in groups]))
    parts = np.split(by_rank, np.cumsum([sum(counts) for counts in groups])[:-1])
    between = sum(len(part) * (part.mean() - by_rank.mean()) ** 2 for part in parts)
    assert ranks.epsilon_squared(groups) == pytest.approx(between / ((by_rank - by_rank.mean()) ** 2).sum())


@pytest.mark.parametrize(("share", "other"), [(0.62, 0.41), (0.0, 1.0), (0.3, 0.3)])
def test_cohens_h_is_that_of_statsmodels(share: float, other: float) -> None:
    assert formulas.cohens_h(share, other) == pytest.approx(proportion_effectsize(share, other))


def test_answers_all_alike_differ_by_nothing() -> None:
    alike = ((0, 0, 8, 0, 0, 0), (0, 0, 9, 0, 0, 0))
    assert ranks.mann_whitney_p(*alike) == ranks.kruskal_wallis_p(alike) == 1
    assert ranks.exact_mann_whitney_p(*alike) == pytest.approx(1)
    assert formulas.chi_square_p(((0, 8), (0, 9), (0, 3))) == 1
    assert formulas.conditional_p(((0, 8), (0, 9), (0, 3))) == pytest.approx(1)
    assert formulas.fisher_irwin_p((0, 8), (0, 9)) == pytest.approx(1)


@settings(max_examples=40, deadline=None)
@given(points, points)
def test_groups_change_places_and_only_signs_change(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert ranks.cliffs_delta(one, other) == pytest.approx(-ranks.cliffs_delta(other, one))
    assert ranks.mann_whitney_p(one, other) == pytest.approx(ranks.mann_whitney_p(other, one))
    there, back = formulas.welch(one, other, 0.95), formulas.welch(other, one, 0.95)
    assert (there is None) == (back is None)
    assert there is None or back is None or there == pytest.approx((-back[1], -back[0]))


@settings(max_examples=40, deadline=None)
@given(points, points)
def test_the_scale_turned_round_tells_the_same(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    turned = ranks.cliffs_delta(one[::-1], other[::-1])
    assert turned == pytest.approx(-ranks.cliffs_delta(one, other))
    assert ranks.mann_whitney_p(one[::-1], other[::-1]) == pytest.approx(ranks.mann_whitney_p(one, other))


@settings(max_examples=40, deadline=None)
@given(some.tuples(points, points, points))
def test_the_order_of_groups_does_not_matter(groups: formulas.Groups) -> None:
    for turned in itertools.permutations(groups):
        assert ranks.kruskal_wallis(turned) == pytest.approx(ranks.kruskal_wallis(groups), abs=1e-9)
        assert formulas.cramers_v(turned) == pytest.approx(formulas.cramers_v(groups))


@settings(max_examples=40, deadline=None)
@given(points, points)
def test_ten_times_the_answers_leave_the_size_and_sharpen_the_test(
    one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    more = [tuple(10 * count for count in counts) for counts in (one, other)]
    assert ranks.cliffs_delta(*more) == pytest.approx(ranks.cliffs_delta(one, other))
    assert ranks.mann_whitney_p(*more) <= ranks.mann_whitney_p(one, other) + 1e-9


@settings(max_examples=40, deadline=None)
@given(points, points)
def test_kruskal_wallis_of_two_groups_is_mann_whitney(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert ranks.kruskal_wallis_p((one, other)) == pytest.approx(ranks.mann_whitney_p(one, other), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(shares, shares)
def test_the_interval_of_a_difference_holds_it_and_stays_within_bounds(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    low, high = formulas.newcombe(one, other, 0.95) or (0, 0)
    difference = one[1] / sum(one) - other[1] / sum(other)
    assert -1 - 1e-12 <= low <= difference + 1e-12
    assert difference - 1e-12 <= high <= 1 + 1e-12
