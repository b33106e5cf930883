"""The dashboard's pages: fetch, build, answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.advice import advise
from reports.dashboard import behind, exports, progress, unit
from reports.dashboard.choice import unit_choices
from reports.dashboard.sections import table_distributions, unit_sections
from reports.dashboard.values import Addresses, Writer
from reports.figures import UnitView, progress_figure
from reports.permissions import analysts_only
from reports.report import build_report, print_report
from reports.results import Results, results_of
from reports.terms import terms_of
from scoring.results import UnitScores, UnitTier
from surveys.models import Round

SHOWN = 10  # recommendations on a unit's page


@require_safe
@analysts_only
def round_list(request: HttpRequest) -> HttpResponse:
    """All rounds, the newest first."""
    rounds = Round.objects.select_related("version")
    return render(request, "reports/dashboard/rounds.html", {"rounds": rounds})


@require_safe
@analysts_only
def unit_page(request: HttpRequest, code: str) -> HttpResponse:
    """The scores of a unit; of the nation by default."""
    results, scores = _read(request, code)
    writer, view = _writer(results, scores), _view(results, scores)
    context = {
        "headline": unit.headline(scores, writer),
        "has_scores": scores.combined.overall.score is not None,
        "sections": unit_sections(results, view, writer),
        "recommendations": advise(view)[:SHOWN],
    }
    return _page(request, "unit", results, scores, context)


@require_safe
@analysts_only
def items_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every item of a unit with its counts."""
    results, scores = _read(request, code)
    tables = list(unit.items_table(scores.items, results.instrument, _writer(results, scores)))
    charts = list(table_distributions(_view(results, scores)))
    return _page(request, "items", results, scores, {"tables": tables, "charts": charts})


@require_safe
@analysts_only
def item_page(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """One item."""
    results, scores = _read(request, code)
    page = behind.item_page(results.instrument, scores, item, _writer(results, scores))
    if page is None:
        raise Http404(_("This unit has no such item."))
    return _page(request, "item", results, scores, {"page": page})


@require_safe
@analysts_only
def number_page(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind a number."""
    results, scores = _read(request, code)
    address = (request.GET.get("source", ""), request.GET.get("family", ""), request.GET.get("part", ""))
    page = behind.number_page(results, scores, address, _writer(results, scores))
    if page is None:
        raise Http404(_("There is no such number."))
    return _page(request, "number", results, scores, {"page": page})


@require_safe
@analysts_only
def progress_page(request: HttpRequest, code: str) -> HttpResponse:
    """How far the round has come."""
    results, scores = _read(request, code)
    page = progress.progress_page(results)
    chart = progress_figure(terms_of(results.method), "progress", page.days)
    return _page(request, "progress", results, scores, {"page": page, "chart": chart})


@require_safe
@analysts_only
def export_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The unit's scores and items as CSV."""
    results, scores = _read(request, code)
    response = HttpResponse(exports.as_csv(results, scores), content_type="text/csv; charset=utf-8")
    return _named(response, results, scores, "csv")


@require_safe
@analysts_only
def export_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The unit's scores and items as a workbook."""
    results, scores = _read(request, code)
    response = HttpResponse(exports.as_xlsx(results, scores), content_type=exports.XLSX)
    return _named(response, results, scores, "xlsx")


@require_safe
@analysts_only
def report_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The diagnostic report of the unit, in the language of the page."""
    results, scores = _read(request, code)
    response = HttpResponse(print_report(build_report(results, scores)), content_type="application/pdf")
    return _named(response, results, scores, f"{get_language()}.pdf")


def _named(response: HttpResponse, results: Results, scores: UnitScores, ending: str) -> HttpResponse:
    name = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in scores.unit.code)
    response["Content-Disposition"] = f'attachment; filename="{results.survey_round.code}-{name}.{ending}"'
    return response


def _read(request: HttpRequest, code: str) -> tuple[Results, UnitScores]:
    """The results of the round and of the unit that the address names. Raises Http404."""
    results = results_of(get_object_or_404(Round.objects.select_related("version"), code=code))
    tier, _colon, unit_code = request.GET.get("unit", "").partition(":")
    scores = results.unit(tier, unit_code) if tier else results.nation
    if scores is None:
        raise Http404(_("This round has no such unit."))
    return results, scores


def _writer(results: Results, scores: UnitScores) -> Writer:
    return Writer(results.method, Addresses(results.survey_round.code, scores.unit))


def _view(results: Results, scores: UnitScores) -> UnitView:
    return UnitView(scores, results.instrument, terms_of(results.method))


def _page(
    request: HttpRequest, name: str, results: Results, scores: UnitScores, context: dict[str, Any]
) -> HttpResponse:
    """A page about a unit: what all of them show, and its own values."""
    addresses = Addresses(results.survey_round.code, scores.unit)
    shared = {
        "tab": name,
        "survey_round": results.survey_round,
        "method": results.method,
        "facts": results.scores.round,
        "checksum": results.evidence.checksum,
        "unit_name": behind.unit_name(scores),
        "respondents": scores.respondents,
        "is_nation": scores.unit.tier is UnitTier.NATIONAL,
        "choices": unit_choices(results, scores.unit),
        "addresses": {
            route: addresses.page(f"dashboard-{route}")
            for route in ("unit", "items", "progress", "csv", "xlsx", "report")
        },
    }
    return render(request, f"reports/dashboard/{name}.html", shared | context)
