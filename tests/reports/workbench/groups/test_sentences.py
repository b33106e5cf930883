"""Sentences about comparisons: every case, in three languages, whole and without words about causes."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from reports.number_format import number_format
from reports.workbench.pages.groups_sentences import Told, level_sentence, sentence_of
from reports.workbench.pages.groups_words import difference_words, p_equation, p_words
from scoring.group_levels import Estimate, compare_scores
from scoring.group_tests import Answers, Comparison, Correction, compare, corrected

CASES = {
    "clear shares": [Answers((46, 174)), Answers((34, 16))],
    "unclear shares": [Answers((10, 10)), Answers((9, 10))],
    "few shares": [Answers((10, 10)), Answers((1, 1))],
    "nobody": [Answers((0, 0)), Answers((0, 9))],
    "clear means": [Answers((9, 9, 9, 1, 0, 0)), Answers((0, 0, 1, 9, 9, 9))],
    "unclear means": [Answers((2,) * 6), Answers((2,) * 6)],
    "means without spread": [Answers((0, 0, 9, 0, 0, 0)), Answers((0, 0, 0, 0, 9, 0))],
    "few means": [Answers((1, 0, 0, 0, 0, 0)), Answers((2,) * 6)],
    "clear shares of three": [Answers((46, 174)), Answers((34, 16)), Answers((1, 0))],
    "unclear shares of three": [Answers((10, 10)), Answers((9, 10)), Answers((8, 9))],
    "few shares of three": [Answers((10, 10)), Answers((1, 1)), Answers((1, 1))],
    "clear means of three": [Answers((9, 9, 9, 1, 0, 0)), Answers((0, 0, 1, 9, 9, 9)), Answers((2,) * 6)],
    "unclear means of three": [Answers((2,) * 6), Answers((2,) * 6), Answers((2,) * 6)],
}
CAUSES = re.compile(
    r"because|cause|due to|effect of|lead|significan|потому|из-за|значим|себеб|салдар|маңызды", re.IGNORECASE
)


def told(language: str, groups: int) -> Told:
    return Told(("Officials", "NGOs", "Schools")[:groups], number_format(language), 81, 5)


def compared(groups: list[Answers]) -> Comparison:
    return corrected([compare(groups)], Correction.HOLM)[0]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("case", CASES)
def test_every_case_is_a_whole_sentence(case: str, language: str) -> None:
    with translation.override(language):
        sentence = sentence_of(told(language, len(CASES[case])), compared(CASES[case]))
    assert sentence[0].isupper() or sentence[0] in "«“"
    assert sentence.endswith(".")
    assert "%(" not in sentence
    assert "None" not in sentence
    assert not CAUSES.search(sentence)
    if "few" not in case and case != "nobody":
        assert "81" in sentence  # how many comparisons
        assert re.search(r"p\s[=<]\s0[.,]\d{3}|p\s=\s1[.,]000", sentence)


def test_every_case_says_something_else() -> None:
    with translation.override("en"):
        said = [sentence_of(told("en", len(groups)), compared(groups)) for groups in CASES.values()]
    beginnings = {re.sub(r"[\d.]+", "", sentence) for sentence in said}
    assert len(beginnings) >= len(CASES) - 2  # too few is told alike, whatever was asked


def test_a_sentence_begins_with_the_higher_group() -> None:
    with translation.override("en"):
        there = sentence_of(told("en", 2), compared(CASES["clear shares"]))
        back = sentence_of(
            Told(("NGOs", "Officials"), number_format("en"), 81, 5), compared(CASES["clear shares"][::-1])
        )
    assert there == back
    assert there.startswith(
        "Yes is said more often in the group “Officials” (n = 220) than in the group “NGOs” (n = 50)"
    )
    assert "79% against 32%" in there


@pytest.mark.parametrize(
    ("p", "words"), [(0.0004, "<\N{NO-BREAK SPACE}0.001"), (0.012, "0.012"), (1.0, "1.000"), (None, "–")]
)
def test_p_values_say_no_less_than_they_can(p: float | None, words: str) -> None:
    assert p_words(number_format("en"), p) == words
    assert p_equation(number_format("ru"), 0.012) == "p\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}0,012"


def test_differences_are_told_without_a_sign_with_their_interval() -> None:
    with translation.override("en"):
        numbers = number_format("en")
        there, back = compare(CASES["clear shares"]), compare(CASES["clear shares"][::-1])
        assert (
            difference_words(numbers, there)
            == difference_words(numbers, back)
            == "47.1 points out of 100 (from 32.1 to 59.3)"
        )
        assert difference_words(numbers, compare(CASES["means without spread"])) == "2.00 on the scale from 0 to 5"
        assert difference_words(numbers, compare(CASES["nobody"])) == "–"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("corrected_p", [0.01, 0.4])
def test_levels_are_told_too(language: str, corrected_p: float) -> None:
    groups = [Estimate(0.6, 0.03, 20, 50), Estimate(0.45, 0.04, 20, 60)]
    with translation.override(language):
        sentence = level_sentence(told(language, 2), compare_scores(groups, 0.95, 5), corrected_p)
        untested = level_sentence(told(language, 2), compare_scores(groups[:1] * 2, 0.95, 100), None)
    numbers = number_format(language)
    assert numbers.score(0.6) in sentence
    assert numbers.score(0.45) in sentence
    assert not CAUSES.search(sentence + untested)
    assert "5" in untested
