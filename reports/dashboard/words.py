"""Names and rules in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reports.figures import capitalised
from scoring.frame import CELL_SEPARATOR, Family
from scoring.results import Origin, UnitTier
from surveys.content import Instrument, Source, Text, in_language

COMBINED = "combined"
GAP = "gap"

SOURCES: Mapping[str, Promise] = {
    Source.FACTS: _("Facts"),
    Source.PERCEPTIONS: _("Perceptions"),
    COMBINED: _("Combined"),
    GAP: _("Gap"),
}

TIERS: Mapping[str, Promise] = {
    UnitTier.NATIONAL: _("The nation"),
    UnitTier.SUBNATIONAL: _("Regions"),
    UnitTier.INSTITUTION: _("Institutions"),
    UnitTier.ALL_INSTITUTIONS: _("All institutions together"),
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
    COMBINED: _(
        "The weighted mean of facts and perceptions where both exist, else the one that exists (method, section 4)."
    ),
    GAP: _("Perceptions minus facts, where both exist (method, section 4)."),
}
MEAN_RULE = _("For a region and for all institutions: the unweighted mean of the institutions that have this score.")
OVERALL = _("Overall score")


def spoken(text: Text) -> str:
    """A text in the reader's language."""
    return in_language(text, get_language() or "")


def part_name(instrument: Instrument, family: str, code: str) -> str:
    """What a part is called."""
    if family == Family.CELLS:
        level, area = code.split(CELL_SEPARATOR)
        return f"{part_name(instrument, Family.LEVELS, level)}: {part_name(instrument, Family.AREAS, area)}"
    if family == Family.PROFILES:
        return next((spoken(table.title) for table in instrument.tables() if table.code == code), code)
    dimensions = {
        Family.LEVELS: instrument.levels,
        Family.AREAS: instrument.areas,
        Family.TECHNOLOGIES: instrument.technologies,
    }.get(Family(family), ())
    return next((capitalised(spoken(d.text)) for d in dimensions if d.code == code), str(OVERALL))
