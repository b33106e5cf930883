"""Every request says to the audit trail who makes it, and as what (see `metep.acting`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from metep.acting import Acting, announcing
from surveys import roles
from surveys.models import Role, Round

ADMINISTRATOR, RESPONDENT, WORKSHOP, STAFF, VISITOR = (
    "administrator",
    "respondent",
    "workshop participant",
    "staff",
    "visitor",
)
_PAGES_OF_RESPONDENTS = re.compile(r"response|round-start$|link-start$|answer-link$|unsubscribe")


class AuditContextMiddleware:
    """Goes behind the one that knows the user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request with its person announced to the database."""
        with announcing(lambda: acting_in(request)):
            return self._get_response(request)


def acting_in(request: HttpRequest) -> Acting:
    """Who acts in a request; a page may have said as what in `request.acting_as`."""
    user: Any = request.user
    key = user.pk if user.is_authenticated else None
    known = getattr(request, "_acting", None)
    if known is None or known[0] != key:  # somebody may sign in on the way
        request._acting = known = (key, _role(request, user))  # type: ignore[attr-defined]
    return known[0], getattr(request, "acting_as", "") or known[1]


def _role(request: HttpRequest, user: Any) -> str:
    page = getattr(request.resolver_match, "url_name", "") or ""
    if page.startswith("join"):
        return WORKSHOP
    if _PAGES_OF_RESPONDENTS.match(page):
        return RESPONDENT
    if not user.is_authenticated:
        return VISITOR
    if roles.may_administer(user):
        return ADMINISTRATOR
    return _roles_in_round(request, user) or STAFF


def _roles_in_round(request: HttpRequest, user: Any) -> str:
    """The roles that a user has in the round of the page, or in any; more than one where she has more."""
    code = request.resolver_match.kwargs.get("code") if request.resolver_match else None
    held = roles.assignments_of(user)
    if code and len({one.role for one in held}) > 1:
        survey_round = Round.objects.filter(code=code).values_list("pk", flat=True).first()
        held = [one for one in held if one.round_id in (None, survey_round)]
    names = {one.role for one in held}
    return ", ".join(role.value for role in Role if role in names)
