"""Two rounds of one instrument in one country: may they be compared, what changed, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.external.figures import series_beside
from reports.figures import UnitView
from reports.results import Results
from reports.rounds.changes import items_figure, parts_figure, units_figure
from reports.rounds.figures import Changed, slopes_figure
from reports.rounds.lineage import lineage_tables
from reports.rounds.reading import Comparison, compare, in_order
from reports.rounds.recalling import recall_results
from reports.rounds.words import say_reasons, verdict_sentence
from reports.terms import terms_of
from reports.workbench.asking import filtered
from reports.workbench.frame import Asked, Content, Control, Page, Panel
from reports.workbench.pages.overtime_leads import (
    item_cells,
    item_links,
    part_cells,
    slope_cells,
    unit_cells,
    unit_links,
)
from scoring.results import Measure, UnitTier
from surveys.models import Round

MEASURES = (Measure.COMBINED, Measure.FACTS, Measure.PERCEPTIONS)


def build(asked: Asked) -> Content:
    """The verdict on this round and another, and the changes that it allows."""
    here = asked.whole.survey_round
    others = {one.code: one for one in asked.rounds if _is_kin(one, here)}
    if not others:
        return Content((), nothing=_("There is no other round of this instrument in this country that you may see."))
    code, refused = _chosen(asked.options.get("other", ""), here, others)
    measure, more = _measure(asked.options.get("measure", ""))
    other = filtered(recall_results(others[code]), asked.filters.selection)
    earlier, later = (other, asked.results) if in_order(others[code], here) else (asked.results, other)
    controls = _controls(asked, others, code, measure)
    if not other.scores.round.counted:
        nothing = _("In the other round no response fits these filters.")
        return Content((), controls=controls, nothing=nothing, refused=refused + more)
    changed = _changed(compare(earlier, later, asked.filters.selection), asked, measure)
    panels = [*_panels(asked, changed), *_context(changed)] if not _nothing(changed) else []
    return Content(
        panels,
        controls=controls,
        refused=refused + more,
        lead=_lead(changed),
        nothing=_nothing(changed),
    )


def _is_kin(one: Round, other: Round) -> bool:
    return one.country == other.country and one.version.code == other.version.code


def _chosen(asked: str, here: Round, others: dict[str, Round]) -> tuple[str, list[str]]:
    """The round to compare with: the one asked for, else the one just before, else the one just after."""
    if asked in others:
        return asked, []
    before = [code for code, one in others.items() if in_order(one, here)]  # the newest first
    refused = _("The address asks for the round “%(code)s”, which cannot be chosen here; another one is shown.")
    return (before[0] if before else list(others)[-1]), [refused % {"code": asked[:100]}] if asked else []


def _measure(asked: str) -> tuple[Measure, list[str]]:
    if not asked or asked in MEASURES:
        return Measure(asked or Measure.COMBINED), []
    refused = _("The address asks for the scores “%(measure)s”, which do not exist; the combined ones are shown.")
    return Measure.COMBINED, [refused % {"measure": asked[:100]}]


def _controls(asked: Asked, others: dict[str, Round], code: str, measure: Measure) -> tuple[Control, ...]:
    terms = asked.view.terms
    return (
        Control("other", _("Compared with the round"), [(one.code, str(one)) for one in others.values()], code),
        Control("measure", _("Scores"), [(str(one), terms.called(one)) for one in MEASURES], str(measure)),
    )


def _changed(comparison: Comparison, asked: Asked, measure: Measure) -> Changed:
    """What the figures need about the unit of the page."""
    unit = asked.view.scores.unit
    whole = [one.unit(unit.tier, unit.code) for one in (comparison.earlier, comparison.later)]
    later = comparison.later
    bridged = comparison.unit(unit.tier, unit.code)
    scores = bridged.later if bridged else whole[1] or asked.view.scores
    view = UnitView(scores, later.instrument, terms_of(later.method), "overtime")
    return Changed(comparison, bridged, view, (whole[0], whole[1]), measure)


def _nothing(changed: Changed) -> str:
    """Why there is no picture at all: a unit of one round only has nothing beside it."""
    if None in changed.whole:
        return _("This unit is in one of the two rounds only.")
    return ""


def _panels(asked: Asked, changed: Changed) -> Iterator[Panel]:
    unit = changed.unit
    yield Panel(
        slopes_figure(changed),
        cells=slope_cells(asked, changed),
        codes=["overall", *(level.code for level in changed.view.instrument.levels)],
    )
    if unit is None:
        return
    if parts := parts_figure(changed, unit):
        yield Panel(parts, cells=part_cells(asked, changed, unit))
    if found := items_figure(changed, unit):
        chart, codes = found
        yield Panel(
            chart,
            note=_many_items(changed, len(codes)),
            links=item_links(asked, changed, codes),
            codes=codes,
            cells=item_cells(asked, changed, codes),
        )
    titles = {
        UnitTier.SUBNATIONAL: _("Changes of the regions"),
        UnitTier.INSTITUTION: _("Changes of the institutions"),
    }
    for tier, title in titles.items():
        if chart_of_units := units_figure(changed, tier, title):
            links = unit_links(asked, changed, tier)
            yield Panel(chart_of_units, links=links, cells=unit_cells(asked, changed, tier, links))


def _context(changed: Changed) -> Iterator[Panel]:
    """Series of other bodies about the country, on its own page only."""
    unit = changed.view.scores.unit
    if unit.tier is UnitTier.NATIONAL:
        note = _("Context: an indicator of another body. It is not part of the scores.")
        yield from (Panel(chart, note=note) for chart in series_beside(unit.code, changed.view.terms).charts)


def _many_items(changed: Changed, number: int) -> str:
    """A warning: among many changes some look large by chance alone."""
    share = 1 - changed.comparison.later.method.confidence
    return _("Among %(all)s changes about %(false)s would look larger than chance explains though nothing changed.") % {
        "all": changed.view.terms.numbers.count(number),
        "false": changed.view.terms.numbers.count(round(number * share)),
    }


def _lead(changed: Changed) -> str:
    comparison = changed.comparison
    return render_to_string(
        "reports/rounds/_verdict.html",
        {
            "verdict": str(comparison.judgement.verdict),
            "sentence": verdict_sentence(comparison.judgement.verdict),
            "reasons": say_reasons(comparison.judgement.reasons, changed.view),
            "rounds": [_about(one) for one in (comparison.earlier, comparison.later)],
            "method": comparison.later.method.code,
            "is_bridged": bool(comparison.units),
            "lineage": lineage_tables(comparison),
        },
    )


def _about(results: Results) -> tuple[Round, str]:
    return results.survey_round, results.method.code


OVERTIME = Page("overtime", gettext_lazy("Over time"), gettext_lazy("What changed since another round?"), build)
