"""Pages of accounts that are not allauth's own."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import activate, check_for_language
from django.views.decorators.http import require_POST, require_safe

LANGUAGE = "oidc_language"
"""Session key: the language of the page from which somebody went to sign in elsewhere."""


def closed(request: HttpRequest) -> HttpResponseBase:
    """Nobody signs up: administrators make accounts."""
    raise Http404


@require_POST
def sign_in_outside(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send the browser to the provider. Raises Http404 unless the settings name it."""
    language = request.POST.get("language", "")
    request.session[LANGUAGE] = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return openid_connect.login(request, provider_id)


@require_safe
def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The browser comes back from the provider: let in whoever has an account, in the language she left in."""
    language = request.session.pop(LANGUAGE, settings.LANGUAGE_CODE)
    if check_for_language(language):
        activate(language)
        request.LANGUAGE_CODE = language
    return openid_connect.callback(request, provider_id)
