"""The dashboard's pages: fetch, build, answer."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.advice import advise
from reports.badge import badge_from
from reports.dashboard import behind, exports, progress, unit
from reports.dashboard.choice import unit_choices
from reports.dashboard.sections import unit_sections
from reports.dashboard.values import Writer
from reports.figures import UnitView, distribution_figures, progress_figure
from reports.permissions import analysts_only, may_see_results, rounds_with_results
from reports.report import build_report, print_report
from reports.results import Results, results_of
from reports.terms import terms_of
from scoring.results import UnitTier
from surveys.roles import institutions_coordinated

SHOWN = 10  # recommendations on a unit's page


class NoSuchResult(Http404):
    """Raised for the address of a result that a round does not have."""


@require_safe
@analysts_only
def round_list(request: HttpRequest) -> HttpResponse:
    """The rounds whose results the reader may see, the newest first."""
    rounds = rounds_with_results(request.user).select_related("version")
    return render(request, "reports/dashboard/rounds.html", {"rounds": rounds})


@require_safe
@analysts_only
def unit_page(request: HttpRequest, code: str) -> HttpResponse:
    """The scores of a unit; of the nation by default."""
    results, writer = _read(request, code)
    context = {
        "badge": badge_from(results),
        "headline": unit.headline(writer),
        "has_scores": writer.view.scores.combined.overall.score is not None,
        "sections": unit_sections(results, writer),
        "recommendations": advise(writer.view, mean=results.mean)[:SHOWN],
    }
    return _page(request, "unit", results, writer, context)


@require_safe
@analysts_only
def items_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every item of a unit with its counts."""
    results, writer = _read(request, code)
    tables = list(unit.items_table(writer.view.scores.items, writer))
    charts = list(distribution_figures(writer.view))
    return _page(request, "items", results, writer, {"tables": tables, "charts": charts})


@require_safe
@analysts_only
def item_page(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """One item."""
    results, writer = _read(request, code)
    page = behind.item_page(item, writer)
    if page is None:
        raise NoSuchResult(_("This unit has no such item."))
    return _page(request, "item", results, writer, {"page": page})


@require_safe
@analysts_only
def number_page(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind a number."""
    results, writer = _read(request, code)
    source, family, part = (request.GET.get(name, "") for name in ("source", "family", "part"))
    page = behind.number_page(results, source, family, part, writer)
    if page is None:
        raise NoSuchResult(_("There is no such number."))
    return _page(request, "number", results, writer, {"page": page})


@require_safe
@analysts_only
def progress_page(request: HttpRequest, code: str) -> HttpResponse:
    """How far the round has come."""
    results, writer = _read(request, code)
    if results.is_limited:
        raise PermissionDenied(_("The progress of the whole round is for its analysts."))
    page = progress.progress_page(results, writer.view)
    chart = progress_figure(writer.view.terms, "progress", page.days)
    return _page(request, "progress", results, writer, {"page": page, "chart": chart})


@require_safe
@analysts_only
def export_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The unit's scores and items as CSV."""
    results, writer = _read(request, code)
    return _file(exports.as_csv(results, writer.view), exports.CSV, writer, "csv")


@require_safe
@analysts_only
def export_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The unit's scores and items as a workbook."""
    results, writer = _read(request, code)
    return _file(exports.as_xlsx(results, writer.view), exports.XLSX, writer, "xlsx")


@require_safe
@analysts_only
def report_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The diagnostic report of the unit, in the language of the page."""
    results, writer = _read(request, code)
    report = build_report(results, writer.view.scores)
    return _file(print_report(report), "application/pdf", writer, f"{get_language()}.pdf")


def _file(content: bytes, content_type: str, writer: Writer, ending: str) -> HttpResponse:
    """A file about the unit, named after the round and the unit."""
    unit_code = writer.view.scores.unit.code
    name = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in unit_code)
    headers = {"Content-Disposition": f'attachment; filename="{writer.round_code}-{name}.{ending}"'}
    return HttpResponse(content, content_type, headers=headers)


def _read(request: HttpRequest, code: str) -> tuple[Results, Writer]:
    """The results of the round, and the writer of the unit that the address names.

    Raises Http404 for a round that the reader may not see, NoSuchResult for a unit that it does not have.
    """
    survey_round = get_object_or_404(rounds_with_results(request.user).select_related("version"), code=code)
    results = results_of(survey_round)
    if not may_see_results(request.user, survey_round):
        results = results.limited_to(institutions_coordinated(request.user, survey_round))
    tier, _colon, unit_code = request.GET.get("unit", "").partition(":")
    scores = results.unit(tier, unit_code) if tier else results.first_unit
    if scores is None or (results.is_limited and scores.unit.tier is not UnitTier.INSTITUTION):
        raise NoSuchResult(_("This round has no such unit."))
    view = UnitView(scores, results.instrument, terms_of(results.method))
    return results, Writer(view, results.survey_round.code)


def _page(request: HttpRequest, name: str, results: Results, writer: Writer, context: dict[str, Any]) -> HttpResponse:
    """A page about a unit: what all of them show, and its own values."""
    shared = {
        "tab": name,
        "survey_round": results.survey_round,
        "method": results.method,
        "facts": results.scores.round,
        "checksum": results.evidence.checksum,
        "unit_name": writer.view.name,
        "is_limited": results.is_limited,
        "respondents": writer.view.scores.respondents,
        "choices": unit_choices(results, writer.view),
        "addresses": {
            route: writer.addresses.page(f"dashboard-{route}")
            for route in ("unit", "items", "progress", "csv", "xlsx", "report")
        },
    }
    return render(request, f"reports/dashboard/{name}.html", shared | context)
