"""Holds the limits: counts requests to what is dear, and answers 429 with all that was typed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from metep import pages
from metep.limits.buckets import Buckets, Limit
from metep.limits.rules import BEGINNINGS, OF_ADDRESSES, OF_PERSONS, POSTS, SECRET_PAGES, WRONG_LINKS
from surveys.models import Response
from surveys.views.access import find_own

BUCKETS = Buckets()
"""Those of this process: a site with several processes allows as many times as much, which is still no flood."""


class LimitsMiddleware:
    """See `metep.limits.rules`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A secret that lets nobody in counts against the address that tried it."""
        answer = self.get_response(request)
        match = request.resolver_match
        is_wrong = match is not None and match.view_name in SECRET_PAGES and answer.status_code in (403, 404)
        if is_wrong and settings.RATE_LIMITS and (wait := _take(WRONG_LINKS, _address_of(request))):
            return _told(pages.too_many(request), wait)
        return answer

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, options: Any) -> HttpResponse | None:
        """None lets the request pass."""
        if not settings.RATE_LIMITS or request.resolver_match is None:
            return None
        name = request.resolver_match.view_name
        wait = 0.0
        if name in OF_ADDRESSES:
            wait = _take(OF_ADDRESSES[name], _address_of(request))
        elif name in OF_PERSONS or request.method == "POST":
            person = _person_of(request)
            if name in OF_PERSONS:
                wait = _take(OF_PERSONS[name], person or _address_of(request))
            elif person:
                wait = _take(POSTS, person)
            else:
                wait = _take(BEGINNINGS, _address_of(request))
        return _told(pages.too_many(request, _response_of(request, options)), wait) if wait else None


def _take(limit: Limit, who: str) -> float:
    return BUCKETS.take(limit, who, time.monotonic())


def _told(answer: HttpResponse, wait: float) -> HttpResponse:
    """The answer with the seconds after which another try may succeed."""
    answer["Retry-After"] = str(math.ceil(wait))
    return answer


def _person_of(request: HttpRequest) -> str:
    """The account, or the browser whose session holds something; empty for others: a session that anybody can make up
    would be a limit that anybody can get round."""
    try:
        if request.user.is_authenticated:
            return f"user {request.user.pk}"
        return f"session {request.session.session_key}" if request.session.keys() else ""
    except (OperationalError, InterfaceError):
        return ""  # the page itself says that the database does not answer


def _address_of(request: HttpRequest) -> str:
    try:
        return f"address {get_adapter().get_client_ip(request)}"
    except PermissionDenied:
        return "address"  # asked past the proxy


def _response_of(request: HttpRequest, options: dict[str, Any]) -> Response | None:
    """The response that is being answered: what was typed is told by its questions."""
    if request.method != "POST" or "pk" not in options:
        return None
    try:
        return find_own(request, options["pk"])
    except (Http404, PermissionDenied, OperationalError, InterfaceError):
        return None
