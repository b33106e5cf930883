"""Responses of a round: the list, and one response with all that reviewers decide about it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from fieldwork.access import round_page
from fieldwork.review.forms import Decision, DecisionForm, decisions_for
from fieldwork.review.listing import ResponseFilter, ResponsePages, count_states
from fieldwork.review.reading import may_open, read_response, who, workshop_of
from fieldwork.review.tasks import tell_returned
from fieldwork.tabs import reviews, show
from surveys.lifecycle import WrongState, exclude, include
from surveys.models import Response, ResponseState, Round
from surveys.reviewing import accept_as_good, is_under_review, require_review, return_with_comments
from surveys.roles import may_see_contacts

TAB = "work-review"


@round_page(reviews)
def index(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Responses by what is looked for, fifty on a page."""
    form = ResponseFilter(survey_round, request.GET)
    chosen = form.chosen()
    page = ResponsePages(survey_round, chosen).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "is_filtered": bool(chosen),
        "page": page,
        "query": query.urlencode(),
        "counts": count_states(survey_round),
        "state": chosen.get("state", ""),
    }
    return show(request, survey_round, TAB, "fieldwork/review/responses.html", context)


def find_response(survey_round: Round, pk: UUID) -> Response:
    """A response of the round, what belongs to it loaded. Raises Http404."""
    related = Response.objects.select_related("institution", "entered_by", "participant", "workshop")
    response = get_object_or_404(related, round=survey_round, pk=pk)
    response.round = survey_round
    return response


@round_page(reviews)
def response_page(request: HttpRequest, survey_round: Round, pk: UUID) -> HttpResponse:
    """Everything about one response."""
    response = find_response(survey_round, pk)
    return _show(request, response, DecisionForm(offered=decisions_for(response)))


def _show(request: HttpRequest, response: Response, form: DecisionForm, status: int = 200) -> HttpResponse:
    workshop = workshop_of(response)
    events = [(event, who(event.by)) for event in response.events.select_related("by")]
    context = {
        "response": response,
        "reading": read_response(response, with_profile=may_see_contacts(request.user)),
        "form": form,
        "may_decide": is_under_review(response.round) and bool(decisions_for(response)),
        "is_under_review": is_under_review(response.round),
        "events": events,
        "versions": list(response.versions.defer("answers")),
        "saves": response.changes.count(),
        "unsent": response.comments.unsent().count(),
        "workshop": workshop,
        "may_open_workshop": workshop is not None and may_open(request.user, workshop),
    }
    return show(request, response.round, TAB, "fieldwork/review/response.html", context, status)


@round_page(reviews)
def decide(request: HttpRequest, survey_round: Round, pk: UUID) -> HttpResponse:
    """Return, accept, exclude or include a response."""
    response = find_response(survey_round, pk)
    if request.method != "POST":  # a change of language on a page that refused something
        return redirect(TAB + "-response", code=survey_round.code, pk=pk)
    require_review(survey_round)
    form = DecisionForm(request.POST, offered=decisions_for(response))
    if not form.is_valid():
        return _show(request, response, form, 422)
    try:
        done = _carry_out(request, response, form.decision_made, form.cleaned_data["reason"])
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return _show(request, response, form, 409)
    messages.success(request, done)
    return redirect(TAB + "-response", code=survey_round.code, pk=pk)


@transaction.atomic
def _carry_out(request: HttpRequest, response: Response, decision: Decision, reason: str) -> str:
    """Do it; what is said then. Raises WrongState."""
    by: Any = request.user
    if decision == Decision.RETURN:
        return_with_comments(response, by, reason)
        event = response.events.filter(state=ResponseState.RETURNED).last()
        if event is not None and response.participant_id:
            transaction.on_commit(partial(tell_returned.enqueue, event.pk))
        return _("The response was returned. Its respondent sees the reason and the comments by her link.")
    if decision == Decision.ACCEPT:
        accept_as_good(response, by, reason)
        return _("The response is accepted.")
    if decision == Decision.EXCLUDE:
        exclude(response, reason, by)
        return _("The response is excluded from the scores.")
    include(response, by)
    return _("The response counts again.")
