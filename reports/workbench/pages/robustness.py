"""Robustness of a unit's scores: bounds, sensitivity to the options of the method, ranks as ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.otherwise import otherwise_of
from reports.workbench.frame import Asked, Content, Control, Page
from reports.workbench.pages.robustness_bounds import bounds_panel
from reports.workbench.pages.robustness_options import options_panel
from reports.workbench.pages.robustness_ranks import ranks_panel
from scoring.assessing import Assessment, assess
from scoring.results import Family, Measure, UnitTier
from scoring.robustness import Members
from surveys.content import Tier


def build(asked: Asked) -> Content:
    """What the scores of the unit could be, then its place among others."""
    measure, part = _controls(asked)
    chosen, code = Measure(str(measure.chosen)), str(part.chosen)
    family = Family.LEVELS if code else Family.OVERALL
    otherwise = otherwise_of(asked.results, asked.filters.selection)
    assessment = assess(asked.results.evidence, otherwise)
    institutions = _institutions(asked, assessment)
    members, places = _members(asked, assessment, institutions)
    panels = [
        bounds_panel(asked, chosen, members, places),
        options_panel(asked, chosen, members, places),
        *(
            ranks_panel(asked, institutions, groups, (chosen, family, code), tier)
            for tier, groups in _groups(assessment).items()
        ),
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


def _institutions(asked: Asked, assessment: Assessment) -> Members:
    """All institutions: both ranks and, of what is made of institutions, the options rest on the same scores."""
    others = assessment.others
    return Members(
        asked.results.instrument,
        asked.results.method,
        Tier.INSTITUTION,
        list(assessment.institutions.values()),
        list(others.institutions.values()) if others else None,
    )


def _members(asked: Asked, assessment: Assessment, institutions: Members) -> tuple[Members, list[int]]:
    """What the unit of the page is made of: units, and which of them by their places."""
    unit, others = asked.view.scores.unit, assessment.others
    if unit.tier is UnitTier.NATIONAL:
        nation = [others.nation] if others else None
        own = Members(asked.results.instrument, asked.results.method, Tier.NATIONAL, [assessment.nation], nation)
        return own, [0]
    places = {code: place for place, code in enumerate(assessment.institutions)}
    codes = {
        UnitTier.INSTITUTION: [unit.code],
        UnitTier.SUBNATIONAL: assessment.regions.get(unit.code, []),
        UnitTier.ALL_INSTITUTIONS: list(places),
    }[unit.tier]
    return institutions, [places[code] for code in codes]


def _groups(assessment: Assessment) -> Mapping[UnitTier, Mapping[str, Sequence[int]]]:
    """What is ranked, by the places of its institutions."""
    places = {code: place for place, code in enumerate(assessment.institutions)}
    return {
        UnitTier.INSTITUTION: {code: [place] for code, place in places.items()},
        UnitTier.SUBNATIONAL: {
            region: [places[code] for code in codes] for region, codes in assessment.regions.items()
        },
    }


ROBUSTNESS = Page(
    "robustness", gettext_lazy("Robustness"), gettext_lazy("How far can these scores and places be relied on?"), build
)
