"""Paper: what was typed in so far, and the blank questionnaire to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fieldwork.access import round_page
from fieldwork.paper.access import paper_responses
from fieldwork.paper.forms import BlankForm
from fieldwork.paper.people import say_whose
from fieldwork.paper.printing import Wanted, print_blank, what_is_asked
from fieldwork.searching import words_searched
from fieldwork.tabs import enters, show
from surveys import roles
from surveys.downloads import PDF, download
from surveys.models import Response, Round
from surveys.pages import progress_of
from surveys.questionnaires import asked_of, questionnaire_of

PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One paper in the list. `url`: where to go on with it."""

    reference: str
    whose: str
    by: str
    filled_at: datetime | None
    saved_at: datetime
    state: str
    is_editable: bool
    answered: int
    needed: int
    url: str


def may_print(user: Any, survey_round: Round) -> bool:
    """Clerks, coordinators, administrators."""
    return roles.may_enter(user, survey_round) or roles.may_coordinate(user, survey_round)


@round_page(enters)
def index(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Papers typed in, unfinished ones first; with `chapter` (from the code on a paper) each leads to that chapter."""
    chapter = _known_chapter(survey_round, request.GET.get("chapter", ""))
    words = words_searched(request)
    responses = paper_responses(survey_round).select_related("institution", "participant", "entered_by")
    if words:
        responses = responses.named(words)
    page = Paginator(responses.order_by("submitted_at", "-saved_at", "pk"), PAGE).get_page(request.GET.get("page"))
    questionnaire = questionnaire_of(survey_round.version_id)
    context = {
        "entries": [_entry(response, survey_round, chapter) for response in page.object_list],
        "page": page,
        "words": words,
        "query": urlencode({name: word for name, word in {"chapter": chapter, "q": words}.items() if word}),
        "chapter": chapter,
        "is_open": survey_round.is_open(),
        "blank": BlankForm(
            initial={"language": get_language()},
            survey_round=survey_round,
            questionnaire=questionnaire.asked(survey_round.sections, True),
        ),
    }
    return show(request, survey_round, "work-entry", "fieldwork/paper/index.html", context)


def _known_chapter(survey_round: Round, code: str) -> str:
    sections = questionnaire_of(survey_round.version_id).sections
    return code if any(code == chapter.code for section in sections for chapter in section.chapters) else ""


def _entry(response: Response, survey_round: Round, chapter: str) -> Entry:
    response.round = survey_round
    questionnaire = asked_of(response)
    progress = progress_of(questionnaire.pages, response.answers)
    has_chapter = any(chapter == own.code for section in questionnaire.sections for own in section.chapters)
    leads_to_chapter = has_chapter and response.is_editable
    place = [survey_round.code, response.pk]
    return Entry(
        response.reference,
        say_whose(response),
        str(response.entered_by),
        response.consented_at,
        response.saved_at,
        response.get_state_display(),
        response.is_editable,
        progress.answered,
        progress.needed,
        reverse("work-paper-chapter", args=[*place, chapter])
        if leads_to_chapter
        else reverse("work-paper-response", args=place),
    )


@round_page(may_print)
def blank(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """The blank questionnaire as PDF: `language`, and `part` (or `section`, `chapter`) in the query."""
    asked = what_is_asked(survey_round, Wanted(get_language() or ""))
    form = BlankForm(_read_query(request, survey_round), survey_round=survey_round, questionnaire=asked)
    if not form.is_valid():
        raise Http404(_("There is no such part of the questionnaire, or not in this language."))

    def address_of(chapter: str) -> str:
        return request.build_absolute_uri(f"{reverse('work-entry', args=[survey_round.code])}?chapter={chapter}")

    choice = form.choice
    name = "-".join(filter(None, [survey_round.code, choice.section or choice.chapter, choice.language]))
    return download(print_blank(survey_round, choice, address_of), f"{name}.pdf", PDF)


def _read_query(request: HttpRequest, survey_round: Round) -> dict[str, str]:
    query = request.GET
    part = query.get("part", "")
    for kind in ("section", "chapter"):
        if query.get(kind):
            part = f"{kind}:{query[kind]}"
    return {"language": query.get("language", get_language() or ""), "part": part}
