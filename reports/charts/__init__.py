"""Every chart: numbers and words in, a picture with its sentence and table out; page and print show the same. Pure."""

from reports.charts.bars import Bar, BarRow, draw_bars, draw_shares
from reports.charts.chart import Caption, Chart, Table, Terms, Words
from reports.charts.distribution import DistributionRow, draw_distribution
from reports.charts.intervals import GapRow, UnitRow, draw_gaps, draw_units
from reports.charts.matrix import MatrixRow, draw_matrix
from reports.charts.progress import Day, draw_progress
from reports.charts.pyramid import PyramidLevel, draw_pyramid

__all__ = [
    "Bar",
    "BarRow",
    "Caption",
    "Chart",
    "Day",
    "DistributionRow",
    "GapRow",
    "MatrixRow",
    "PyramidLevel",
    "Table",
    "Terms",
    "UnitRow",
    "Words",
    "draw_bars",
    "draw_distribution",
    "draw_gaps",
    "draw_matrix",
    "draw_progress",
    "draw_pyramid",
    "draw_shares",
    "draw_units",
]
