"""Items in two languages as a picture with its table, and as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.charts import Chart
from reports.charts.chart import Table
from reports.charts.differences import DifferenceRow, Legend, draw_differences
from reports.figures import UnitView
from reports.workbench import specs
from reports.workbench.pages.groups_sentences import Told
from reports.workbench.pages.groups_showing import differences_spec
from reports.workbench.pages.groups_words import (
    LEVEL,
    difference_words,
    estimate_words,
    p_equation,
    p_words,
    size_words,
    test_words,
)
from scoring.group_tests import Comparison
from scoring.wording import Adjusted, Shift
from surveys.content import Item

SHOWN = 25
"""Rows of the picture; the table has all."""


@dataclass(frozen=True)
class Line:
    """An item with what was found of it."""

    item: Item
    shift: Shift

    @property
    def is_clear(self) -> bool:
        """Whether a difference remains among alike respondents."""
        return self.shift.is_clear(LEVEL)

    @property
    def width(self) -> float:
        """From the lowest value to the highest."""
        return len(self.shift.raw.groups[0].counts) - 1.0

    @property
    def is_share(self) -> bool:
        """Whether Yes or No was asked."""
        return self.shift.raw.groups[0].is_share

    @property
    def span(self) -> float:
        """The size of the adjusted difference as a part of the scale; -1 where there is none: it comes last."""
        return abs(self.shift.adjusted.difference) / self.width if self.shift.adjusted else -1.0


@dataclass(frozen=True)
class Shown:
    """What the page shows. `told`: the two languages and the numbers."""

    view: UnitView
    told: Told
    lines: Sequence[Line]


def draw(shown: Shown, sentence: str) -> Chart:
    """The adjusted differences."""
    view, names = shown.view, shown.told.names
    title = _("“%(first)s” against “%(second)s”: differences among alike respondents") % {
        "first": names[0],
        "second": names[1],
    }
    legend = Legend(_("a difference remains among alike respondents"), _("no clear difference remains, or not tested"))
    ends = (_("higher: %(group)s") % {"group": names[1]}, _("higher: %(group)s") % {"group": names[0]})
    rows = [_row(shown, line) for line in shown.lines[:SHOWN]]
    return draw_differences(view.terms, view.caption("languages", title, sentence), rows, ends, legend, _table(shown))


def spec_of(shown: Shown) -> specs.Spec:
    """The same for exploring."""
    lines = shown.lines[:SHOWN]
    names = [f"{line.item.code} {shown.view.item(line.item)}" for line in lines]
    rows = [_row(shown, line) for line in lines]
    written = [_difference(shown, line.shift.adjusted, line.is_share) for line in lines]
    legend = (_("a difference remains among alike respondents"), _("no clear difference remains, or not tested"))
    return differences_spec(
        rows, written, [sentence_of(shown, line) for line in lines], names, legend, shown.told.numbers
    )


def sentence_of(shown: Shown, line: Line) -> str:
    """An item in plain words: what all said, what remains among alike respondents."""
    told, raw, adjusted = shown.told, line.shift.raw, line.shift.adjusted
    numbers = told.numbers
    one, other = raw.groups
    values = {
        "first": told.names[0],
        "second": told.names[1],
        "n": numbers.count(one.n),
        "m": numbers.count(other.n),
        "a": estimate_words(numbers, one),
        "b": estimate_words(numbers, other),
        "minimum": numbers.count(told.minimum),
    }
    if adjusted is None:
        return (
            _(
                "Too few alike respondents to test: “%(first)s” n = %(n)s, “%(second)s” n = %(m)s; at least "
                "%(minimum)s answers in each language are needed where both were used by alike respondents."
            )
            % values
        )
    values |= {
        "c": numbers.share(adjusted.first) if line.is_share else numbers.decimal(adjusted.first),
        "d": numbers.share(adjusted.second) if line.is_share else numbers.decimal(adjusted.second),
        "difference": difference_words(numbers, _as_comparison(raw, adjusted)),
        "p": p_equation(numbers, line.shift.corrected),
        "count": numbers.count(told.comparisons),
        "size": size_words(adjusted.effect.size),
    }
    if line.is_clear:
        text = (
            _(
                "All answers: Yes from %(a)s in “%(first)s” (n = %(n)s) and %(b)s in “%(second)s” (n = %(m)s). Among "
                "alike respondents %(c)s and %(d)s: a difference remains, %(difference)s; chance alone is an unlikely "
                "explanation (%(p)s after correction for the number of comparisons: %(count)s). Size of the "
                "difference: %(size)s."
            )
            if line.is_share
            else _(
                "All answers: a mean of %(a)s in “%(first)s” (n = %(n)s) and %(b)s in “%(second)s” (n = %(m)s). Among "
                "alike respondents %(c)s and %(d)s: a difference remains, %(difference)s; chance alone is an unlikely "
                "explanation (%(p)s after correction for the number of comparisons: %(count)s). Size of the "
                "difference: %(size)s."
            )
        )
    else:
        text = (
            _(
                "All answers: Yes from %(a)s in “%(first)s” (n = %(n)s) and %(b)s in “%(second)s” (n = %(m)s). Among "
                "alike respondents %(c)s and %(d)s: no clear difference remains (%(difference)s; %(p)s after "
                "correction for the number of comparisons: %(count)s)."
            )
            if line.is_share
            else _(
                "All answers: a mean of %(a)s in “%(first)s” (n = %(n)s) and %(b)s in “%(second)s” (n = %(m)s). Among "
                "alike respondents %(c)s and %(d)s: no clear difference remains (%(difference)s; %(p)s after "
                "correction for the number of comparisons: %(count)s)."
            )
        )
    return text % values


def _as_comparison(raw: Comparison, adjusted: Adjusted) -> Comparison:
    return Comparison(raw.groups, difference=adjusted.difference, low=adjusted.low, high=adjusted.high)


def _row(shown: Shown, line: Line) -> DifferenceRow:
    adjusted = line.shift.adjusted
    ends = (adjusted.difference, adjusted.low, adjusted.high) if adjusted else (None, None, None)
    middle, low, high = (None if end is None else end / line.width for end in ends)
    beside = p_equation(shown.told.numbers, line.shift.corrected) if adjusted else _("not tested")
    if adjusted and line.is_clear:
        beside = f"{size_words(adjusted.effect.size)}, {beside}"
    return DifferenceRow(line.item.code, shown.view.item(line.item), middle, low, high, line.is_clear, beside)


def _difference(shown: Shown, adjusted: Adjusted | None, is_share: bool) -> str:
    numbers = shown.told.numbers
    if adjusted is None:
        return numbers.decimal(None)
    return numbers.gap(adjusted.difference) if is_share else numbers.decimal(adjusted.difference)


def _table(shown: Shown) -> Table:
    first, second = shown.told.names
    header = (
        shown.view.terms.words.item,
        first,
        f"{first}: n",
        second,
        f"{second}: n",
        _("Difference of all answers"),
        _("%(group)s, alike respondents") % {"group": first},
        _("%(group)s, alike respondents") % {"group": second},
        _("Difference among alike respondents"),
        _("Interval of the difference"),
        _("Answers of alike respondents"),
        _("Strata"),
        _("Test"),
        _("p before correction"),
        _("p after correction"),
        _("Size of the difference"),
        _("In plain words"),
    )
    return Table(header, tuple(_cells(shown, line) for line in shown.lines))


def _cells(shown: Shown, line: Line) -> tuple[str, ...]:
    numbers, raw, adjusted = shown.told.numbers, line.shift.raw, line.shift.adjusted
    show = numbers.gap if line.is_share else numbers.decimal
    nothing = numbers.decimal(None)
    cells = [f"{line.item.code} {shown.view.item(line.item)}"]
    for group in raw.groups:
        cells += [estimate_words(numbers, group), numbers.count(group.n)]
    cells.append(show(raw.difference))
    if adjusted is None:
        return (*cells, *[nothing] * 6, _("not tested"), *[nothing] * 3, sentence_of(shown, line))
    written = numbers.share if line.is_share else numbers.decimal
    share = numbers.share(adjusted.used / adjusted.total)
    return (
        *cells,
        written(adjusted.first),
        written(adjusted.second),
        show(adjusted.difference),
        _("from %(low)s to %(high)s") % {"low": show(adjusted.low), "high": show(adjusted.high)},
        f"{numbers.count(adjusted.used)} ({share})",
        numbers.count(adjusted.strata),
        test_words(adjusted.test),
        p_words(numbers, adjusted.p),
        p_words(numbers, line.shift.corrected),
        size_words(adjusted.effect.size),
        sentence_of(shown, line),
    )
