"""Drops characters that nobody sees from what is posted and from queries, before any page reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict

from surveys.typed import has_controls, without_controls


class TypedMiddleware:
    """See `surveys.typed`. What arrives is read by the guard against forged forms anyway, just before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """In a query nobody typed even a zero byte: the database would refuse to look for one."""
        if "%" in request.META.get("QUERY_STRING", "") and any(map(_is_odd, _values(request.GET))):
            request.GET = cleaned(request.GET, zero="")  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, options: Any) -> None:
        """Replace the posted words where it is needed, which is nearly never."""
        if request.method == "POST" and any(map(has_controls, _values(request.POST))):
            request.POST = cleaned(request.POST)  # type: ignore[assignment]  # its setter is there for this


def cleaned(posted: QueryDict, zero: str = "\x00") -> QueryDict:
    """The same fields with clean values; `zero`: what stands for a zero byte."""
    found = QueryDict(mutable=True, encoding=posted.encoding)
    for name, values in posted.lists():
        found.setlist(name, [without_controls(value).replace("\x00", zero) for value in values])
    found._mutable = False
    return found


def _is_odd(value: str) -> bool:
    return "\x00" in value or has_controls(value)


def _values(posted: QueryDict) -> list[str]:
    return [value for _name, values in posted.lists() for value in values]
