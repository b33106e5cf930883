"""The dashboard's pages: fetch, build, answer."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.actions.answers import ANSWERED, answers_of
from reports.advice import advise
from reports.badge import badge_from
from reports.context import context_section
from reports.dashboard import exports, progress, unit
from reports.dashboard.pages import read_unit, show_unit
from reports.dashboard.sections import unit_sections
from reports.dashboard.values import Writer
from reports.figures import distribution_figures, progress_figure
from reports.permissions import analysts_only, rounds_with_results
from reports.report import build_report, print_report

SHOWN = 10  # recommendations on a unit's page


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
    results, writer = read_unit(request, code)
    shown = writer.view.scores.unit
    answers = answers_of(results.survey_round, shown)
    context = {
        "badge": badge_from(results),
        "headline": unit.headline(writer),
        "has_scores": writer.view.scores.combined.overall.score is not None,
        "sections": unit_sections(results, writer),
        "context": context_section(results, writer.view, with_answers=False),
        "recommendations": advise(writer.view, mean=results.mean, answers=answers)[:SHOWN],
        "actions": writer.addresses.page("dashboard-actions") if shown.tier in ANSWERED else "",
    }
    return show_unit(request, "unit", results, writer, context)


@require_safe
@analysts_only
def items_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every item of a unit with its counts."""
    results, writer = read_unit(request, code)
    tables = list(unit.items_table(writer.view.scores.items, writer))
    charts = list(distribution_figures(writer.view))
    return show_unit(request, "items", results, writer, {"tables": tables, "charts": charts})


@require_safe
@analysts_only
def progress_page(request: HttpRequest, code: str) -> HttpResponse:
    """How far the round has come."""
    results, writer = read_unit(request, code)
    if results.is_limited:
        raise PermissionDenied(_("The progress of the whole round is for its analysts."))
    page = progress.progress_page(results, writer.view)
    chart = progress_figure(writer.view.terms, "progress", page.days)
    return show_unit(request, "progress", results, writer, {"page": page, "chart": chart})


@require_safe
@analysts_only
def export_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The unit's scores and items as CSV."""
    results, writer = read_unit(request, code)
    return _file(exports.as_csv(results, writer.view), exports.CSV, writer, "csv")


@require_safe
@analysts_only
def export_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The unit's scores and items as a workbook."""
    results, writer = read_unit(request, code)
    return _file(exports.as_xlsx(results, writer.view), exports.XLSX, writer, "xlsx")


@require_safe
@analysts_only
def report_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The diagnostic report of the unit, in the language of the page."""
    results, writer = read_unit(request, code)
    report = build_report(results, writer.view.scores)
    return _file(print_report(report), "application/pdf", writer, f"{get_language()}.pdf")


def _file(content: bytes, content_type: str, writer: Writer, ending: str) -> HttpResponse:
    """A file about the unit, named after the round and the unit."""
    unit_code = writer.view.scores.unit.code
    name = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in unit_code)
    headers = {"Content-Disposition": f'attachment; filename="{writer.round_code}-{name}.{ending}"'}
    return HttpResponse(content, content_type, headers=headers)
