"""Figures get their numbers in the order in which the report takes them up."""

from __future__ import annotations

from reports.charts import Chart
from reports.report.values import Figure


class Figures:
    """Counts the figures of a report in the making."""

    def __init__(self) -> None:
        self.taken: list[Figure] = []

    def add(self, *charts: Chart | None) -> tuple[Figure, ...]:
        """The charts that show something, with the next numbers."""
        shown = [chart for chart in charts if chart is not None]
        first = len(self.taken) + 1
        figures = tuple(Figure(number, chart) for number, chart in enumerate(shown, start=first))
        self.taken.extend(figures)
        return figures
