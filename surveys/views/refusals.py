"""What people see when something cannot be done. Whatever they typed is shown again, to be copied or sent once more."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from surveys.models import Response, Round, RoundNotOpen, RoundState
from surveys.pages import Question
from surveys.questionnaires import asked_of
from surveys.troubles import RETRY_AFTER

_NOT_ANSWERS = ("csrfmiddlewaretoken", "language", "go", "seen", "asked", "declaration", "key", "again")
_TRIES_AGAIN = (429, 503)
"""Statuses that say: the same in a moment."""
CHOICE = "choice-"
"""What names the choice between two answers: this and the code of the question."""


@dataclass(frozen=True)
class Typed:
    """One field as it was posted: its question's words (or its code, where they are out of reach) and its values."""

    label: str
    code: str
    values: tuple[str, ...]


def is_in_background(request: HttpRequest) -> bool:
    """Whether the page saves by itself (static/src/answering.js) and wants only to be told what became of it."""
    return request.headers.get("Accept") == "application/json"


def may_be_shown(request: HttpRequest) -> bool:
    """Whether what was posted may stand in a page: no password is among it."""
    return not any("password" in name for name in request.POST)


def show_not_saved(
    request: HttpRequest, reason: str | Promise, status: int, response: Response | None = None
) -> HttpResponse:
    """Say why nothing was stored, and show what was typed; 429 and 503: to be sent again. Asks the database nothing."""
    headers = {"Retry-After": str(RETRY_AFTER)} if status == 503 else {}
    if is_in_background(request):
        outcome = "later" if status in _TRIES_AGAIN else "refused"
        return JsonResponse({"state": outcome, "words": f"{_('Not saved.')} {reason}"}, status=status, headers=headers)
    context = {
        "reason": reason,
        "typed": _typed(request, response),
        "can_retry": status in _TRIES_AGAIN and not request.FILES,  # a page cannot send a file once more
        "sent": [(name, value) for name, values in request.POST.lists() for value in values if name != "seen"],
        "seen": request.POST.get("seen", ""),
        "survey_round": response.round if response else None,
        "response": response,
        "here": request.path,
    }
    answer = render(request, "surveys/not_saved.html", context, status=status)
    for name, value in headers.items():
        answer[name] = value
    return answer


def _typed(request: HttpRequest, response: Response | None) -> list[Typed]:
    questions = _questions(response) if response else {}
    return [
        Typed(questions[name].text if name in questions else name, name, words)
        for name, values in request.POST.lists()
        if name not in _NOT_ANSWERS
        and not name.startswith(CHOICE)
        and (words := tuple(_say(questions.get(name), value) for value in values if value))
    ]


def _say(question: Question | None, value: str) -> str:
    """A value as its field showed it: a choice by its words."""
    choices = question.choices if question else ()
    return next((choice.text for choice in choices if choice.value == value), value.replace("\x00", ""))


def _questions(response: Response) -> dict[str, Question]:
    """Questions by code; none where the questionnaire would have to come from a database that does not answer."""
    try:
        questionnaire = asked_of(response)
    except (OperationalError, InterfaceError):
        return {}
    pages = (questionnaire.profile, *questionnaire.pages)
    return {question.code: question for page in pages for question in page.all_questions}


def show_not_open(
    request: HttpRequest, survey_round: Round, refusal: RoundNotOpen, response: Response | None = None
) -> HttpResponse:
    """Say that the round takes no answers now, and when it did or will."""
    is_ahead = survey_round.opens_at is not None and timezone.now() < survey_round.opens_at
    context = {
        "reason": str(refusal),
        "survey_round": survey_round,
        "response": response,
        "is_ahead": is_ahead and survey_round.state != RoundState.CLOSED,
    }
    return render(request, "surveys/not_open.html", context, status=403)
