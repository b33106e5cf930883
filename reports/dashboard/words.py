"""Names and rules in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scoring.results import Family, Measure, Origin, UnitTier

TIERS: Mapping[UnitTier, Promise] = {
    UnitTier.NATIONAL: _("The nation"),
    UnitTier.ALL_INSTITUTIONS: _("All institutions together"),
    UnitTier.SUBNATIONAL: _("Regions"),
    UnitTier.INSTITUTION: _("Institutions"),
}

ORIGINS: Mapping[Origin, Promise] = {
    Origin.FACTS: _("from facts only"),
    Origin.PERCEPTIONS: _("from perceptions only"),
    Origin.BOTH: _("from facts and perceptions"),
}

# One sentence for each kind of number, with the section of the method that states it.
RULES: Mapping[str, Promise] = {
    Family.OVERALL: _("The mean of the levels that have a score (method, section 4)."),
    Family.LEVELS: _("The mean of the cells of this level, over the areas that have a score (method, section 4)."),
    Family.AREAS: _("The mean of the cells of this area, over the levels that have a score (method, section 4)."),
    Family.CELLS: _("The mean of the scores of the items with this level and area (method, section 4)."),
    Family.TECHNOLOGIES: _("The mean of the scores of the items that concern this technology (method, section 4)."),
    Family.PROFILES: _(
        "The mean of the scores of the items of this table. It is reported beside the levels and does not enter them "
        "(method, section 4)."
    ),
    Measure.COMBINED: _(
        "The weighted mean of facts and perceptions where both exist, else the one that exists (method, section 4)."
    ),
    Measure.GAP: _("Perceptions minus facts, where both exist (method, section 4)."),
}
MEAN_RULE = _("For a region and for all institutions: the unweighted mean of the institutions that have this score.")
INTERVAL_RULE = _(
    "Interval: %(confidence)s by the delete-a-group jackknife over %(groups)s groups of responses (method, section 6)."
)
