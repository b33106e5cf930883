"""Administrators have a second factor: an authenticator app. Without one they come no further than to set one up."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext as _

from fieldwork.facts import urls as facts_urls
from fieldwork.workshops import join_urls
from metep.accounts import urls as account_urls
from metep.observing import urls as observing_urls
from reports.public import urls as public_urls
from surveys import urls as respondents_urls
from surveys.roles import may_administer

# Everybody's pages; those of accounts, of respondents and of people in workshops are read from their lists.
OPEN = {"home", "accessibility", "unsubscribe", "manifest", "offline", "service-worker"}
# Among the respondents', but staff may open it, too.
CLOSED = {"response-evidence-file"}


def is_administrator(user: Any) -> bool:
    """Whoever may use the administration or change rounds."""
    return bool(user.is_authenticated and (user.is_staff or user.is_superuser or may_administer(user)))


def lacks_second_factor(user: Any) -> bool:
    """Whether the user must set up an authenticator app before anything else."""
    if not settings.REQUIRE_SECOND_FACTOR or not is_administrator(user):
        return False
    return not Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def remove_second_factors(user: Any) -> int:
    """Take away the app, the passkeys and the recovery codes of somebody who has lost them; how many there were."""
    return int(Authenticator.objects.filter(user_id=user.pk).delete()[0])


class SecondFactorMiddleware:
    """Sends an administrator without a second factor to set one up, whatever page of staff is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing here: only an address that is known has a page."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, options: Any) -> HttpResponseBase | None:
        """None lets the request pass."""
        match = request.resolver_match
        if match is None or (not match.namespaces and match.url_name in open_names()):
            return None
        if not lacks_second_factor(request.user):
            return None
        messages.warning(request, _("Administrators need a second factor. Set up an authenticator app to go on."))
        return redirect("mfa_activate_totp")


@cache
def open_names() -> frozenset[str]:
    """Names of the pages that stay open without a second factor."""
    lists = (
        account_urls.urlpatterns,
        account_urls.outside,
        respondents_urls.urlpatterns,
        facts_urls.respondent_urlpatterns,
        join_urls.urlpatterns,
        public_urls.urlpatterns,
        observing_urls.urlpatterns,
    )
    return frozenset(OPEN.union(*(names_of(patterns) for patterns in lists)) - CLOSED)


def names_of(patterns: Any) -> set[str]:
    """The names of addresses, those of included lists too."""
    found: set[str] = set()
    for entry in patterns:
        if isinstance(entry, URLResolver):
            found |= names_of(entry.url_patterns)
        elif isinstance(entry, URLPattern) and entry.name:
            found.add(entry.name)
    return found
