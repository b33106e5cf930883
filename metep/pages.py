"""Pages and context of the project as a whole: the home page, and what is said when something goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reports.dashboard.pages import NoSuchResult
from reports.permissions import may_see_any_results
from surveys.links import UnknownLink
from surveys.models import Round
from surveys.views.refusals import show_not_saved


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
    """403, with the reason that was given."""
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


def forgery_suspected(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form lacks its token, mostly because cookies are off. What was typed is shown again."""
    words = _("The page had been open for too long, or your browser keeps no cookies. Allow cookies and try again.")
    return show_not_saved(request, words, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; a forged or torn personal link is told apart, and so is a result that a round does not have."""
    reason = str(exception) if isinstance(exception, UnknownLink | NoSuchResult) else ""
    return render(request, "errors/404.html", {"reason": reason}, status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: more attempts than a limit allows."""
    return render(request, "errors/429.html", status=429)


def failed(request: HttpRequest) -> HttpResponse:
    """500. Asks neither the database nor the session for anything: they may be what failed."""
    context = site(request) | {"LANGUAGE_CODE": get_language()}
    return HttpResponse(render_to_string("errors/500.html", context), status=500)
