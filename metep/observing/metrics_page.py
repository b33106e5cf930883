"""Metrics for Prometheus: not found by anybody who does not hold the token of METRICS_TOKEN."""

from __future__ import annotations

from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from metep.observing import metrics


@require_safe
def metrics_view(request: HttpRequest) -> HttpResponse:
    """The metrics of this machine's processes, and of the site. Raises Http404."""
    if not _may_see(request):
        raise Http404
    return HttpResponse(metrics.written(), content_type=metrics.CONTENT_TYPE)


def _may_see(request: HttpRequest) -> bool:
    """Compared in a time that does not tell how much of the token was right."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    return bool(settings.METRICS_TOKEN) and compare_digest(given, settings.METRICS_TOKEN.encode())
