"""Figures get their numbers in the order in which the report takes them up."""

from __future__ import annotations

from reports.charts import Chart
from reports.report.values import Figure


class Figures:
    """Counts the figures of a report in the making."""

    def __init__(self) -> None:
        self.taken: list[Figure] = []

    def add(self, *charts: Chart | None, table: str = "") -> tuple[Figure, ...]:
        """The charts that show something, with the next numbers.

        `table`: the anchor of a table beside them that says the same; without one the annex has their twins.
        """
        shown = [chart for chart in charts if chart is not None]
        first = len(self.taken) + 1
        figures = tuple(
            Figure(number, chart, table or twin_anchor(chart)) for number, chart in enumerate(shown, start=first)
        )
        self.taken.extend(figures)
        return figures

    def with_twins(self) -> list[Figure]:
        """The figures whose tables stand in the annex."""
        return [figure for figure in self.taken if figure.table == twin_anchor(figure.chart)]


def twin_anchor(chart: Chart) -> str:
    """Where the annex has the twin of a chart."""
    return f"data-{chart.key}"
