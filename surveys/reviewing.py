"""Review of a response: comments on its answers, and what its respondent sees of them when it comes back to her."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys import lifecycle
from surveys.models import Phase, Response, ResponseState, ReviewComment, Round
from surveys.pages import Questionnaire

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class NotUnderReview(PermissionDenied):
    """Raised when somebody decides about answers or facts before a round collects them or after it publishes."""


def is_under_review(survey_round: Round) -> bool:
    """Whether decisions about answers and facts may be taken now: while they are collected, and while validated."""
    return survey_round.phase() in (Phase.COLLECT, Phase.VALIDATE)


def require_review(survey_round: Round) -> None:
    """Raise NotUnderReview unless decisions may be taken now."""
    if not is_under_review(survey_round):
        raise NotUnderReview(
            _("Decisions about answers are taken while the round collects or validates them, not before or after.")
        )


@transaction.atomic
def return_with_comments(response: Response, by: AbstractBaseUser | None, reason: str) -> None:
    """Give a counted response back with the reason and all comments that wait. Raises WrongState."""
    lifecycle.give_back(response, by, reason)
    version = response.versions.aggregate(last=Max("number"))["last"]
    response.comments.unsent().update(version=version)


@transaction.atomic
def accept_as_good(response: Response, by: AbstractBaseUser | None, reason: str = "") -> None:
    """Accept a response: what was said about its answers is dealt with, what was not yet said falls away."""
    lifecycle.accept(response, by, reason)
    response.comments.unsent().delete()
    response.comments.shown().update(resolved_at=timezone.now())


@dataclass(frozen=True)
class AnswerComments:
    """What a reviewer says about one answer. `url`: where it is answered; `question`: its wording."""

    code: str
    question: str
    url: str
    texts: list[str]


@dataclass(frozen=True)
class Returned:
    """What a respondent is told whose response came back."""

    reason: str
    answers: list[AnswerComments]


def comments_by_item(response: Response) -> Mapping[str, list[str]]:
    """The comments that a respondent is to deal with, by item; asks the database only for a returned response."""
    if response.state != ResponseState.RETURNED:
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    for item, text in response.comments.shown().values_list("item", "text"):
        found[item].append(text)
    return found


def returned_to(response: Response, questionnaire: Questionnaire) -> Returned | None:
    """The reason and the comments with which a response was returned; None for one that was not. Two queries."""
    if response.state != ResponseState.RETURNED:
        return None
    last = response.events.filter(state=ResponseState.RETURNED).last()
    comments = comments_by_item(response)
    base = reverse("response", args=[response.pk])
    answers = []
    for page in questionnaire.pages:
        if page.code in comments:
            answers.append(AnswerComments(page.code, page.title, f"{base}{page.code}/", comments[page.code]))
        answers += [
            AnswerComments(one.code, one.text, f"{base}{page.code}/#{one.code}", comments[one.code])
            for one in page.all_questions
            if one.code in comments and not page.is_repeating
        ]
    return Returned(last.reason if last else "", answers)


def comment(response: Response, by: AbstractBaseUser, item: str, text: str) -> ReviewComment:
    """Note a comment for when the response is returned."""
    made: ReviewComment = response.comments.create(item=item, text=text, by_id=by.pk)
    return made
