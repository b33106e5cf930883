"""What the administration's own pages have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed


def post_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For methods of an admin class that change something: following a link must not."""

    @wraps(view)
    def guarded(admin: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(admin, request, *args, **kwargs)

    return guarded
