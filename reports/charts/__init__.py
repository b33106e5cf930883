"""Every chart: numbers and words in, a picture with its sentence and table out; page and print show the same. Pure."""

from reports.charts.bars import Bar, BarRow, draw_bars, draw_shares
from reports.charts.chart import Caption, Chart, Table, Terms, Words
from reports.charts.distribution import DistributionRow, draw_distribution
from reports.charts.intervals import GapRow, UnitRow, draw_gaps, draw_units
from reports.charts.matrix import MatrixRow, draw_matrix
from reports.charts.progress import Day, draw_progress
from reports.charts.pyramid import PyramidLevel, draw_pyramid
from reports.charts.series import YearValue, draw_series
from reports.charts.slopes import ChangeRow, Slope, SlopeWords, Spot, draw_changes, draw_slopes

__all__ = [
    "Bar",
    "BarRow",
    "Caption",
    "ChangeRow",
    "Chart",
    "Day",
    "DistributionRow",
    "GapRow",
    "MatrixRow",
    "PyramidLevel",
    "Slope",
    "SlopeWords",
    "Spot",
    "Table",
    "Terms",
    "UnitRow",
    "Words",
    "YearValue",
    "draw_bars",
    "draw_changes",
    "draw_distribution",
    "draw_gaps",
    "draw_matrix",
    "draw_progress",
    "draw_pyramid",
    "draw_series",
    "draw_shares",
    "draw_slopes",
    "draw_units",
]
