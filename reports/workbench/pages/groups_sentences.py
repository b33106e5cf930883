"""What a comparison of groups says, in plain words: whole sentences, never a word about causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.number_format import NumberFormat
from reports.workbench.pages.groups_words import LEVEL, difference_words, estimate_words, p_equation, size_words
from scoring.group_levels import LevelComparison
from scoring.group_tests import Comparison


@dataclass(frozen=True)
class Told:
    """What sentences need: the names of the groups, numbers as the language writes them, how many were tested."""

    names: Sequence[str]
    numbers: NumberFormat
    comparisons: int
    minimum: int


def sentence_of(told: Told, comparison: Comparison) -> str:
    """One item, any number of groups."""
    return _two(told, comparison) if len(comparison.groups) == 2 else _several(told, comparison)


def _two(told: Told, comparison: Comparison) -> str:
    one, other = comparison.groups
    numbers = told.numbers
    values = {
        "first": told.names[0],
        "second": told.names[1],
        "n": numbers.count(one.n),
        "m": numbers.count(other.n),
        "minimum": numbers.count(told.minimum),
    }
    if comparison.effect is None:
        return (
            _(
                "Too few answers to test: “%(first)s” n = %(n)s, “%(second)s” n = %(m)s; at least %(minimum)s are "
                "needed in each group."
            )
            % values
        )
    is_turned = comparison.effect.value < 0  # the sentence begins with the higher group
    if is_turned:
        one, other = other, one
        values |= {"first": told.names[1], "second": told.names[0], "n": values["m"], "m": values["n"]}
    values |= {
        "a": estimate_words(numbers, one),
        "b": estimate_words(numbers, other),
        "difference": difference_words(numbers, comparison),
        "p": p_equation(numbers, comparison.corrected),
        "count": numbers.count(told.comparisons),
        "size": size_words(comparison.effect.size),
    }
    if not comparison.is_clear(LEVEL):
        text = (
            _(
                "No clear difference: Yes from %(a)s in the group “%(first)s” (n = %(n)s) and %(b)s in the group "
                "“%(second)s” (n = %(m)s). Difference: %(difference)s; chance alone may explain it (%(p)s after "
                "correction for the number of comparisons: %(count)s)."
            )
            if one.is_share
            else _(
                "No clear difference: a mean of %(a)s in the group “%(first)s” (n = %(n)s) and %(b)s in the group "
                "“%(second)s” (n = %(m)s). Difference of the means: %(difference)s; chance alone may explain it (%(p)s "
                "after correction for the number of comparisons: %(count)s)."
            )
        )
    elif one.is_share:
        text = _(
            "Yes is said more often in the group “%(first)s” (n = %(n)s) than in the group “%(second)s” (n = %(m)s): "
            "%(a)s against %(b)s. Difference: %(difference)s; chance alone is an unlikely explanation (%(p)s after "
            "correction for the number of comparisons: %(count)s). Size of the difference: %(size)s."
        )
    else:
        text = _(
            "Points tend to be higher in the group “%(first)s” (n = %(n)s) than in the group “%(second)s” (n = %(m)s): "
            "a mean of %(a)s against %(b)s. Difference of the means: %(difference)s; chance alone is an unlikely "
            "explanation (%(p)s after correction for the number of comparisons: %(count)s). Size of the difference: "
            "%(size)s."
        )
    return text % values


def _several(told: Told, comparison: Comparison) -> str:
    numbers = told.numbers
    if comparison.effect is None:
        values = {"minimum": numbers.count(told.minimum)}
        return _("Too few answers to test: fewer than two groups have %(minimum)s answers.") % values
    high, low = comparison.highest, comparison.lowest
    one, other = comparison.groups[high], comparison.groups[low]
    values = {
        "first": told.names[high],
        "second": told.names[low],
        "n": numbers.count(one.n),
        "m": numbers.count(other.n),
        "a": estimate_words(numbers, one),
        "b": estimate_words(numbers, other),
        "p": p_equation(numbers, comparison.corrected),
        "count": numbers.count(told.comparisons),
        "groups": numbers.count(len(comparison.tested)),
        "size": size_words(comparison.effect.size),
    }
    if comparison.is_clear(LEVEL):
        text = (
            _(
                "The groups differ (tested: %(groups)s). The largest share of Yes: %(a)s in the group “%(first)s” "
                "(n = %(n)s); the smallest: %(b)s in the group “%(second)s” (n = %(m)s). Chance alone is an unlikely "
                "explanation (%(p)s after correction for the number of comparisons: %(count)s). Size of the "
                "difference: %(size)s."
            )
            if one.is_share
            else _(
                "The groups differ (tested: %(groups)s). The highest mean: %(a)s in the group “%(first)s” (n = %(n)s); "
                "the lowest: %(b)s in the group “%(second)s” (n = %(m)s). Chance alone is an unlikely explanation "
                "(%(p)s after correction for the number of comparisons: %(count)s). Size of the difference: %(size)s."
            )
        )
    else:
        text = (
            _(
                "No clear difference between the groups (tested: %(groups)s): shares of Yes from %(b)s (“%(second)s”, "
                "n = %(m)s) to %(a)s (“%(first)s”, n = %(n)s); chance alone may explain it (%(p)s after correction for "
                "the number of comparisons: %(count)s)."
            )
            if one.is_share
            else _(
                "No clear difference between the groups (tested: %(groups)s): means from %(b)s (“%(second)s”, "
                "n = %(m)s) to %(a)s (“%(first)s”, n = %(n)s); chance alone may explain it (%(p)s after correction for "
                "the number of comparisons: %(count)s)."
            )
        )
    return text % values


def level_sentence(told: Told, comparison: LevelComparison, corrected: float | None) -> str:
    """One score, any number of groups."""
    numbers = told.numbers
    if comparison.p is None:
        values = {"minimum": numbers.count(told.minimum)}
        return (
            _("Not tested: fewer than two groups have a score with an interval that rests on %(minimum)s responses.")
            % values
        )
    order = sorted(comparison.tested, key=lambda place: comparison.groups[place].score or 0.0)
    high, low = order[-1], order[0]
    values = {
        "first": told.names[high],
        "second": told.names[low],
        "a": numbers.score(comparison.groups[high].score),
        "b": numbers.score(comparison.groups[low].score),
        "n": numbers.count(comparison.groups[high].respondents),
        "m": numbers.count(comparison.groups[low].respondents),
        "difference": difference_words(numbers, comparison),
        "p": p_equation(numbers, corrected),
        "count": numbers.count(told.comparisons),
    }
    if corrected is not None and corrected < LEVEL:
        text = _(
            "The highest score: %(a)s in the group “%(first)s” (responses: %(n)s); the lowest: %(b)s in the group "
            "“%(second)s” (responses: %(m)s). Difference: %(difference)s; chance alone is an unlikely explanation "
            "(%(p)s after correction for the number of comparisons: %(count)s)."
        )
    else:
        text = _(
            "No clear difference: scores from %(b)s in the group “%(second)s” (responses: %(m)s) to %(a)s in the group "
            "“%(first)s” (responses: %(n)s). Difference: %(difference)s; chance alone may explain it (%(p)s after "
            "correction for the number of comparisons: %(count)s)."
        )
    return text % values
