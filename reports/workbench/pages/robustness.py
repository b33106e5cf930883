"""Robustness of a unit's scores: bounds, sensitivity to the options of the method, ranks as ranges."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.workbench.frame import Asked, Content, Control, Page
from reports.workbench.pages.robustness_bounds import bounds_panel
from reports.workbench.pages.robustness_options import options_panel
from reports.workbench.pages.robustness_ranks import ranks_panel
from scoring.assessing import Assessment, assess
from scoring.results import Family, Measure, UnitTier
from scoring.robustness import Assessed
from surveys.content import Tier

Members = tuple[Tier, list[Assessed], list[Assessed] | None]
"""The tier of the items, the units of which a unit is made, the same counted the other way."""


def build(asked: Asked) -> Content:
    """What the scores of the unit could be, then its place among others."""
    measure, part = _controls(asked)
    chosen, code = Measure(str(measure.chosen)), str(part.chosen)
    family = Family.LEVELS if code else Family.OVERALL
    assessment = assess(asked.results.evidence, asked.filters.selection)
    members = _members(asked, assessment)
    panels = [
        bounds_panel(asked, chosen, members),
        options_panel(asked, chosen, members),
        ranks_panel(asked, assessment, (chosen, family, code), UnitTier.INSTITUTION),
        ranks_panel(asked, assessment, (chosen, family, code), UnitTier.SUBNATIONAL),
    ]
    shown = [panel for panel in panels if panel]
    nothing = "" if shown else _("There are no scores yet: no submitted response answers for this unit.")
    return Content(shown, [measure, part], nothing)


def _controls(asked: Asked) -> tuple[Control, Control]:
    view = asked.view
    measures = [
        (measure.value, view.terms.called(measure))
        for measure in (Measure.COMBINED, Measure.FACTS, Measure.PERCEPTIONS)
    ]
    parts = [("", view.part(Family.OVERALL, ""))]
    parts += [(level.code, view.part(Family.LEVELS, level.code)) for level in view.instrument.levels]
    return (
        Control("measure", _("Scores from"), measures, _chosen(asked, "measure", measures)),
        Control("part", _("Rank by"), parts, _chosen(asked, "part", parts)),
    )


def _chosen(asked: Asked, name: str, choices: Sequence[tuple[str, str]]) -> str:
    value = asked.options.get(name, "")
    return value if value in dict(choices) else choices[0][0]


def _members(asked: Asked, assessment: Assessment) -> Members:
    """What the unit of the page is made of."""
    unit, others = asked.view.scores.unit, assessment.others
    if unit.tier is UnitTier.NATIONAL:
        return Tier.NATIONAL, [assessment.nation], [others.nation] if others else None
    codes = {
        UnitTier.INSTITUTION: [unit.code],
        UnitTier.SUBNATIONAL: assessment.regions.get(unit.code, []),
        UnitTier.ALL_INSTITUTIONS: list(assessment.institutions),
    }[unit.tier]
    return (
        Tier.INSTITUTION,
        [assessment.institutions[code] for code in codes],
        [others.institutions[code] for code in codes] if others else None,
    )


ROBUSTNESS = Page(
    "robustness", gettext_lazy("Robustness"), gettext_lazy("How far can these scores and places be relied on?"), build
)
