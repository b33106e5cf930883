"""What pages about a unit share: who may read them, and what stands around them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from reports.actions.answers import ANSWERED
from reports.dashboard.choice import unit_choices
from reports.dashboard.values import Writer
from reports.figures import UnitView
from reports.passport.frozen import own_institutions, results_at
from reports.permissions import may_see_results, rounds_with_results
from reports.results import Results, results_of
from reports.terms import terms_of
from scoring.results import UnitTier
from surveys.models import Round
from surveys.roles import institutions_coordinated


class NoSuchResult(Http404):
    """Raised for the address of a result that a round does not have."""


def read_unit(request: HttpRequest, code: str) -> tuple[Results, Writer]:
    """The results of the round, and the writer of the unit that the address names.

    Raises Http404 for a round that the reader may not see, NoSuchResult for a unit that it does not have.
    """
    survey_round = get_object_or_404(rounds_with_results(request.user).select_related("version"), code=code)
    results = _past_results(request, survey_round) if "run" in request.GET else live_results(request, survey_round)
    tier, _colon, unit_code = request.GET.get("unit", "").partition(":")
    scores = results.unit(tier, unit_code) if tier else results.first_unit
    if scores is None or (results.is_limited and scores.unit.tier is not UnitTier.INSTITUTION):
        raise NoSuchResult(_("This round has no such unit."))
    view = UnitView(scores, results.instrument, terms_of(results.method))
    return results, Writer(view, results.survey_round.code, results.run.pk if results.run else None)


def live_results(request: HttpRequest, survey_round: Round) -> Results:
    """The results of a round as they are now, as much of them as the reader may see."""
    results = results_of(survey_round)
    if may_see_results(request.user, survey_round):
        return results
    return results.limited_to(institutions_coordinated(request.user, survey_round))


def _past_results(request: HttpRequest, survey_round: Round) -> Results:
    """The results as they were in the score run that the address names. Raises NoSuchResult."""
    results = results_at(survey_round, request.GET["run"])
    if results is None:
        raise NoSuchResult(_("This round has no such score run, or one from before runs kept their counts."))
    if may_see_results(request.user, survey_round):
        return results
    keys = institutions_coordinated(request.user, survey_round)
    codes = set(survey_round.institutions.filter(pk__in=keys).values_list("code", flat=True))
    return results.limited_to(own_institutions(results, codes))


def show_unit(
    request: HttpRequest,
    name: str,
    results: Results,
    writer: Writer,
    context: dict[str, Any],
    template: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page about a unit: what all of them show, and its own values."""
    shared = {
        "tab": name,
        "survey_round": results.survey_round,
        "run": results.run,
        "method": results.method,
        "facts": results.scores.round,
        "checksum": results.evidence.checksum,
        "unit_name": writer.view.name,
        "is_limited": results.is_limited,
        "respondents": writer.view.scores.respondents,
        "choices": unit_choices(results, writer.view),
        "addresses": {
            route: writer.addresses.page(f"dashboard-{route}")
            for route in ("unit", "items", "context", "progress", "csv", "xlsx", "report", "files", "actions")
            if route != "actions" or writer.view.scores.unit.tier in ANSWERED
        },
    }
    return render(request, template or f"reports/dashboard/{name}.html", shared | context, status=status)
