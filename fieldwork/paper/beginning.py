"""Begin to type in a paper: for whom, in which language, filled in when."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fieldwork.access import round_page
from fieldwork.paper.forms import BeginForm, sections_asked
from fieldwork.paper.people import find_participants, names_of
from fieldwork.searching import words_searched
from fieldwork.tabs import enters, show
from surveys import roles
from surveys.models import Mode, Participant, PersonalLink, Response, Round
from surveys.notices import current_notice
from surveys.questionnaires import questionnaire_of


class HasAnswered(Exception):
    """Raised when a participant turns out to have a response already."""


@round_page(enters)
def begin(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Choose a participant (`q` searches, `participant` names one) or an institution; then a draft."""
    survey_round.require_open()
    participant = _find_participant(survey_round, request.GET.get("participant", ""))
    if request.method != "POST":
        initial = {"language": participant.language} if participant else {}
        return _show(request, survey_round, participant, _form(survey_round, participant, initial=initial))
    form = _form(survey_round, participant, request.POST)
    if not form.is_valid():
        return _show(request, survey_round, participant, form, status=422)
    try:
        response = _create(request.user, survey_round, form)
    except HasAnswered:
        messages.error(request, _("This participant has begun to answer already."))
        return redirect("work-paper-new", code=survey_round.code)
    if response is None:
        form.add_error("people", _("A group is asked nothing here: the sections hold personal opinions only."))
        return _show(request, survey_round, participant, form, status=422)
    return redirect("work-paper-response", code=survey_round.code, pk=response.pk)


def _form(survey_round: Round, participant: Participant | None, *args: Any, **options: Any) -> BeginForm:
    return BeginForm(*args, survey_round=survey_round, participant=participant, **options)


def _find_participant(survey_round: Round, key: str) -> Participant | None:
    """The participant that the address names. Raises Http404 for one of another round."""
    if not key:
        return None
    people = survey_round.participants.select_related("institution")
    found = people.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 16 else None
    if found is None:
        raise Http404
    return found


@transaction.atomic
def _create(user: Any, survey_round: Round, form: BeginForm) -> Response | None:
    """A new draft on paper; None where the paper would hold no section. Raises HasAnswered."""
    participant, data = form.participant, form.cleaned_data
    if participant is not None:
        Participant.objects.select_for_update().get(pk=participant.pk)
        if Response.objects.filter(participant=participant).exists():
            raise HasAnswered
    sections = sections_asked(questionnaire_of(survey_round.version_id), survey_round, participant, data["people"])
    if not sections:
        return None
    response = Response.objects.create(
        round=survey_round,
        institution=form.institution_chosen,
        participant=participant,
        language=data["language"],
        mode=Mode.PAPER,
        participants=data["people"],
        sections=list(sections),
        notice=current_notice(survey_round),
        consented_at=datetime.combine(data["filled_on"], time(12), survey_round.zone),
        entered_by=user,
    )
    if participant is not None:
        # Her own links open the same response: nobody answers twice.
        PersonalLink.objects.filter(participant=participant, response=None).update(response=response)
    return response


def _show(
    request: HttpRequest, survey_round: Round, participant: Participant | None, form: BeginForm, status: int = 200
) -> HttpResponse:
    words = words_searched(request)
    sees_names = roles.may_see_contacts(request.user)
    context = {
        "form": form,
        "participant": participant,
        "name": names_of([participant]).get(participant.pk, "") if participant and sees_names else "",
        "words": words,
        "found": find_participants(survey_round, words, sees_names=sees_names) if words else None,
        "sees_names": sees_names,
        "has_participants": survey_round.participants.exists(),
        "here": request.get_full_path(),
    }
    return show(request, survey_round, "work-entry", "fieldwork/paper/begin.html", context, status)
