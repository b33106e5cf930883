"""Pages are read and forms are sent: what else a browser can ask for, this site does not know."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

KNOWN = ("GET", "HEAD", "POST")


class MethodsMiddleware:
    """Answers 405 to every other method, before there is a session: no view has to think of TRACE or PUT."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Views that know fewer of them say so themselves."""
        return self.get_response(request) if request.method in KNOWN else HttpResponseNotAllowed(KNOWN)
