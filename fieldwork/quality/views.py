"""The pages of checks: what they found, each finding with the way to where it is mended."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fieldwork.access import round_page
from fieldwork.models import CheckRun, Finding
from fieldwork.quality.exports import as_csv
from fieldwork.quality.page import check_lines, finding_lines
from fieldwork.quality.places import place_of
from fieldwork.quality.registry import BY_CODE
from fieldwork.quality.running import CAP, latest_run
from fieldwork.quality.tasks import ask_for_run, run_under_way
from fieldwork.tabs import reviews, show
from surveys.downloads import CSV, download
from surveys.models import Round
from surveys.ordering import by_name, in_order

TAB = "work-quality"
PER_PAGE = 50


@require_safe
@round_page(reviews)
def index(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Every check with its count, the badge, and the button that runs them."""
    run = latest_run(survey_round)
    make_badge: Callable[[Round], object] = import_string(settings.QUALITY_BADGE)
    context = {
        "run": run,
        "lines": check_lines(run),
        "under_way": run_under_way(survey_round),
        "stopped": _stopped_after(survey_round, run),
        "links_off": not settings.CHECK_LINKS,
        "badge": make_badge(survey_round),
    }
    return show(request, survey_round, TAB, "fieldwork/quality/checks.html", context)


def _stopped_after(survey_round: Round, run: CheckRun | None) -> bool:
    """Whether a later run than the one shown stopped before its end."""
    stopped = CheckRun.objects.filter(round=survey_round).exclude(problem="")
    return (stopped.filter(started_at__gt=run.started_at) if run else stopped).exists()


@require_POST
@round_page(reviews)
def run(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Ask a worker to run the checks."""
    ask_for_run(survey_round)
    messages.success(request, _("The checks will run in the background. This page shows how far they are."))
    return redirect(TAB, code=survey_round.code)


@require_safe
@round_page(reviews)
def one_check(request: HttpRequest, survey_round: Round, check: str) -> HttpResponse:
    """The findings of one check, page by page."""
    if check not in BY_CODE:
        raise Http404
    latest = latest_run(survey_round)
    found = in_reading_order(latest.findings.filter(check_code=check)) if latest else ()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    place = partial(place_of, survey_round=survey_round, user=request.user)
    context = {
        "check": BY_CODE[check],
        "run": latest,
        "numbers": latest.results.get(check, {}) if latest else {},
        "cap": CAP,
        "page": page,
        "lines": finding_lines(page, survey_round, get_language() or "", place),
    }
    return show(request, survey_round, TAB, "fieldwork/quality/check.html", context)


@require_safe
@round_page(reviews)
def export(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """All findings that are kept, as CSV."""
    latest = latest_run(survey_round)
    if latest is None:
        raise Http404
    findings = in_reading_order(latest.findings.all())
    place = partial(place_of, survey_round=survey_round, user=request.user)
    content = as_csv(findings, survey_round, get_language() or "", lambda one: _absolute(request, *place(one)))
    return download(content, f"{survey_round.code}-quality.csv", CSV)


def in_reading_order(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Findings (with their institutions) check by check: items by their codes, institutions by name."""
    order = ("check_code", in_order("item"), *by_name("institution__"), "pk")
    return findings.select_related("institution").order_by(*order)


def _absolute(request: HttpRequest, address: str, name: str) -> tuple[str, str]:
    return request.build_absolute_uri(address), name
