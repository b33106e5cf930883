"""Who may open a response: the browser session that started it, or that opened its personal link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import activate, get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from surveys.fetching import fetch_response
from surveys.links import hash_of, require_valid
from surveys.models import Response, Round, RoundNotOpen
from surveys.session_keys import renew_key
from surveys.troubles import trouble_of
from surveys.views.lasting import keep_alive
from surveys.views.refusals import show_not_open, show_not_saved

RESPONSES = "responses"
"""Session key: response identifier -> secret of its personal link ("" where this browser does not know it)."""


class NotYours(PermissionDenied):
    """Raised when a browser asks for a response that it has not opened by its link."""


class NotDelegated(PermissionDenied):
    """Raised when somebody to whom chapters were delegated asks for a page that is the respondent's own."""


class WrongLanguage(Exception):
    """Raised when a page is asked for in a language that its round does not offer. `language` is one that it does."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language


def remember(request: HttpRequest, pk: UUID, secret: str) -> None:
    """Let this browser open the response from now on."""
    request.session[RESPONSES] = {**request.session.get(RESPONSES, {}), str(pk): secret}


def let_in(request: HttpRequest, pk: UUID, secret: str) -> None:
    """The same for a browser that did not know the secret: its session gets a new key."""
    if request.session.get(RESPONSES, {}).get(str(pk)) != secret:
        remember(request, pk, secret)
        renew_key(request.session)


def forget(request: HttpRequest, response: Response) -> None:
    """Let this browser open the response no more, until somebody opens its link again."""
    others = {key: secret for key, secret in request.session.get(RESPONSES, {}).items() if key != str(response.pk)}
    request.session[RESPONSES] = others


def secret_of(request: HttpRequest, response: Response) -> str:
    """The secret of a response's personal link, where this browser knows it; else empty."""
    return request.session.get(RESPONSES, {}).get(str(response.pk), "")


def find_own(request: HttpRequest, pk: UUID) -> Response:
    """A response that this browser may open, its round loaded. `opened_by`: the link that lets it.

    Raises NotYours, LinkRevoked, LinkExpired or Http404.
    """
    secret = request.session.get(RESPONSES, {}).get(str(pk))
    if secret is None:
        raise NotYours(_("These answers are not open in this browser. Open your personal link to go on."))
    try:
        response, link = fetch_response(pk, hash_of(secret))
    except Response.DoesNotExist as error:
        raise Http404 from error
    if link is None:
        raise NotYours(_("These answers are not open in this browser. Open your personal link to go on."))
    link.round = response.round
    require_valid(link)
    response.opened_by = link
    keep_alive(request)
    return response


def require_offered_language(survey_round: Round) -> None:
    """Raise WrongLanguage unless the round offers the active language."""
    if survey_round.languages and get_language() not in survey_round.languages:
        raise WrongLanguage(survey_round.languages[0])


def address_in(path: str, language: str) -> str:
    """The same address in another language: every page begins with its language."""
    return "/".join(["", language, *path.split("/")[2:]])


def language_asked(request: HttpRequest, survey_round: Round) -> str:
    """The language that a posted form asks for by its language buttons; empty for none, or one not offered."""
    language = request.POST.get("language", "")
    return language if language in survey_round.languages else ""


def speak(request: HttpRequest, language: str) -> None:
    """Answer this request in another language than its address names."""
    activate(language)
    request.LANGUAGE_CODE = language


View = Callable[..., HttpResponseBase]


def shared_page(view: View) -> View:
    """The same as a page of the respondent's, open also to those to whom chapters of the response were delegated."""
    return _page(view, is_shared=True)


def respondent_page(view: View) -> View:
    """A page of one response for the respondent herself: `view(request, response, ...)` instead of a key."""
    return _page(view, is_shared=False)


def _require_whole(request: HttpRequest, response: Response, is_shared: bool) -> None:
    """Raise NotDelegated for somebody with some chapters only, on a page that is not shared with her."""
    if not response.granted_chapters:
        return
    request.acting_as = "delegate"  # type: ignore[attr-defined]  # for the audit trail
    if not is_shared:
        raise NotDelegated(_("You were asked for some chapters only. This page belongs to the respondent."))


def _page(view: View, *, is_shared: bool) -> View:
    """Find the response; refuse a delegate what is not shared. Moments are told in the time zone of the round.

    What a person posted is shown again where it could not be stored: because the round closed, the answers were
    submitted, the session ended, or the database or the disk could not take it.
    """

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponseBase:
        response = None
        try:
            response = find_own(request, pk)
            _require_whole(request, response, is_shared)
            if request.method != "POST":
                require_offered_language(response.round)
            with timezone.override(response.round.zone):
                return view(request, response, **kwargs)
        except WrongLanguage as wrong:
            return redirect(address_in(request.get_full_path(), wrong.language))
        except PermissionDenied as refusal:
            if request.method == "POST":
                return show_not_saved(request, str(refusal), 403, response)
            if response is not None and isinstance(refusal, RoundNotOpen):
                return show_not_open(request, response.round, refusal, response)
            raise
        except (DatabaseError, InterfaceError, OSError) as error:
            trouble = trouble_of(error)
            if trouble is None or request.method != "POST":
                raise
            return show_not_saved(request, trouble.words_after_saving, 503, response)

    return page
