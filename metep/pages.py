"""Pages and context of the project as a whole: the home page, and what is said when something goes wrong."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reports.dashboard.pages import NoSuchResult
from reports.permissions import may_see_any_results
from surveys.links import UnknownLink
from surveys.models import Response, Round
from surveys.troubles import RETRY_AFTER, Trouble, trouble_of
from surveys.views.refusals import may_be_shown, show_not_saved

OF_LIBRARIES = (gettext_noop("Reauthentication not available"),)  # reasons that are not said through gettext


@dataclass(frozen=True)
class SiteLanguage:
    """A language of the interface: its name in itself, and the address of this page in it."""

    code: str
    name: str
    url: str


def site(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the name of the site and its languages."""
    path = request.get_full_path()
    prefix, rest = path[1:3], path[3:]
    # Every page begins with its language; an address that does not is none of ours.
    is_prefixed = prefix in settings.LANGUAGE_NAMES and rest[:1] in ("", "/")
    languages = [
        SiteLanguage(code, name, f"/{code}{rest if is_prefixed else '/'}")
        for code, name in settings.LANGUAGE_NAMES.items()
    ]
    return {
        "site_name": settings.SITE_NAME,
        "site_languages": languages,
        "outside": _outside(),
        # By what somebody who reports a failure names it: every line of the log about this request has it.
        "request_id": getattr(request, "request_id", ""),
        # Asked by pages that name it to staff, and only then.
        "sees_results": lambda: may_see_any_results(request.user),
    }


def _outside() -> dict[str, Any] | None:
    """The provider by which staff may also sign in."""
    return settings.OIDC and {name: settings.OIDC[name] for name in ("provider_id", "name")}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this site is for, and the rounds that anybody may answer now."""
    rounds = Round.objects.open().filter(has_open_link=True).order_by("closes_at", "code")
    return render(request, "home.html", {"rounds": rounds})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be understood, or was too large."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason that was given; one that a library gives in English is said in the reader's language."""
    reason = str(exception)
    return render(request, "errors/403.html", {"reason": _(reason) if reason else ""}, status=403)


def forgery_suspected(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form lacks its token, mostly because cookies are off. What was typed is shown again."""
    words = _("The page had been open for too long, or your browser keeps no cookies. Allow cookies and try again.")
    if not may_be_shown(request):
        return render(request, "errors/403.html", {"reason": words}, status=403)
    return show_not_saved(request, words, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; a forged or torn personal link is told apart, and so is a result that a round does not have."""
    reason = str(exception) if isinstance(exception, UnknownLink | NoSuchResult) else ""
    return render(request, "errors/404.html", {"reason": reason}, status=404)


def too_many(request: HttpRequest, response: Response | None = None) -> HttpResponse:
    """429: more attempts than a limit allows. What was typed is shown again, unless it was a password."""
    if request.method == "POST" and may_be_shown(request):
        words = _("Very many requests came from you in a short time. Wait a minute, then try again.")
        return show_not_saved(request, words, 429, response)
    return render(request, "errors/429.html", status=429)


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 where it passes. Asks neither the database nor the session for anything: they may be what failed."""
    if trouble := trouble_of(sys.exc_info()[1]):
        return unavailable(request, trouble)
    context = site(request) | {"LANGUAGE_CODE": get_language()}
    return HttpResponse(render_to_string("errors/500.html", context), status=500)


def unavailable(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """503, wherever it came from. What was typed is shown again, unless it was a password."""
    if request.method == "POST" and trouble is not Trouble.NO_MAIL and may_be_shown(request):
        return show_not_saved(request, trouble.words_after_saving, 503)
    context = site(request) | {"LANGUAGE_CODE": get_language(), "reason": trouble.words}
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("errors/503.html", context), status=503, headers=headers)
