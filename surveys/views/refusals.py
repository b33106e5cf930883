"""What people see when something cannot be done. Whatever they typed is shown again, to be copied or sent once more."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django_htmx.middleware import HtmxDetails

from surveys.models import Response, Round, RoundNotOpen, RoundState
from surveys.pages import Question
from surveys.questionnaires import asked_of

_NOT_ANSWERS = ("csrfmiddlewaretoken", "language", "go", "seen", "asked", "declaration")
CHOICE = "choice-"
"""What names the choice between two answers: this and the code of the question."""


@dataclass(frozen=True)
class Typed:
    """One field as it was posted: its question's words (or its code, where they are out of reach) and its values."""

    label: str
    code: str
    values: tuple[str, ...]


def is_in_background(request: HttpRequest) -> bool:
    """Whether the page saves by itself and wants only a line of status."""
    return bool(HtmxDetails(request))


def show_not_saved(
    request: HttpRequest, reason: str | Promise, status: int, response: Response | None = None
) -> HttpResponse:
    """Say why nothing was stored, and show what was typed; 503: to be sent again. Asks the database nothing."""
    context = {
        "reason": reason,
        "typed": _typed(request, response),
        "can_retry": status == 503,
        "sent": [(name, value) for name, values in request.POST.lists() for value in values if name != "seen"],
        "seen": request.POST.get("seen", ""),
        "survey_round": response.round if response else None,
        "response": response,
        "here": request.path,
    }
    template = "surveys/_not_saved.html" if is_in_background(request) else "surveys/not_saved.html"
    return render(request, template, context, status=status)


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
