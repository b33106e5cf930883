"""Numbers of comparisons in words: p values, differences, sizes, tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reports.number_format import NumberFormat
from scoring.group_levels import LevelComparison
from scoring.group_tests import Answers, Comparison, Size, Test

LEVEL = 0.05
"""Below this corrected p a difference is called clear."""

_SIZES: Mapping[Size, Any] = {
    Size.NEGLIGIBLE: pgettext_lazy("size of a difference", "negligible"),
    Size.SMALL: pgettext_lazy("size of a difference", "small"),
    Size.MEDIUM: pgettext_lazy("size of a difference", "medium"),
    Size.LARGE: pgettext_lazy("size of a difference", "large"),
}
_TESTS: Mapping[Test, Any] = {
    Test.CHI_SQUARE: gettext_lazy("chi-square test"),
    Test.FISHER: gettext_lazy("exact test of Fisher and Irwin"),
    Test.CONDITIONAL: gettext_lazy("conditional test of shares"),
    Test.MANN_WHITNEY: gettext_lazy("Mann–Whitney test"),
    Test.EXACT_RANKS: gettext_lazy("exact Mann–Whitney test"),
    Test.KRUSKAL_WALLIS: gettext_lazy("Kruskal–Wallis test"),
    Test.MANTEL_HAENSZEL: gettext_lazy("Cochran–Mantel–Haenszel test"),
    Test.VAN_ELTEREN: gettext_lazy("van Elteren test"),
    Test.JACKKNIFE: gettext_lazy("Welch’s test with jackknife errors"),
}


def size_words(size: Size) -> str:
    """The size of a difference in a word."""
    return str(_SIZES[size])


def test_words(test: Test) -> str:
    """How chance was judged, in words."""
    return str(_TESTS[test])


def p_words(numbers: NumberFormat, p: float | None) -> str:
    """A p value: three decimals, and no less than can be said with them."""
    if p is not None and p < 0.001:
        return f"<\N{NO-BREAK SPACE}{numbers.decimal(0.001, 3)}"
    return numbers.decimal(p, 3)


def p_equation(numbers: NumberFormat, p: float | None) -> str:
    """The same behind its letter."""
    words = p_words(numbers, p)
    return f"p\N{NO-BREAK SPACE}{words}" if words.startswith("<") else f"p\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{words}"


def difference_words(numbers: NumberFormat, comparison: Comparison | LevelComparison) -> str:
    """The size of a difference without its sign, with its interval where there is one."""
    if comparison.difference is None:
        return numbers.decimal(None)
    ends = (comparison.difference, comparison.low, comparison.high)
    if comparison.difference < 0:  # told of the larger one
        ends = (-comparison.difference, _negative(comparison.high), _negative(comparison.low))
    show = _points if _in_hundreds(comparison) else _decimal
    middle, low, high = (None if end is None else show(numbers, end) for end in ends)
    values = {"middle": middle, "low": low, "high": high}
    if _in_hundreds(comparison):
        if low is None:
            return _("%(middle)s points out of 100") % values
        return _("%(middle)s points out of 100 (from %(low)s to %(high)s)") % values
    if low is None:
        return _("%(middle)s on the scale from 0 to 5") % values
    return _("%(middle)s on the scale from 0 to 5 (from %(low)s to %(high)s)") % values


def estimate_words(numbers: NumberFormat, answers: Answers) -> str:
    """A share of Yes, or a mean point."""
    return numbers.share(answers.mean) if answers.is_share else numbers.decimal(answers.mean)


def _in_hundreds(comparison: Comparison | LevelComparison) -> bool:
    return isinstance(comparison, LevelComparison) or comparison.groups[0].is_share


def _points(numbers: NumberFormat, value: float) -> str:
    return numbers.plain(value * 100, 1)


def _decimal(numbers: NumberFormat, value: float) -> str:
    return numbers.decimal(value)


def _negative(value: float | None) -> float | None:
    return None if value is None else -value
