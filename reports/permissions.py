"""Who may see results: small predicates, denied by default."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]


def may_see_results(user: Any) -> bool:
    """Whether the dashboards and reports of rounds are open to this user."""
    return bool(user.is_authenticated and user.has_perm("scoring.view_results"))


def analysts_only(view: View) -> View:
    """Send the unknown to the sign-in page, refuse the known who have no right."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_results(request.user):
            raise PermissionDenied(_("Only analysts may see results. Ask an administrator for this right."))
        return view(request, *args, **kwargs)

    return guarded
