"""The pages of the workbench: read the address, build, answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.dashboard.choice import unit_choices
from reports.permissions import analysts_only, rounds_analysed
from reports.workbench.asking import NoSuchPage, Request, read_request
from reports.workbench.files import as_csv
from reports.workbench.filtering import NAMES, groups_of, tags_of
from reports.workbench.frame import Content, Page, Panel
from reports.workbench.pages import PAGES
from reports.workbench.saving import NameForm
from reports.workbench.tables import table_of
from surveys.downloads import CSV, download


@dataclass(frozen=True)
class Shown:
    """A panel as the page shows it: its table as HTML, and the address of the table as a file."""

    panel: Panel
    table: SafeString
    csv: str


@require_safe
@analysts_only
def round_list(request: HttpRequest) -> HttpResponse:
    """The rounds that the reader may analyse, the newest first."""
    rounds = rounds_analysed(request.user).select_related("version").order_by("-opens_at", "-pk")
    return render(request, "reports/workbench/rounds.html", {"rounds": rounds})


@require_safe
@analysts_only
def question_list(request: HttpRequest, code: str) -> HttpResponse:
    """The questions that the workbench answers about a round."""
    survey_round = get_object_or_404(rounds_analysed(request.user).select_related("version"), code=code)
    return render(request, "reports/workbench/questions.html", {"survey_round": survey_round, "pages": PAGES})


@require_safe
@analysts_only
def analysis_page(request: HttpRequest, code: str, page_code: str) -> HttpResponse:
    """One question, for the responses that the address chooses."""
    page = page_of(page_code)
    read = read_request(request, code, page)
    content = _content(page, read)
    asked = read.asked
    results = asked.results
    context = {
        "page": page,
        "tabs": [(one, _address("analysis-page", code, one.code, asked.query)) for one in PAGES],
        "survey_round": results.survey_round,
        "method": results.method,
        "facts": results.scores.round,
        "all_counted": asked.whole.scores.round.counted,
        "checksum": results.evidence.checksum,
        "unit_name": asked.view.name if page.has_unit else "",
        "unit_respondents": asked.view.scores.respondents if read.unit_value else None,
        "unit_choices": unit_choices(asked.whole, asked.view) if page.has_unit else [],
        "groups": groups_of(asked.filters, read.known),
        "tags": tags_of(asked.filters, read.known, _rest(request)),
        "refused": [*read.refused, *content.refused],
        "content": content,
        "panels": [_shown(panel, request, code, page_code) for panel in content.panels],
        "has_specs": any(panel.spec for panel in content.panels),
        "query": request.GET.urlencode(),
        "save": NameForm(request.user, results.survey_round),
    }
    return render(request, "reports/workbench/page.html", context)


@require_safe
@analysts_only
def analysis_csv(request: HttpRequest, code: str, page_code: str) -> HttpResponse:
    """The table of a panel (`panel` in the address) for the same responses."""
    page = page_of(page_code)
    read = read_request(request, code, page)
    key = request.GET.get("panel", "")
    panel = next((one for one in _content(page, read).panels if one.chart.key == key), None)
    if panel is None:
        raise NoSuchPage(_("This page has no such table."))
    content = as_csv(read.asked, panel, tags_of(read.asked.filters, read.known, {}))
    name = f"{code}-{page_code}-{key}-{get_language()}.csv"
    return download(content, name, CSV)


def page_of(code: str) -> Page:
    """The page with a code. Raises NoSuchPage."""
    page = next((page for page in PAGES if page.code == code), None)
    if page is None:
        raise NoSuchPage(_("The workbench has no such page."))
    return page


def _content(page: Page, read: Request) -> Content:
    """What the page shows; only why, where nobody is left."""
    if read.left_out:
        return Content((), nothing=read.left_out)
    if not read.asked.whole.scores.round.counted:
        return Content((), nothing=_("Nothing can be analysed yet: no response has been submitted."))
    if not read.asked.results.scores.round.counted:
        return Content((), nothing=_("No response fits these filters. Take one of them away to see more."))
    return page.build(read.asked)


def _rest(request: HttpRequest) -> dict[str, Any]:
    """What stands in the address beside the filters."""
    return {name: values for name, values in request.GET.lists() if name not in NAMES}


def _address(route: str, code: str, page_code: str, query: str) -> str:
    address = reverse(route, args=[code, page_code])
    return f"{address}?{query}" if query else address


def _shown(panel: Panel, request: HttpRequest, code: str, page_code: str) -> Shown:
    query = request.GET.copy()
    query["panel"] = panel.chart.key
    return Shown(panel, table_of(panel), _address("analysis-csv", code, page_code, query.urlencode()))
