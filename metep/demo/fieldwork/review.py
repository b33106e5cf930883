"""Review in the demonstration: accepted responses, one returned with comments, one that came back changed.

No answer of a counted response changes, and none begins or ceases to count: the scores stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from django.utils import timezone

from metep.demo.fieldwork.staff import Staff
from surveys.content import ItemType
from surveys.lifecycle import accept
from surveys.models import (
    AnswerChange,
    Response,
    ResponseEvent,
    ResponseState,
    ResponseVersion,
    ReviewComment,
    Round,
)
from surveys.pages import Question
from surveys.questionnaires import asked_of

ACCEPTED = 14
REASONS = {
    "kk": "Кейбір жауаптар бір-біріне қайшы келеді, ескертпелерді қараңыз (синтетикалық мысал).",
    "ru": "Некоторые ответы противоречат друг другу, см. замечания (синтетический пример).",
    "en": "Some answers contradict each other, see the comments (synthetic example).",
}
COMMENTS = {
    "kk": ("Қай құжатта көрсетілген? (синтетикалық)", "Бұл жауап бұрынғы раундтан өзгеше. (синтетикалық)"),
    "ru": (
        "В каком документе это указано? (синтетический)",
        "Ответ не такой, как в прошлом раунде. (синтетический)",
    ),
    "en": ("Which document says so? (synthetic)", "This answer differs from the round before. (synthetic)"),
}


def make(survey_round: Round, staff: Staff, generator: np.random.Generator) -> None:
    """Accept some responses, return a finished draft, and let one have been changed before it was submitted again."""
    submitted = Response.objects.filter(round=survey_round, state=ResponseState.SUBMITTED)
    keys = list(submitted.order_by("pk").values_list("pk", flat=True))
    places = generator.choice(len(keys), min(ACCEPTED + 2, len(keys)), replace=False).tolist()
    chosen = [Response.objects.select_related("round").get(pk=keys[place]) for place in places]
    for response in chosen[2:]:
        accept(response, staff.reviewer)
    if chosen:
        _came_back(chosen[0], staff)
        _note(chosen[-1], staff)
    drafts = Response.objects.filter(round=survey_round, state=ResponseState.DRAFT, links__isnull=True)
    fullest = max(drafts.select_related("round"), key=lambda draft: len(_facts(draft)), default=None)
    if fullest is not None and _facts(fullest):
        _return(fullest, staff)


def _facts(response: Response) -> list[Question]:
    """The questions of Yes or No that a response answers."""
    questions = (question for page in asked_of(response).pages for question in page.all_questions)
    return [one for one in questions if one.type is ItemType.YNDK and one.code in response.answers]


def _remember(response: Response, states: Sequence[tuple[ResponseState, float, str]], staff: Staff) -> None:
    """Events so many days after the response began, and the version that was given back."""
    begun = response.started_at
    for state, days, reason in states:
        by = staff.reviewer if state == ResponseState.RETURNED else None
        at = min(begun + timedelta(days=days), timezone.now())
        ResponseEvent.objects.create(response=response, state=state, at=at, by=by, reason=reason)


def _return(draft: Response, staff: Staff) -> None:
    """A draft becomes what was submitted once and came back: with the reason, comments and the version it was."""
    language = draft.language
    ResponseVersion.objects.create(
        response=draft, number=1, answers=draft.answers, language=language, submitted_at=draft.saved_at
    )
    states = [(ResponseState.SUBMITTED, 0.1, ""), (ResponseState.RETURNED, 1, REASONS[language])]
    _remember(draft, states, staff)
    Response.objects.filter(pk=draft.pk).update(state=ResponseState.RETURNED)
    for question, text in zip(_facts(draft), COMMENTS[language], strict=False):
        ReviewComment.objects.create(
            response=draft, item=question.code, text=text, by=staff.reviewer, version=1, at=timezone.now()
        )


def _came_back(response: Response, staff: Staff) -> None:
    """A submitted response had other answers to two facts before it was returned."""
    language, changed = response.language, _facts(response)[:2]
    before = dict(response.answers)
    for question in changed:
        before[question.code] = "no" if response.answers[question.code] != "no" else "dk"
    assert response.submitted_at is not None
    earlier = response.submitted_at - timedelta(days=2)
    ResponseVersion.objects.create(response=response, number=1, answers=before, language=language, submitted_at=earlier)
    response.started_at = earlier
    states = [
        (ResponseState.SUBMITTED, 0, ""),
        (ResponseState.RETURNED, 1, REASONS[language]),
        (ResponseState.RESUBMITTED, 2, ""),
    ]
    _remember(response, states, staff)
    Response.objects.filter(pk=response.pk).update(
        state=ResponseState.RESUBMITTED, started_at=earlier - timedelta(hours=1)
    )
    patch = {question.code: response.answers[question.code] for question in changed}
    AnswerChange.objects.create(response=response, patch=patch, at=response.submitted_at)
    for question, text in zip(changed, COMMENTS[language], strict=False):
        ReviewComment.objects.create(response=response, item=question.code, text=text, by=staff.reviewer, version=1)


def _note(response: Response, staff: Staff) -> None:
    """A comment that waits until its response is returned."""
    for question in _facts(response)[:1]:
        ReviewComment.objects.create(
            response=response, item=question.code, text=COMMENTS[response.language][0], by=staff.reviewer
        )
