"""The dashboard's pages: fetch, build, answer."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
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
from reports.files.kinds import Kind, make_file
from reports.passport.reasons import addresses_of
from reports.permissions import analysts_only, rounds_with_results
from surveys.content import in_language
from surveys.countries import country_name
from surveys.downloads import CSV, PDF, XLSX, download

SHOWN = 10  # recommendations on a unit's page


@require_safe
@analysts_only
def round_list(request: HttpRequest) -> HttpResponse:
    """The rounds whose results the reader may see, the newest first."""
    rounds = rounds_with_results(request.user).select_related("version").order_by("-opens_at", "-pk")
    language = get_language() or ""
    named = [(one, in_language(country_name(one.country), language)) for one in rounds]
    return render(request, "reports/dashboard/rounds.html", {"rounds": named})


@require_safe
@analysts_only
def unit_page(request: HttpRequest, code: str) -> HttpResponse:
    """The scores of a unit; of the nation by default."""
    results, writer = read_unit(request, code)
    shown = writer.view.scores.unit
    answers = answers_of(results.survey_round, shown)
    advice = advise(writer.view, mean=results.mean, answers=answers)
    context = {
        "badge": badge_from(results),
        "headline": unit.headline(writer),
        "has_scores": writer.view.scores.combined.overall.score is not None,
        "sections": unit_sections(results, writer),
        "context": context_section(results, writer.view, with_answers=False),
        "recommendations": [replace(one, leads=addresses_of(writer, one)) for one in advice[:SHOWN]],
        "actions": writer.addresses.page("dashboard-actions") if shown.tier in ANSWERED else "",
    }
    return show_unit(request, "unit", results, writer, context)


@require_safe
@analysts_only
def items_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every item of a unit with its counts."""
    results, writer = read_unit(request, code, takes_filters=True)
    tables = list(unit.items_table(writer.view.scores.items, writer))
    charts = [(chart, unit.answers_table(chart, writer)) for chart in distribution_figures(writer.view)]
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
    return _file(exports.as_csv(results, writer.view), CSV, writer, "csv")


@require_safe
@analysts_only
def export_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The unit's scores and items as a workbook."""
    results, writer = read_unit(request, code)
    return _file(exports.as_xlsx(results, writer.view), XLSX, writer, "xlsx")


@require_safe
@analysts_only
def report_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The diagnostic report of the unit, in the language of the page."""
    results, writer = read_unit(request, code)
    language = get_language() or settings.LANGUAGE_CODE
    return _file(make_file(Kind.REPORT, results, writer.view.scores, language), PDF, writer, f"{language}.pdf")


def _file(content: bytes, content_type: str, writer: Writer, ending: str) -> HttpResponse:
    """A file about the unit, named after the round and the unit."""
    unit_code = writer.view.scores.unit.code
    name = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in unit_code)
    return download(content, f"{writer.round_code}-{name}.{ending}", content_type)
