"""Where staff begin: their rounds, and what each of them asks of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from fieldwork.access import round_page
from fieldwork.coordination.numbers import count_round
from fieldwork.coordination.phases import find_steps
from fieldwork.coordination.rounds import find_cards, roles_in
from fieldwork.coordination.waiting import find_todos
from fieldwork.tabs import show, takes_part
from surveys.models import Round
from surveys.roles import rounds_of

ROUNDS = 20


@never_cache
@login_required
def work(request: HttpRequest) -> HttpResponse:
    """The rounds of the reader."""
    page = Paginator(rounds_of(request.user).order_by("-created_at", "pk"), ROUNDS).get_page(request.GET.get("page"))
    return render(request, "fieldwork/work.html", {"page": page, "cards": find_cards(request.user, list(page))})


@round_page(takes_part)
def round_overview(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """One round: its phases and their moments, its numbers, and what the reader does next."""
    numbers = count_round(request.user, survey_round)
    context = {
        "steps": find_steps(survey_round),
        "roles": roles_in(request.user, survey_round),
        "numbers": numbers,
        "todos": find_todos(request.user, survey_round, numbers),
    }
    return show(request, survey_round, "work-round", "fieldwork/round.html", context)
