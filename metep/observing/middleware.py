"""Around all others: every request gets its identifier, its line in the log and its place in the metrics."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from metep.observing import metrics
from metep.observing.tracing import HEADER, Doing, during, identifier_of, route_of
from metep.observing.urls import PROBES

STATIC = "static"
_log = logging.getLogger("metep.requests")


Answer = Callable[[HttpRequest], HttpResponseBase]


class ObservingMiddleware:
    """Stands before all others."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and note how it went. Probes come every few seconds and are not noted."""
        is_trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0
        identifier = identifier_of(request.headers.get(HEADER, ""), is_trusted=is_trusted)
        request.request_id = identifier  # type: ignore[attr-defined]  # for the page that says that something failed
        with during(Doing(identifier, request)):
            begun = perf_counter()
            response = self._get_response(request)
            if request.path_info not in PROBES:
                _note(request, response, perf_counter() - begun)
        response.headers[HEADER] = identifier
        return response


class ProbesMiddleware:
    """Answers probes before there is a session, a language or a check of the host: those who ask know the site by the
    number of its machine. Behind the middleware of headers, which are the same for every answer."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A probe that is not for whoever asks is answered as any address that does not exist."""
        probe = PROBES.get(request.path_info)
        if probe is None:
            return self._get_response(request)
        try:
            response: HttpResponseBase = probe(request)
        except Http404:
            return self._get_response(request)
        response.headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        response.headers["Cache-Control"] = "no-store"
        return response


def _note(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Styles and scripts are only counted: they hold nothing and come in dozens."""
    is_static = request.path_info.startswith(settings.STATIC_URL)
    metrics.note_request(STATIC if is_static else route_of(request), request.method, response.status_code, seconds)
    if is_static and response.status_code < 400:
        return
    is_failure = response.status_code >= 500
    extra = {"method": request.method, "status": response.status_code, "milliseconds": round(seconds * 1000, 1)}
    if not response.streaming:
        extra["bytes"] = len(response.content)  # type: ignore[attr-defined]
    _log.log(logging.WARNING if is_failure else logging.INFO, "request", extra=extra)
