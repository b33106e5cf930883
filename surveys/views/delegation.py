"""A respondent asks colleagues to answer chapters of her response, sees who has what, and takes it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.delegating import delegable_chapters, delegate, find_delegations, holders_of, titles_of, withdraw
from surveys.forms import DelegationForm
from surveys.models import PersonalLink, Response
from surveys.pages import progress_of
from surveys.qr_codes import draw_qr
from surveys.questionnaires import asked_of
from surveys.views.access import respondent_page, shared_page

MADE = "delegated"
"""Session key: (link, its secret) of the link made last, until it was shown once."""


def remember_made(request: HttpRequest, link: PersonalLink, secret: str) -> None:
    """Keep a new secret for the next page only."""
    request.session[MADE] = [link.pk, secret]


def take_made(request: HttpRequest, response: Response) -> dict[str, Any] | None:
    """The address that was just made for a colleague, and its QR code; None where there is none to be shown."""
    key, secret = request.session.get(MADE, (None, ""))
    link = PersonalLink.objects.filter(pk=key, response=response).first() if key else None
    if link is None:
        return None
    del request.session[MADE]
    address = request.build_absolute_uri(reverse("answer-link", kwargs={"secret": secret}))
    return {"name": link.label, "address": address, "qr_code": draw_qr(address)}


@respondent_page
def delegation_page(request: HttpRequest, response: Response) -> HttpResponse:
    """Who has which chapter, and the form to give more of them away."""
    if not response.is_editable and request.method != "POST":
        return redirect("response-receipt", pk=response.pk)
    response.require_answerable()
    response.require_editable()
    chapters = delegable_chapters(asked_of(response))
    delegations = find_delegations([response.pk]).get(response.pk, [])
    data = request.POST if request.method == "POST" else None
    form = DelegationForm(data, chapters=chapters, holders=holders_of(delegations))
    if form.is_valid():
        link, secret = delegate(response, form.cleaned_data["chapters"], form.cleaned_data["name"])
        remember_made(request, link, secret)
        return redirect("response-delegate", pk=response.pk)
    context = {
        "response": response,
        "survey_round": response.round,
        "offered_languages": response.round.languages,
        "form": form,
        "made": take_made(request, response),
        "delegations": [(one, titles_of(one, chapters), f"{one.link}/withdraw/") for one in delegations],
        "here": request.path,
    }
    return render(request, "surveys/delegation.html", context, status=422 if form.is_bound else 200)


@require_POST
@respondent_page
def withdraw_page(request: HttpRequest, response: Response, link: int) -> HttpResponse:
    """Close a colleague's link."""
    withdrawn = withdraw(response, link)
    messages.success(request, _("The link of %(name)s has been withdrawn.") % {"name": withdrawn.label})
    return redirect("response-delegate", pk=response.pk)


@shared_page
def done_page(request: HttpRequest, response: Response) -> HttpResponse:
    """A colleague has answered her chapters: the respondent checks and submits, not she."""
    if not response.granted_chapters:
        return redirect("response", pk=response.pk)
    context = {
        "response": response,
        "survey_round": response.round,
        "offered_languages": response.round.languages,
        "progress": progress_of(asked_of(response).pages, response.answers),
    }
    return render(request, "surveys/delegate_done.html", context)
