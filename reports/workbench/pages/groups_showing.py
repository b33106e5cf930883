"""Lines of the page of groups as a picture with its table, and the most telling of them in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.charts import Chart, style
from reports.charts.chart import Table
from reports.charts.differences import (
    GROUPS,
    LETTERS,
    DifferenceRow,
    EstimateRow,
    Legend,
    draw_differences,
    draw_estimates,
    reach_of,
)
from reports.figures import UnitView
from reports.number_format import NumberFormat
from reports.workbench import specs
from reports.workbench.pages.groups_lines import Line
from reports.workbench.pages.groups_sentences import Told, level_sentence, sentence_of
from reports.workbench.pages.groups_words import LEVEL, estimate_words, p_equation, p_words, size_words, test_words
from scoring.group_levels import Estimate
from scoring.group_tests import Answers, Comparison, Test

SHOWN = 30
"""Rows of the picture; the table has all."""
MARKS: tuple[specs.Mark, ...] = ("circle", "diamond", "bar")  # groups are told apart by shape, too
CROWD = 6  # more groups than this share a cell of the table with their n


@dataclass(frozen=True)
class Shown:
    """What the page shows of the lines. `told`: the groups and numbers."""

    view: UnitView
    told: Told
    lines: Sequence[Line]

    @property
    def is_crowded(self) -> bool:
        """Whether there are too many groups for a column of each number."""
        return len(self.told.names) > CROWD

    @property
    def pictured(self) -> Sequence[Line]:
        """The lines of the picture: fewer where each holds many marks."""
        return self.lines[: SHOWN // 2 if self.is_crowded else SHOWN]

    def sentence(self, line: Line) -> str:
        """A line in plain words."""
        if isinstance(line.comparison, Comparison):
            return sentence_of(self.told, line.comparison)
        return level_sentence(self.told, line.comparison, line.corrected)

    def is_clear(self, line: Line) -> bool:
        """Whether chance alone is an unlikely explanation of the line's difference."""
        return line.corrected is not None and line.corrected < LEVEL

    def estimate(self, group: Answers | Estimate) -> str:
        """A group's estimate as it is written."""
        if isinstance(group, Answers):
            return estimate_words(self.told.numbers, group)
        return self.told.numbers.score(group.score)

    def n(self, group: Answers | Estimate) -> str:
        """How many it rests on."""
        return self.told.numbers.count(group.n if isinstance(group, Answers) else group.respondents)


def draw(shown: Shown, title: str, sentence: str) -> Chart:
    """Differences of two groups; estimates of more."""
    view, lines = shown.view, shown.pictured
    caption = view.caption("groups", title, sentence)
    legend = Legend(_("chance alone is an unlikely explanation"), _("chance alone may explain it, or not tested"))
    if len(shown.told.names) == 2:
        ends = tuple(_("higher: %(group)s") % {"group": shown.told.names[place]} for place in (1, 0))
        rows = [_difference_row(shown, line) for line in lines]
        return draw_differences(view.terms, caption, rows, (ends[0], ends[1]), legend, table_of(shown))
    estimates = [_estimate_row(shown, line) for line in lines]
    return draw_estimates(view.terms, caption, estimates, shown.told.names, legend, table_of(shown))


def _difference_row(shown: Shown, line: Line) -> DifferenceRow:
    one = line.comparison
    middle, low, high = (None if end is None else end / line.width for end in (one.difference, one.low, one.high))
    code = line.code if line.is_item else ""
    return DifferenceRow(code, line.name, middle, low, high, shown.is_clear(line), _beside(shown, line))


def _estimate_row(shown: Shown, line: Line) -> EstimateRow:
    values = tuple(_place(group, line.width) for group in line.comparison.groups)
    return EstimateRow(line.code if line.is_item else "", line.name, values, shown.is_clear(line), _beside(shown, line))


def _place(group: Answers | Estimate, width: float) -> float | None:
    value = group.mean if isinstance(group, Answers) else group.score
    return None if value is None else value / width


def _beside(shown: Shown, line: Line) -> str:
    if line.corrected is None:
        return _("not tested")
    size = _size(line)
    p = p_equation(shown.told.numbers, line.corrected)
    return f"{size}, {p}" if size and shown.is_clear(line) else p


def _size(line: Line) -> str:
    comparison = line.comparison
    if isinstance(comparison, Comparison) and comparison.effect:
        return size_words(comparison.effect.size)
    return ""


def table_of(shown: Shown) -> Table:
    """Every number: estimate, n and Do not know of each group, difference, interval, test, p, size, the sentence."""
    header = [_("Item or score")]
    for name in shown.told.names:
        header.append(name)
        if not shown.is_crowded:
            header += [f"{name}: n", _("%(group)s: Do not know") % {"group": name}]
    header += [
        _("Difference"),
        _("Interval of the difference"),
        _("Test"),
        _("p before correction"),
        _("p after correction"),
        _("Size of the difference"),
        _("Effect size"),
        _("In plain words"),
    ]
    return Table(tuple(header), tuple(_row(shown, line) for line in shown.lines))


def _row(shown: Shown, line: Line) -> tuple[str, ...]:
    numbers, one = shown.told.numbers, line.comparison
    cells = [f"{line.code} {line.name}" if line.is_item else line.name]
    for group in one.groups:
        if shown.is_crowded:
            cells.append(f"{shown.estimate(group)} (n = {shown.n(group)})")
        else:
            dk_share = group.dk_share if isinstance(group, Answers) and group.is_share else None
            cells += [shown.estimate(group), shown.n(group), numbers.share(dk_share)]
    is_scale = isinstance(one, Comparison) and not one.groups[0].is_share
    show = numbers.decimal if is_scale else numbers.gap
    is_interval = one.low is not None and one.high is not None
    test = one.test if isinstance(one, Comparison) else Test.JACKKNIFE if one.p is not None else None
    effect = one.effect if isinstance(one, Comparison) else None
    return (
        *cells,
        show(one.difference),
        _("from %(low)s to %(high)s") % {"low": show(one.low), "high": show(one.high)}
        if is_interval
        else numbers.share(None),
        test_words(test) if test else _("not tested"),
        p_words(numbers, one.p),
        p_words(numbers, line.corrected),
        _size(line) or numbers.share(None),
        f"{_measure(effect.measure.value)} {numbers.decimal(effect.value)}" if effect else numbers.share(None),
        shown.sentence(line),
    )


def _measure(value: str) -> str:
    return {
        "cohens-h": _("Cohen’s h"),
        "cramers-v": _("Cramér’s V"),
        "cliffs-delta": _("Cliff’s delta"),
        "epsilon-squared": _("epsilon squared"),
    }[value]


def spec_of(shown: Shown) -> specs.Spec:
    """The same for exploring: two groups by their difference, more by their estimates."""
    lines = shown.pictured
    names = [f"{line.code} {line.name}" if line.is_item else line.name for line in lines]
    if len(shown.told.names) == 2:
        return _differences_spec(shown, lines, names)
    series = []
    for place, name in enumerate(shown.told.names):
        points = []
        for line in lines:
            group = line.comparison.groups[place]
            value, text = _place(group, line.width), f"{name}: {shown.estimate(group)}, n = {shown.n(group)}"
            points.append(None if value is None else specs.Point(value, shown.estimate(group), text))
        letter = LETTERS[place % len(LETTERS)]
        series.append(specs.Series(f"{letter} {name}", points, GROUPS[place % len(GROUPS)], MARKS[place % len(MARKS)]))
    return specs.dots(names, series)


def _differences_spec(shown: Shown, lines: Sequence[Line], names: Sequence[str]) -> specs.Spec:
    numbers = shown.told.numbers
    written = []
    for line in lines:
        is_scale = isinstance(line.comparison, Comparison) and not line.comparison.groups[0].is_share
        show = numbers.decimal if is_scale else numbers.gap
        written.append(show(line.comparison.difference))
    rows = [_difference_row(shown, line) for line in lines]
    legend = (_("chance alone is an unlikely explanation"), _("chance alone may explain it, or not tested"))
    return differences_spec(rows, written, [shown.sentence(line) for line in lines], names, legend, numbers)


def differences_spec(
    rows: Sequence[DifferenceRow],
    written: Sequence[str],
    sentences: Sequence[str],
    names: Sequence[str],
    legend: tuple[str, str],
    numbers: NumberFormat,
) -> specs.Spec:
    """Differences for exploring. `written`: as in the table; `legend`: of clear ones and of the others."""
    series = []
    for is_clear, name, colour in ((True, legend[0], style.HIGHLIGHT), (False, legend[1], style.MUTED)):
        points = [
            None
            if row.difference is None or row.is_clear != is_clear
            else specs.Point(row.difference, shown, sentence, row.low, row.high)
            for row, shown, sentence in zip(rows, written, sentences, strict=True)
        ]
        series.append(specs.Series(name, points, colour, "diamond" if is_clear else "circle"))
    reach = reach_of(rows)
    ticks = [(part * reach, numbers.plain(part * reach * 100)) for part in (-1, -0.5, 0, 0.5, 1)]
    return specs.dots(names, series, specs.Axis(-reach, reach, ticks), (0.0, _("no difference")))
