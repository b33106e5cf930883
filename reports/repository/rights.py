"""Who reads, writes and publishes recommendations: small predicates, denied by default."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from reports.models import Recommendation, RecommendationState
from reports.permissions import analysts_only
from surveys.models import Role
from surveys.roles import assignments_of, may_administer

WRITE = "reports.change_recommendation"
TRANSLATE = "reports.translate_recommendation"


def may_write(user: Any) -> bool:
    """Analysts of all rounds, and administrators."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.has_perm(WRITE) or may_administer(user):
        return True
    return any(held.role == Role.ANALYST and held.round_id is None for held in assignments_of(user))


def may_translate(user: Any) -> bool:
    """Those who write, and translators: they mend words, others review and publish what they mended."""
    return user.is_authenticated and (user.has_perm(TRANSLATE) or may_write(user))


def may_publish(user: Any, entry: Recommendation) -> bool:
    """A second pair of eyes: whoever writes may, but not who changed the entry last."""
    return may_write(user) and entry.state == RecommendationState.REVIEW and entry.changed_by_id != user.pk


def may_settle(user: Any, entry: Recommendation) -> bool:
    """Comments are for the owner; while an entry has none, for whoever writes."""
    return may_write(user) and entry.owner_id in (None, user.pk)


def entries_seen_by(user: Any) -> QuerySet[Recommendation]:
    """Those who write see everything, other readers what advises."""
    return Recommendation.objects.all() if may_write(user) else Recommendation.objects.advising()


def readers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For whoever may see any results."""
    return never_cache(analysts_only(view))


def writers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For those who write recommendations; other readers are refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_write(request.user):
            raise PermissionDenied(_("Recommendations are written by analysts of all rounds and by administrators."))
        return view(request, *args, **kwargs)

    return readers_only(guarded)


def translators_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For those who mend words, whether or not they see results."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_translate(request.user):
            raise PermissionDenied(_("Texts of recommendations are mended by those who write them and by translators."))
        return view(request, *args, **kwargs)

    return guarded
