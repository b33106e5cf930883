"""The facilitator's screen: what the room sees, and the buttons that move the workshop on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_POST, require_safe

from fieldwork.access import staff_of
from fieldwork.models import Stage, Workshop
from fieldwork.workshops import leading
from fieldwork.workshops.access import workshop_page
from fieldwork.workshops.agenda import Step, find_step
from fieldwork.workshops.checking import find_gaps
from fieldwork.workshops.forms import AgreeForm, StepForm
from fieldwork.workshops.screen import Screen, count_people
from fieldwork.workshops.voting import BALLOTS
from surveys.questionnaires import questionnaire_of

CONFLICT = 409
_BUTTONS: Mapping[str, Callable[[Workshop, int], None]] = {
    "begin": leading.begin,
    "open": leading.open_vote,
    "close": leading.close_vote,
    "end": leading.end,
}


@require_safe
@workshop_page
def screen(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The workshop as it is now; one that has ended shows its results."""
    if workshop.stage == Stage.ENDED:
        return redirect("work-workshops-results", workshop.round.code, workshop.pk)
    return _show(request, workshop)


@require_safe
@workshop_page
def changed(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """How many are here and have voted; nothing (204) while that is what the screen shows."""
    people = count_people(workshop)
    if request.GET.get("seen", "") == people.seen:
        return HttpResponse(status=204)
    return render(request, "fieldwork/workshops/_people.html", {"people": people, "workshop": workshop})


@require_POST
@workshop_page
def do(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """One button pressed. What was decided on an older state changes nothing, and says so."""
    form = StepForm(request.POST)
    action = request.POST.get("do", "")
    revision = form.cleaned_data["revision"] if form.is_valid() else -1
    try:
        if action == "agree":
            return _agree(request, workshop, revision)
        if action == "go":
            leading.go_to(workshop, revision, request.POST.get("item", ""))
        elif action in _BUTTONS:
            _BUTTONS[action](workshop, revision)
        else:
            raise leading.NotPossible
    except (leading.NotPossible, PermissionDenied) as refusal:
        messages.warning(request, str(refusal))
    return _to_screen(workshop)


@require_safe
@workshop_page
def end_page(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """What is missing, before the workshop ends."""
    if workshop.stage == Stage.ENDED or workshop.response is None:
        return _to_screen(workshop)
    context = {"workshop": workshop, "survey_round": workshop.round, "gaps": find_gaps(workshop)}
    return render(request, "fieldwork/workshops/end.html", context)


def _agree(request: HttpRequest, workshop: Workshop, revision: int) -> HttpResponse:
    """Record the agreed answer; where that is refused, nothing typed is lost."""
    step = find_step(questionnaire_of(workshop.round.version_id), request.POST.get("item", ""))
    if step is None:
        raise leading.NotPossible
    form = AgreeForm(step, request.POST)
    try:
        if step.code != workshop.item:
            raise leading.Stale
        if not form.is_valid():
            return _show_again(request, workshop, step, status=422)
        typed = form.cleaned_data
        leading.agree(
            workshop, revision, typed["value"], typed["rationale"], typed["minority_view"], by=staff_of(request)
        )
    except (leading.NotPossible, PermissionDenied) as refusal:
        workshop.refresh_from_db(fields=["stage", "item", "revision"])
        return _show_again(request, workshop, step, str(refusal), CONFLICT)
    return _to_screen(workshop)


def _show_again(
    request: HttpRequest, workshop: Workshop, step: Step, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The screen with what was typed: in the form, or to be copied where the form is another item's by now."""
    is_same = step.code == workshop.item and workshop.stage not in BALLOTS
    names = ("value", "rationale", "minority_view")
    typed = [] if is_same else [words for name in names if (words := request.POST.get(name, "").strip())]
    data = request.POST.copy()
    data["revision"] = str(workshop.revision)  # what is sent next is decided on the state shown here
    return _show(request, workshop, AgreeForm(step, data) if is_same else None, refusal, typed, status)


def _show(
    request: HttpRequest,
    workshop: Workshop,
    form: AgreeForm | None = None,
    refusal: str = "",
    typed: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "workshop": workshop,
        "survey_round": workshop.round,
        "screen": Screen.of(workshop, form, _join_address(request, workshop)),
        "refusal": refusal,
        "typed": typed,
        "offered_languages": workshop.round.languages,
    }
    return render(request, "fieldwork/workshops/screen.html", context, status=status)


def _join_address(request: HttpRequest, workshop: Workshop) -> str:
    """The address that lets people in, in the language of the screen; phones change theirs."""
    with override(workshop.language or get_language()):
        return request.build_absolute_uri(reverse("join-workshop", args=[workshop.join_code]))


def _to_screen(workshop: Workshop) -> HttpResponse:
    return redirect("work-workshops-screen", workshop.round.code, workshop.pk)
