"""From an address to what an analyst asks: the round, the filters, the unit, the results of just those responses."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.figures import UnitView
from reports.permissions import rounds_analysed
from reports.results import Results, results_of
from reports.terms import terms_of
from reports.workbench.filtering import Known, known_values, pairs_of, read_filters
from reports.workbench.frame import Asked, Page
from scoring.calculate import calculate
from scoring.results import UnitScores, UnitTier
from scoring.selecting import Selection, select, slices_written
from surveys.remembering import Remembered

_found = Remembered[Results](8)  # of selections


class NoSuchPage(Http404):
    """Raised for the address of a page or a table that the workbench does not have."""


@dataclass(frozen=True)
class Request:
    """What was asked, with what the page tells about it. `left_out`: why the unit has nothing here; empty if it has."""

    asked: Asked
    known: Known
    refused: list[str]
    left_out: str

    @property
    def unit_value(self) -> str:
        """The unit of the page as it stands in addresses; empty for the nation."""
        unit = self.asked.view.scores.unit
        return "" if unit.tier is UnitTier.NATIONAL else f"{unit.tier}:{unit.code}"


def read_request(request: HttpRequest, code: str, page: Page) -> Request:
    """What the address asks. Raises Http404 for a round that the reader may not analyse."""
    # All of them at once: pages that compare rounds ask for the others.
    analysed = rounds_analysed(request.user).select_related("version").order_by("-opens_at", "-pk")
    rounds = {one.code: one for one in analysed}
    if code not in rounds:
        raise NoSuchPage(_("There is no such round, or its results are not open to you."))
    survey_round = rounds.pop(code)
    whole = results_of(survey_round)
    known = known_values(whole.evidence, get_language() or "")
    filters, refused = read_filters(request.GET, known)
    results = filtered(whole, filters.selection)
    scores, problems, left_out = _unit(request.GET.get("unit", "") if page.has_unit else "", whole, results)
    asked = Asked(
        results=results,
        whole=whole,
        filters=filters,
        view=UnitView(scores, results.instrument, terms_of(results.method)),
        options=request.GET,
        rounds=tuple(rounds.values()),
        query=urlencode([*_unit_pairs(scores), *pairs_of(filters)]),
    )
    return Request(asked, known, refused + problems, left_out)


def _unit_pairs(scores: UnitScores) -> list[tuple[str, str]]:
    unit = scores.unit
    return [] if unit.tier is UnitTier.NATIONAL else [("unit", f"{unit.tier}:{unit.code}")]


def _unit(asked: str, whole: Results, results: Results) -> tuple[UnitScores, list[str], str]:
    """The unit of the page, what could not be done, and why the unit has nothing to show."""
    tier, _colon, code = asked.partition(":")
    if not asked:
        return results.nation, [], ""
    found = results.unit(tier, code)
    if found is not None:
        return found, [], ""
    known = whole.unit(tier, code)
    if known is None:
        problem = _("The address asks for the unit “%(unit)s”; this round has no such unit. The nation is shown.")
        return results.nation, [problem % {"unit": asked[:100]}], ""
    return known, [], _("The filters leave out this unit: none of the chosen responses belongs to it.")


def filtered(whole: Results, selection: Selection) -> Results:
    """The results of some responses only, computed once for as long as nothing changes.

    A moment of computation names what the whole follows from; where counts move between slices and the sum stays, the
    transactions that wrote them tell.
    """
    if not (selection.has_facets or selection.has_institutions):
        return whole
    stamp = whole.scores.round.computed_at, slices_written(whole.survey_round)

    def make() -> Results:
        evidence = select(whole.evidence, selection)
        return Results(whole.survey_round, evidence, calculate(evidence))

    return _found.get((whole.key, selection), make, stamp)
