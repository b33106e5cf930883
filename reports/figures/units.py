"""Figures of many: units side by side, answers by point, responses by day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from django.utils import formats
from django.utils.translation import gettext as _

from reports.charts import (
    Chart,
    Day,
    DistributionRow,
    Terms,
    UnitRow,
    draw_distribution,
    draw_progress,
    draw_units,
)
from reports.charts.chart import Caption
from reports.figures.saying import Said, say_ends
from reports.figures.view import UnitView
from scoring.results import UnitScores
from surveys.content import Table


def units_figure(
    terms: Terms,
    key: str,
    title: str,
    units: Sequence[UnitScores],
    mean: UnitScores | None = None,
    marked: str = "",
) -> Chart | None:
    """Units by their combined overall score. `mean`: a unit drawn as a line; `marked`: the code of one to be seen."""
    rows = [
        UnitRow(
            scores.unit.called(terms.language),
            scores.combined.overall,
            scores.respondents,
            scores.unit.code == marked,
        )
        for scores in units
    ]
    said = [
        Said(row.name, terms.numbers.score(row.score.score), row.score.score, row.score.low, row.score.high)
        for row in rows
        if row.score.score is not None
    ]
    if not said:
        return None
    sentence = say_ends(
        terms, said, _("The highest combined score: %(best)s (%(high)s); the lowest: %(worst)s (%(low)s).")
    )
    line = (mean.unit.called(terms.language), mean.combined.overall) if mean else None
    return draw_units(terms, Caption(key, title, sentence), rows, line)


def distribution_figure(view: UnitView, table: Table) -> Chart | None:
    """How the answers to a table's items from 0 to 5 are distributed."""
    rows, said, numbers = [], [], view.terms.numbers
    for item in table.items:
        score = view.scores.items.get(item.code)
        if score and score.distribution and sum(score.distribution) and score.mean is not None:
            rows.append(DistributionRow(item.code, view.item(item), score.distribution, score.mean))
            said.append(Said(item.code, numbers.decimal(score.mean), score.mean, score.mean_low, score.mean_high))
    if not said:
        return None
    sentence = say_ends(
        view.terms, said, _("The highest mean: item %(best)s (%(high)s); the lowest: item %(worst)s (%(low)s).")
    )
    caption = view.caption(f"distribution-{table.code}", view.words(table.title), sentence)
    return draw_distribution(view.terms, caption, rows)


def distribution_figures(view: UnitView) -> Iterator[Chart]:
    """The distributions of every table that has answers from 0 to 5."""
    for table in view.instrument.tables():
        if chart := distribution_figure(view, table):
            yield chart


def progress_figure(terms: Terms, key: str, responses: Mapping[datetime.date, int]) -> Chart | None:
    """Responses by day, from the first day with any to the last; days between without any are shown, too."""
    if not responses:
        return None
    first, last = min(responses), max(responses)
    dates = [first + datetime.timedelta(days) for days in range((last - first).days + 1)]
    days = [Day(formats.date_format(date, "SHORT_DATE_FORMAT"), responses.get(date, 0)) for date in dates]
    busiest = max(responses, key=lambda date: responses[date])
    sentence = _("The most responses in one day: %(most)s (%(day)s); in total: %(total)s.") % {
        "most": terms.numbers.count(responses[busiest]),
        "day": formats.date_format(busiest, "SHORT_DATE_FORMAT"),
        "total": terms.numbers.count(sum(responses.values())),
    }
    return draw_progress(terms, Caption(key, _("Responses by day"), sentence), days)
