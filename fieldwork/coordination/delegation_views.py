"""A coordinator gives chapters of a response to colleagues, and takes them back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fieldwork.access import staff_of
from fieldwork.coordination.access import institution_page
from fieldwork.coordination.forms import MailedDelegationForm
from fieldwork.coordination.tasks import mail_delegation
from fieldwork.coordination.views import TAB
from fieldwork.tabs import show
from surveys.delegating import delegable_chapters, delegate, find_delegations, holders_of, titles_of, withdraw
from surveys.models import Institution, Response, Round
from surveys.questionnaires import asked_of
from surveys.views.delegation import remember_made, take_made


def _find_response(survey_round: Round, institution: Institution, pk: UUID) -> Response:
    response: Response = get_object_or_404(Response, pk=pk, round=survey_round, institution=institution)
    response.round, response.institution = survey_round, institution
    return response


@institution_page
def delegate_page(request: HttpRequest, survey_round: Round, institution: Institution, response: UUID) -> HttpResponse:
    """Who has which chapter of a response, and the form to give more of them away."""
    found = _find_response(survey_round, institution, response)
    found.require_editable()
    found.require_answerable()
    chapters = delegable_chapters(asked_of(found))
    delegations = find_delegations([found.pk]).get(found.pk, [])
    data = request.POST if request.method == "POST" else None
    form = MailedDelegationForm(data, chapters=chapters, holders=holders_of(delegations))
    if form.is_valid():
        _delegate(request, found, form)
        return redirect(request.path)
    context = {
        "institution": institution,
        "response": found,
        "form": form,
        "made": take_made(request, found),
        "delegations": [(one, titles_of(one, chapters), f"{one.link}/withdraw/") for one in delegations],
    }
    status = 422 if form.is_bound else 200
    return show(request, survey_round, TAB, "fieldwork/coordination/delegate.html", context, status)


def _delegate(request: HttpRequest, response: Response, form: MailedDelegationForm) -> None:
    """Make the link, keep its secret for one page, and ask the worker to mail another."""
    given = form.cleaned_data
    link, secret = delegate(response, given["chapters"], given["name"], made_by=staff_of(request))
    remember_made(request, link, secret)
    if email := given["email"]:
        languages = response.round.languages
        language = get_language() or ""
        language = language if language in languages else languages[0]
        mail_delegation.enqueue(link.pk, email, language)
        messages.success(request, _("The link is being sent to %(email)s.") % {"email": email})


@require_POST
@institution_page
def withdraw_page(
    request: HttpRequest, survey_round: Round, institution: Institution, response: UUID, link: int
) -> HttpResponse:
    """Close a colleague's links."""
    found = _find_response(survey_round, institution, response)
    withdrawn = withdraw(found, link)
    messages.success(request, _("The link of %(name)s has been withdrawn.") % {"name": withdrawn.label})
    return redirect("work-institution", survey_round.code, institution.code)
