"""What the administration's own pages have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _


class OfRound:
    """For the lists of what belongs to a round."""

    @admin.display(description=_("round"), ordering="round__code")
    def round_code(self, row: Any) -> str:
        """The round's short name: its title would fill the line."""
        return row.round.code


def post_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For methods of an admin class that change something: following a link must not."""

    @wraps(view)
    def guarded(own: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(own, request, *args, **kwargs)

    return guarded
