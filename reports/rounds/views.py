"""The page of what stands beside the scores of a unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reports.context import context_section
from reports.dashboard.pages import read_unit, show_unit
from reports.permissions import analysts_only


@require_safe
@analysts_only
def context_page(request: HttpRequest, code: str) -> HttpResponse:
    """Series of other bodies, and what respondents answered in numbers."""
    results, writer = read_unit(request, code)
    return show_unit(request, "context", results, writer, {"context": context_section(results, writer.view)})
