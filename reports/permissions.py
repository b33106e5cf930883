"""Who may see results: small predicates, denied by default."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
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
    if may_see_all_results(user) or any(held.role == Role.ANALYST for held in assignments_of(user)):
        return True
    is_coordinator = any(held.role == Role.COORDINATOR for held in assignments_of(user))
    return is_coordinator and rounds_with_results(user).exists()


def rounds_with_results(user: Any) -> QuerySet[Round]:
    """The rounds of which the user may see results: all of them as an analyst, her institution's as a coordinator.

    Coordinators wait until the round publishes.
    """
    if may_see_all_results(user):
        return Round.objects.all()
    analysed = rounds_analysed(user).values("pk")
    mine = Q()
    for held in assignments_of(user):
        if held.role == Role.COORDINATOR:
            part = Q(institutions=held.institution_id)
            mine |= part & Q(pk=held.round_id) if held.round_id else part
    published = Round.objects.published().filter(mine).values("pk") if mine else Round.objects.none().values("pk")
    return Round.objects.filter(Q(pk__in=analysed) | Q(pk__in=published))


def rounds_analysed(user: Any) -> QuerySet[Round]:
    """The rounds whose results the user may see whole."""
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
