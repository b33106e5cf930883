"""The figures of pages and reports: from a unit's scores to charts with their words, in the active language.

A figure that would show nothing is None.
"""

from reports.figures.bars import (
    do_not_know_figure,
    items_figure,
    profile_figure,
    profile_figures,
    tables_figure,
    technologies_figure,
)
from reports.figures.levels import gap_matrix_figure, gaps_figure, matrix_figure, pyramid_figure
from reports.figures.units import distribution_figure, distribution_figures, progress_figure, units_figure
from reports.figures.view import UnitView, capitalised

__all__ = [
    "UnitView",
    "capitalised",
    "distribution_figure",
    "distribution_figures",
    "do_not_know_figure",
    "gap_matrix_figure",
    "gaps_figure",
    "items_figure",
    "matrix_figure",
    "profile_figure",
    "profile_figures",
    "progress_figure",
    "pyramid_figure",
    "tables_figure",
    "technologies_figure",
    "units_figure",
]
