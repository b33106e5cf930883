"""Who may see results: small predicates, denied by default."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from surveys.models import Role, Round
from surveys.roles import assignments_of, may_administer, may_analyse

View = Callable[..., HttpResponseBase]

SEE_RESULTS = "scoring.view_results"


def may_see_all_results(user: Any) -> bool:
    """Whether the results of every round, those to come too, are open to this user."""
    if not user.is_authenticated:
        return False
    if user.has_perm(SEE_RESULTS) or may_administer(user):
        return True
    return any(held.role == Role.ANALYST and held.round_id is None for held in assignments_of(user))


def may_see_results(user: Any, survey_round: Round) -> bool:
    """Whether the dashboard and the report of this round are."""
    return bool(user.is_authenticated and (user.has_perm(SEE_RESULTS) or may_analyse(user, survey_round)))


def may_see_any_results(user: Any) -> bool:
    """Whether there is a dashboard for this user at all."""
    return may_see_all_results(user) or any(held.role == Role.ANALYST for held in assignments_of(user))


def rounds_analysed(user: Any) -> QuerySet[Round]:
    """The rounds whose results the user may see."""
    if may_see_all_results(user):
        return Round.objects.all()
    named = [held.round_id for held in assignments_of(user) if held.role == Role.ANALYST and held.round_id]
    return Round.objects.filter(pk__in=named)


def analysts_only(view: View) -> View:
    """Send the unknown to the sign-in page, refuse the known who may see the results of no round."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_any_results(request.user):
            raise PermissionDenied(_("Only analysts may see results. Ask an administrator for this right."))
        return view(request, *args, **kwargs)

    return guarded
