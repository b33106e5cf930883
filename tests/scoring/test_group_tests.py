"""Comparisons: which test is chosen, how many comparisons are corrected for, what is too few to test."""

from __future__ import annotations

import gc
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oneway import anova_generic

from scoring.group_answers import worth_of
from scoring.group_levels import Estimate, compare_scores, estimate, welch_f_p
from scoring.group_tests import (
    Answers,
    Comparison,
    Correction,
    Effect,
    Measure,
    Size,
    Test,
    benjamini_hochberg,
    compare,
    corrected,
    holm,
)
from scoring.methods import DoNotKnow
from surveys.coding import CODES, Code
from tests.contents import metep, standard_method

probabilities = some.lists(some.floats(0, 1), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("groups", "test", "measure"),
    [
        ([(46, 74), (24, 16)], Test.CHI_SQUARE, Measure.COHENS_H),
        ([(40, 1), (20, 0)], Test.FISHER, Measure.COHENS_H),
        ([(46, 74), (24, 16), (20, 30)], Test.CHI_SQUARE, Measure.CRAMERS_V),
        ([(46, 2), (24, 1), (20, 3)], Test.CONDITIONAL, Measure.CRAMERS_V),
        ([(3, 3, 3, 3, 0, 0), (0, 2, 2, 2, 2, 2)], Test.MANN_WHITNEY, Measure.CLIFFS_DELTA),
        ([(3, 3, 3, 0, 0, 0), (0, 2, 2, 2, 2, 20)], Test.EXACT_RANKS, Measure.CLIFFS_DELTA),
        ([(3, 3, 3, 0, 0, 0), (0, 2, 2, 2, 2, 2), (1,) * 6], Test.KRUSKAL_WALLIS, Measure.EPSILON_SQUARED),
    ],
)
def test_a_fitting_test_is_chosen(groups: list[tuple[int, ...]], test: Test, measure: Measure) -> None:
    comparison = compare([Answers(counts) for counts in groups])
    assert comparison.test is test
    assert comparison.effect is not None
    assert comparison.effect.measure is measure


def test_a_comparison_worked_by_hand() -> None:
    """74 of 120 against 16 of 40: 61.7 % - 40 % = 21.7 points; chi-square 160 * (74*24 - 46*16)^2 / (120*40*90*70)."""
    comparison = compare([Answers((46, 74)), Answers((24, 16))])
    assert comparison.difference == pytest.approx(74 / 120 - 0.4)
    chi_square = 160 * (74 * 24 - 46 * 16) ** 2 / (120 * 40 * 90 * 70)
    assert chi_square == pytest.approx(5.7228, abs=5e-5)
    assert comparison.p == pytest.approx(0.01709, abs=5e-6)  # of 5.7228 * 159 / 160 = 5.6870
    assert comparison.effect is not None
    assert comparison.effect.value == pytest.approx(0.4369, abs=5e-5)
    assert comparison.effect.size is Size.SMALL


def test_groups_below_the_minimum_are_not_tested() -> None:
    few = compare([Answers((30, 20)), Answers((1, 3))])
    assert (few.is_tested, few.tested, few.p, few.effect) == (False, (), None, None)
    assert few.difference == pytest.approx(-0.35)
    assert compare([Answers((30, 20)), Answers((1, 3))], minimum=4).is_tested


def test_of_several_groups_only_those_with_enough_answers_are_tested() -> None:
    with_few = compare([Answers((30, 20)), Answers((4, 0)), Answers((5, 25))])
    assert with_few.tested == (0, 2)
    assert (with_few.lowest, with_few.highest) == (0, 2)
    assert with_few.difference == pytest.approx(25 / 30 - 0.4)


def test_a_group_without_answers_has_no_estimate() -> None:
    comparison = compare([Answers((0, 0), dk=7), Answers((3, 4))])
    assert comparison.difference is None
    assert comparison.groups[0].mean is None
    assert comparison.groups[0].dk_share == 1
    assert Answers((0, 0)).dk_share is None


@pytest.mark.parametrize("groups", [[], [Answers((1, 2))], [Answers((1, 2)), Answers((1,) * 6)]])
def test_what_is_no_comparison_is_refused(groups: list[Answers]) -> None:
    with pytest.raises(ValueError, match="Two or more groups"):
        compare(groups)


@pytest.mark.parametrize("do_not_know", list(DoNotKnow))
def test_do_not_know_is_apart_from_no_whatever_the_method(do_not_know: DoNotKnow) -> None:
    instrument, method = metep(), replace(standard_method(), do_not_know=do_not_know)
    worth = worth_of(instrument, method)
    answers = np.zeros((len(instrument.scored_items), CODES), np.int64)
    answers[:, [Code.YES, Code.NO, Code.STRUCTURAL, Code.DO_NOT_KNOW, Code.MISSING]] = 5, 2, 1, 4, 3
    found = worth.of(answers)[worth.places["A1.1.a"]]
    assert found == Answers((3, 5), dk=4, missing=3)
    assert found.dk_share == pytest.approx(4 / 12)


def test_points_are_counted_by_value() -> None:
    worth = worth_of(metep(), standard_method())
    answers = np.zeros((len(metep().scored_items), CODES), np.int64)
    answers[:, Code.SCALE_ZERO :] = 6, 5, 4, 3, 2, 1
    assert worth.of(answers)[worth.places["C1.1.a"]] == Answers((6, 5, 4, 3, 2, 1))


@pytest.mark.parametrize(
    ("measure", "values"),
    [
        (Measure.COHENS_H, (0.1, -0.2, 0.5, -0.8)),
        (Measure.CLIFFS_DELTA, (-0.1, 0.147, -0.33, 0.474)),
        (Measure.CRAMERS_V, (0.09, 0.1, 0.3, 0.5)),
        (Measure.EPSILON_SQUARED, (0.0, 0.01, 0.06, 0.14)),
    ],
)
def test_sizes_have_words(measure: Measure, values: tuple[float, ...]) -> None:
    assert [Effect(measure, value).size for value in values] == list(Size)


def test_corrections_worked_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert benjamini_hochberg([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])


@given(probabilities)
def test_corrections_are_those_of_statsmodels(values: list[float]) -> None:
    with patch.object(gc, "collect"):  # statsmodels calls it each time: a second where all of a site is loaded
        expected = [multipletests(values, method=name)[1] for name in ("holm", "fdr_bh")]
    assert holm(values) == pytest.approx(expected[0])
    assert benjamini_hochberg(values) == pytest.approx(expected[1])


@given(probabilities)
def test_corrected_values_keep_their_order_and_are_never_smaller(values: list[float]) -> None:
    for found in (holm(values), benjamini_hochberg(values)):
        assert all(new >= old or new == pytest.approx(old) for new, old in zip(found, values, strict=True))
        order = np.argsort(values, kind="stable")
        assert np.all(np.diff(np.array(found)[order]) >= 0)
    assert np.all(np.array(holm(values)) >= np.array(benjamini_hochberg(values)) - 1e-12)


def test_only_what_was_tested_is_corrected_for() -> None:
    one, other = Answers((46, 74)), Answers((24, 16))
    few = compare([one, Answers((1, 1))])
    tested = compare([one, other])
    found = corrected([few, tested, tested], Correction.HOLM)
    assert found[0].corrected is None
    assert found[1].corrected == pytest.approx(2 * (tested.p or 0))
    assert found[1].is_clear(0.05)
    assert not found[0].is_clear(0.05)
    assert corrected([], Correction.HOLM) == []
    assert not Comparison((one, other)).is_clear(0.05)


# Levels.


def test_errors_of_scores_are_those_of_the_jackknife() -> None:
    """The example of the method, section 8: four responses, each in a group of its own."""
    replicates = [0.6032, 0.5, 0.5714, 0.7381, 0.6032, *[0.6032] * 16]
    found = estimate(np.array(replicates), np.array([1, 1, 1, 1, *[0] * 16]))
    assert found.error == pytest.approx(0.1496, abs=5e-5)
    assert found.interval(0.95) == (pytest.approx(0.1270, abs=5e-4), 1.0)
    assert (found.k, found.respondents) == (4, 4)


def test_a_score_without_value_or_error_is_not_tested() -> None:
    nothing = estimate(np.full(3, np.nan), np.array([4, 4]))
    alone = estimate(np.array([0.5, 0.5, np.nan]), np.array([9, 0]))
    assert (nothing.score, nothing.interval(0.95), alone.error) == (None, (None, None), None)
    sure = Estimate(0.4, 0.02, 20, 100)
    assert compare_scores([sure, nothing], 0.95, 5).difference is None
    assert compare_scores([sure, alone], 0.95, 5).p is None
    assert compare_scores([sure, Estimate(0.7, 0.02, 20, 4)], 0.95, 5).p is None
    assert compare_scores([sure, alone, nothing], 0.95, 5).tested == ()


def test_two_scores_are_compared_by_welch_worked_by_hand() -> None:
    """0.10 apart with errors 0.03 and 0.04: t = 0.10 / 0.05 = 2 with 20 groups each, df = 35.2 (2.030)."""
    found = compare_scores([Estimate(0.6, 0.03, 20, 50), Estimate(0.5, 0.04, 20, 60)], 0.95, 5)
    assert found.difference == pytest.approx(0.1)
    assert (found.low, found.high) == (pytest.approx(-0.0015, abs=5e-5), pytest.approx(0.2015, abs=5e-5))
    assert found.p == pytest.approx(0.0533, abs=5e-5)


def test_several_scores_are_compared_as_statsmodels_does() -> None:
    scores, sizes, deviations = [0.6, 0.5, 0.45], np.array([20, 20, 12]), np.array([0.12, 0.18, 0.1])
    theirs = anova_generic(np.array(scores), deviations**2, sizes, use_var="unequal", welch_correction=True)
    errors = list(deviations / np.sqrt(sizes))
    assert welch_f_p(scores, errors, [19, 19, 11]) == pytest.approx(theirs.pvalue)
    groups = [Estimate(score, error, int(k), 40) for score, error, k in zip(scores, errors, sizes, strict=True)]
    found = compare_scores(groups, 0.95, 5)
    assert found.p == pytest.approx(theirs.pvalue)
    assert found.difference == pytest.approx(0.15)


def test_welch_of_two_scores_is_the_same_by_t_and_by_f() -> None:
    groups = [Estimate(0.6, 0.03, 20, 50), Estimate(0.5, 0.04, 12, 60)]
    assert compare_scores(groups, 0.95, 5).p == pytest.approx(welch_f_p([0.6, 0.5], [0.03, 0.04], [19, 11]))
