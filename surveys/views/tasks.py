"""The list of everything to be answered, with its state, and the personal link to come back by."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from surveys.content import Source
from surveys.delegating import delegable_chapters
from surveys.extra_tasks import extra_tasks
from surveys.models import Response
from surveys.pages import Page, PageState, Questionnaire, progress_of, state_of
from surveys.questionnaires import asked_of
from surveys.reviewing import returned_to
from surveys.views.access import respondent_page, secret_of, shared_page
from surveys.views.sheets import address_of, address_of_end, leave


@dataclass(frozen=True)
class Task:
    """One page in the list. `entries`: how many a repeating one has."""

    title: str
    url: str
    state: PageState
    entries: int = 0


@dataclass(frozen=True)
class ChapterTasks:
    """Pages under one heading."""

    title: str
    tasks: list[Task]


@dataclass(frozen=True)
class SectionTasks:
    """A section with its chapters."""

    code: str
    title: str
    is_optional: bool
    chapters: list[ChapterTasks]


@shared_page
def task_list(request: HttpRequest, response: Response) -> HttpResponse:
    """Everything that this response is asked, and how far it is."""
    if not response.is_editable:
        return leave(response)
    response.require_answerable()
    questionnaire = asked_of(response)
    profile = _profile_task(response, questionnaire)
    context = _context(request, response) | {
        "profile": profile,
        "sections": _sections(response, questionnaire),
        "takes_evidence": any(section.source is Source.FACTS for section in questionnaire.sections),
        "progress": progress_of(questionnaire.pages, response.answers),
        "next_url": _next_url(response, questionnaire, profile),
        "end_url": address_of_end(response),
        "returned": None if response.granted_chapters else returned_to(response, questionnaire),
        "extra_tasks": [] if response.granted_chapters else extra_tasks(response),
        "may_delegate": bool(delegable_chapters(questionnaire)) and not response.granted_chapters,
    }
    return render(request, "surveys/tasks.html", context)


@respondent_page
def personal_link(request: HttpRequest, response: Response) -> HttpResponse:
    """The personal link, to be kept: it is the only way back on another device."""
    return render(request, "surveys/link.html", _context(request, response))


def _context(request: HttpRequest, response: Response) -> dict[str, object]:
    secret = secret_of(request, response)
    link = request.build_absolute_uri(reverse("answer-link", kwargs={"secret": secret})) if secret else ""
    return {
        "response": response,
        "survey_round": response.round,
        "offered_languages": response.round.languages,
        "personal_link": link,
    }


def _profile_task(response: Response, questionnaire: Questionnaire) -> Task:
    return Task("", address_of(response, questionnaire.profile), state_of(questionnaire.profile, response.profile))


def _sections(response: Response, questionnaire: Questionnaire) -> list[SectionTasks]:
    base = reverse("response", kwargs={"pk": response.pk})  # one reversal, not one for each page
    return [
        SectionTasks(
            section.code,
            section.title,
            section.is_optional,
            [
                ChapterTasks(chapter.title, [_task(response, page, f"{base}{page.code}/") for page in chapter.pages])
                for chapter in section.chapters
            ],
        )
        for section in questionnaire.sections
    ]


def _task(response: Response, page: Page, url: str) -> Task:
    entries = len(response.answers.get(page.code) or []) if page.is_repeating else 0
    return Task(page.title, url, state_of(page, response.answers), entries)


def _next_url(response: Response, questionnaire: Questionnaire, profile: Task) -> str:
    """The first page that is not finished; the end where none is left. Optional pages are passed over."""
    if questionnaire.profile.questions and profile.state in (PageState.NOT_STARTED, PageState.IN_PROGRESS):
        return profile.url
    for page in questionnaire.pages:
        if state_of(page, response.answers) in (PageState.NOT_STARTED, PageState.IN_PROGRESS):
            return address_of(response, page)
    return address_of_end(response)
