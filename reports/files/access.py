"""Pages about all reports of a round: for its analysts only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from reports.permissions import analysts_only, may_see_results, rounds_with_results
from surveys.models import Round

View = Callable[..., HttpResponseBase]


def analysts_page(view: View) -> View:
    """`view(request, survey_round, ...)` instead of a code, in the time zone of the round.

    The unknown sign in; a round whose results one may not see is not found; coordinators are refused.
    """

    @never_cache
    @analysts_only
    @wraps(view)
    def page(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        survey_round = get_object_or_404(rounds_with_results(request.user).select_related("version"), code=code)
        if not may_see_results(request.user, survey_round):
            raise PermissionDenied(_("Reports of all units are for the analysts of the round."))
        with timezone.override(survey_round.zone):
            return view(request, survey_round, **kwargs)

    return page


def show(
    request: HttpRequest, survey_round: Round, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of this part about a round."""
    shared = {"survey_round": survey_round}
    return render(request, f"reports/files/{name}.html", shared | context, status=status)
