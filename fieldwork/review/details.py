"""Beside a response: comments on its answers, the saves of one answer, and what changed since an earlier version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fieldwork.access import round_page
from fieldwork.review.differences import Difference, find_differences
from fieldwork.review.forms import CommentForm
from fieldwork.review.reading import question_of, who
from fieldwork.review.views import TAB, find_response
from fieldwork.tabs import reviews, show
from surveys.downloads import CSV, download
from surveys.models import Response, ResponseVersion, Round
from surveys.questionnaires import asked_of
from surveys.rendering import to_words
from surveys.reviewing import comment, require_review
from surveys.workbooks import write_csv

SAVES_SHOWN = 200


@round_page(reviews)
def comment_page(request: HttpRequest, survey_round: Round, pk: UUID) -> HttpResponse:
    """Say something about one answer; the respondent sees it once the response is returned."""
    response = find_response(survey_round, pk)
    require_review(survey_round)
    code = request.GET.get("item", "")
    found = question_of(response, code)
    if found is None:
        raise Http404
    form = CommentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by: Any = request.user
        comment(response, by, code, form.cleaned_data["text"])
        messages.success(request, _("The comment is noted. The respondent sees it once you return the response."))
        return redirect(_address(response, code))
    context = {
        "response": response,
        "form": form,
        "code": code,
        "question": found[1],
        "answer": _answer_in_words(response, code),
        "back_url": _address(response, code),
        "here": request.get_full_path(),
    }
    status = 422 if form.is_bound else 200
    return show(request, survey_round, TAB, "fieldwork/review/comment.html", context, status)


@require_POST
@round_page(reviews)
def end_comment(request: HttpRequest, survey_round: Round, pk: UUID, number: int) -> HttpResponse:
    """Take back a comment that was not sent yet; say of one that was that it is dealt with."""
    response = find_response(survey_round, pk)
    require_review(survey_round)
    ended = get_object_or_404(response.comments, pk=number)
    if ended.version is None:
        ended.delete()
        messages.success(request, _("The comment was removed."))
    elif ended.resolved_at is None:
        ended.resolved_at = timezone.now()
        ended.save(update_fields=["resolved_at"])
        messages.success(request, _("The comment is dealt with. The respondent no longer sees it."))
    return redirect(_address(response, ended.item))


def _address(response: Response, code: str) -> str:
    return f"{reverse('work-review-response', args=[response.round.code, response.pk])}#{code}"


def _answer_in_words(response: Response, code: str) -> str:
    """The answer to a question; for a repeating table how many entries it has."""
    page = next((page for page in asked_of(response).pages if code in page.by_code), None)
    if page is None:
        return _("Entries: %(number)d") % {"number": len(response.answers.get(code) or [])}
    return to_words(page.by_code[code], response.answers.get(code))


@round_page(reviews)
def history_page(request: HttpRequest, survey_round: Round, pk: UUID) -> HttpResponse:
    """Every save of one answer: when, by whom, what it was then. The latest first, two hundred at most."""
    response = find_response(survey_round, pk)
    code = request.GET.get("item", "")
    page = next((page for page in asked_of(response).pages if code in page.by_code and not page.is_repeating), None)
    if page is None:
        raise Http404
    question = page.by_code[code]
    changes = response.changes.filter(patch__has_key=code).select_related("by", "link").order_by("-at")
    context = {
        "response": response,
        "question": question.text,
        "code": code,
        "saves": [
            (
                change.at,
                who(change.by, change.link.label if change.link else ""),
                to_words(question, change.patch[code]),
            )
            for change in changes[:SAVES_SHOWN]
        ],
        "back_url": _address(response, code),
    }
    return show(request, survey_round, TAB, "fieldwork/review/history.html", context)


@round_page(reviews)
def version_page(request: HttpRequest, survey_round: Round, pk: UUID, number: int) -> HttpResponse:
    """What differs between an earlier version of the answers and now."""
    response = find_response(survey_round, pk)
    version = get_object_or_404(_versions(response), number=number)
    context = {
        "response": response,
        "version": version,
        "versions": _versions(response).defer("answers"),
        "differences": _differences(response, version),
    }
    return show(request, survey_round, TAB, "fieldwork/review/version.html", context)


@round_page(reviews)
def version_csv(request: HttpRequest, survey_round: Round, pk: UUID, number: int) -> HttpResponse:
    """The same as a table for a spreadsheet program."""
    response = find_response(survey_round, pk)
    version = get_object_or_404(_versions(response), number=number)
    found = _differences(response, version)
    rows = [(one.code, str(one.entry or ""), one.question, one.before, one.after) for one in found]
    table = write_csv(["item", "entry", "question", "before", "after"], rows)
    return download(table, f"{response.reference}-{version.number}.csv", CSV)


def _versions(response: Response) -> QuerySet[ResponseVersion]:
    return ResponseVersion.objects.filter(response=response)


def _differences(response: Response, version: ResponseVersion) -> list[Difference]:
    return find_differences(asked_of(response), version.answers, response.answers)
