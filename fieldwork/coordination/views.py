"""What institutions owe and how far they are: all of them for administrators, one's own for a coordinator."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fieldwork.access import round_page
from fieldwork.coordination.access import (
    institution_page,
    is_coordinator_of,
    may_know_people,
    visible_institutions,
)
from fieldwork.coordination.duties import LATEST, asked_of_institutions, find_duties
from fieldwork.coordination.facts import find_differences
from fieldwork.coordination.register import find_rows, search_institutions
from fieldwork.coordination.signing import PHASES, earlier_sign_offs, sign_off_of
from fieldwork.coordination.standing import find_standing, responses_for
from fieldwork.models import Card, CardState
from fieldwork.searching import words_searched
from fieldwork.tabs import coordinates, show
from surveys.models import Institution, Round
from surveys.ordering import by_name
from surveys.roles import may_administer
from surveys.state_counts import count_responses

TAB = "work-institutions"
INSTITUTIONS, RESPONSES = 50, 20


@round_page(coordinates)
def index(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """The institutions of the round; a coordinator of one is led to it."""
    visible = visible_institutions(request.user, survey_round)
    if not may_administer(request.user):
        own = list(visible[:2])
        if len(own) == 1:
            return redirect("work-institution", survey_round.code, own[0].code)
    words = words_searched(request)
    found = search_institutions(visible.select_related("region"), words).order_by(*by_name())
    page = Paginator(found, INSTITUTIONS).get_page(request.GET.get("page"))
    rows = find_rows(survey_round, list(page))
    context = {
        "page": page,
        "rows": rows,
        "latest": LATEST if any(row.counted + row.drafts > LATEST for row in rows) else None,
        "words": words,
        "query": urlencode({"q": words}) if words else "",
    }
    return show(request, survey_round, TAB, "fieldwork/coordination/institutions.html", context)


@institution_page
def institution_view(request: HttpRequest, survey_round: Round, institution: Institution) -> HttpResponse:
    """What one institution owes, its responses, where they differ, what is open, and its sign-off."""
    questionnaire = asked_of_institutions(survey_round)
    with_people = may_know_people(request.user, survey_round, institution)
    responses = responses_for(survey_round, institution)
    if with_people:
        responses = responses.select_related("participant__contact")
    paginator = Paginator(responses, RESPONSES)
    paginator.count = count_responses(survey_round, institution=institution).total()  # not one by one
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "institution": institution,
        "duties": find_duties(survey_round, institution, questionnaire),
        "latest": LATEST if paginator.count > LATEST else None,
        "page": page,
        "standings": find_standing(survey_round, institution, list(page), with_people=with_people),
        "differences": find_differences(survey_round, institution, questionnaire),
        "cards": _open_cards(survey_round, institution),
        "sign_off": sign_off_of(survey_round, institution),
        "earlier_sign_offs": earlier_sign_offs(survey_round, institution),
        "may_sign": is_coordinator_of(request.user, survey_round, institution),
        "is_time_to_sign": survey_round.phase() in PHASES,
    }
    return show(request, survey_round, TAB, "fieldwork/coordination/institution.html", context)


def _open_cards(survey_round: Round, institution: Institution) -> list[tuple[Card, str]]:
    """The facts of the institution that are being settled, each with its question."""
    questions = {
        question.code: question.text
        for page in asked_of_institutions(survey_round).pages
        for question in page.all_questions
    }
    cards = Card.objects.filter(round=survey_round, institution=institution, state=CardState.OPEN)
    return [(card, questions.get(card.item, card.item)) for card in cards]
