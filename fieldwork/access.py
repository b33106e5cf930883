"""Pages of staff about a round: the unknown sign in, a round that is none of hers is not found, the rest is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from surveys.models import Round
from surveys.roles import rounds_of

View = Callable[..., HttpResponseBase]
May = Callable[[Any, Round], bool]


def round_page(may: May) -> Callable[[View], View]:
    """A page of one round: `view(request, survey_round, ...)` instead of a code, for users whom `may` allows.

    Moments on it are told, and typed, in the time zone of the round.
    """

    def decorate(view: View) -> View:
        @never_cache
        @login_required
        @wraps(view)
        def page(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
            rounds = rounds_of(request.user).select_related("version")
            survey_round: Round = get_object_or_404(rounds, code=code)
            if not may(request.user, survey_round):
                raise PermissionDenied(_("Your role in this round does not include this page."))
            with timezone.override(survey_round.zone):
                return view(request, survey_round, **kwargs)

        return page

    return decorate


def staff_of(request: HttpRequest) -> AbstractBaseUser:
    """Who asks, on a page for which one has to sign in."""
    assert isinstance(request.user, AbstractBaseUser)
    return request.user
