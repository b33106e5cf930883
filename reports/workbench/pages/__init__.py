"""The pages of the workbench, in the order of their tabs."""

from __future__ import annotations

from reports.workbench.frame import Page
from reports.workbench.pages.countries import COUNTRIES
from reports.workbench.pages.disagreement import DISAGREEMENT
from reports.workbench.pages.distribution import DISTRIBUTION
from reports.workbench.pages.groups import GROUPS
from reports.workbench.pages.languages import LANGUAGES
from reports.workbench.pages.overtime import OVERTIME
from reports.workbench.pages.profile import PROFILE
from reports.workbench.pages.region_map import MAP
from reports.workbench.pages.robustness import ROBUSTNESS
from reports.workbench.pages.themes import THEMES
from reports.workbench.pages.units import UNITS

PAGES: tuple[Page, ...] = (
    PROFILE,
    UNITS,
    MAP,
    THEMES,
    COUNTRIES,
    DISTRIBUTION,
    DISAGREEMENT,
    GROUPS,
    LANGUAGES,
    OVERTIME,
    ROBUSTNESS,
)
