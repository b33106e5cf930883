"""Facts of a round: the list of cards, what to open cards about, and opening them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fieldwork.access import round_page
from fieldwork.facts.cards import ask, open_cards
from fieldwork.facts.facts import Facts
from fieldwork.facts.forms import NewCardForm, OpenForm, today_in
from fieldwork.facts.rights import cards_seen_by, sees_cards
from fieldwork.facts.suggestions import find_suggestions, read_key
from fieldwork.models import Card, CardState, Cause
from fieldwork.tabs import reviews, show
from surveys import roles
from surveys.models import Round
from surveys.ordering import by_name, in_order
from surveys.questionnaires import questionnaire_of
from surveys.reviewing import is_under_review, require_review

TAB = "work-cards"
PER_PAGE = 50
OVERDUE = "overdue"


@round_page(sees_cards)
def index(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Cards by state, those with the nearest deadline first."""
    cards = cards_seen_by(request.user, survey_round)
    today = today_in(survey_round)
    state = request.GET.get("state", CardState.OPEN)
    if state not in (*CardState.values, OVERDUE):
        state = CardState.OPEN
    page = Paginator(_in_state(cards, state, today), PER_PAGE).get_page(request.GET.get("page"))
    texts = wordings(survey_round)
    context = {
        "page": page,
        "rows": [(card, texts.get(card.item, card.item), is_overdue(card, today)) for card in page],
        "counts": _counts(cards, today),
        "state": state,
        "query": f"state={state}",
        "may_review": roles.may_review(request.user, survey_round),
    }
    return show(request, survey_round, TAB, "fieldwork/facts/cards.html", context)


def is_overdue(card: Card, today: Any) -> bool:
    """Whether replies should have come by now."""
    return card.state == CardState.OPEN and card.answer_by is not None and card.answer_by < today


def _in_state(cards: QuerySet[Card], state: str, today: Any) -> QuerySet[Card]:
    shown = cards.annotate(remarks_made=Count("remarks"), replies=Count("remarks", Q(remarks__response__isnull=False)))
    if state == OVERDUE:
        shown = shown.filter(answer_by__lt=today)
    shown = shown.filter(state=CardState.OPEN if state == OVERDUE else state)
    if state in (CardState.OPEN, OVERDUE):
        return shown.order_by("answer_by", in_order("item"), *by_name("institution__"), "pk")
    return shown.order_by("-ended_at", "pk")


def _counts(cards: QuerySet[Card], today: Any) -> list[tuple[str, str, int]]:
    """(state, its name, how many cards), the overdue ones after the open ones."""
    late = Q(state=CardState.OPEN, answer_by__lt=today)
    numbers = cards.order_by().aggregate(
        **{state: Count("pk", Q(state=state)) for state in CardState.values}, overdue=Count("pk", late)
    )
    listed = [(state, str(name), numbers[state]) for state, name in CardState.choices]
    return [listed[0], (OVERDUE, _("overdue"), numbers[OVERDUE]), *listed[1:]]


def wordings(survey_round: Round) -> dict[str, str]:
    """The wording of every question in the active language, by code."""
    pages = questionnaire_of(survey_round.version_id).pages
    return {question.code: question.text for page in pages for question in page.all_questions}


@round_page(reviews)
def suggestions(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Facts on which respondents differ or for which nothing is shown; a post opens cards about those chosen."""
    if request.method == "POST":
        return _open(request, survey_round)
    return _show_suggestions(request, survey_round, OpenForm(survey_round))


def _open(request: HttpRequest, survey_round: Round) -> HttpResponse:
    require_review(survey_round)
    form = OpenForm(survey_round, request.POST)
    if single := read_key(request.POST.get("open", "")):  # the button in a row: this fact alone
        form.keys = [request.POST["open"]]
    if not form.is_valid():
        return _show_suggestions(request, survey_round, form, 422)
    by: Any = request.user
    made = open_cards(Facts(survey_round), form.chosen, by, form.cleaned_data["answer_by"])
    if single and len(made) == 1:
        messages.success(request, _("The card is open. Ask those who know."))
        return redirect("work-card", code=survey_round.code, number=made[0].pk)
    words = ngettext("%(number)d card was opened.", "%(number)d cards were opened.", len(made))
    messages.success(request, words % {"number": len(made)})
    return redirect(TAB, code=survey_round.code)


def _show_suggestions(request: HttpRequest, survey_round: Round, form: OpenForm, status: int = 200) -> HttpResponse:
    found = find_suggestions(Facts(survey_round), wordings(survey_round))
    cause = request.GET.get("cause", "")
    if cause in Cause.values:
        found = [one for one in found if one.cause == cause]
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "cause": cause if cause in Cause.values else "",
        "query": f"cause={cause}" if cause in Cause.values else "",
        "form": form,
        "ticked": form.keys,
        "may_open": is_under_review(survey_round),
        "here": request.get_full_path(),
    }
    return show(request, survey_round, TAB, "fieldwork/facts/suggestions.html", context, status)


@round_page(reviews)
def new_card(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Ask about any fact, whether or not respondents differ on it."""
    require_review(survey_round)
    facts = Facts(survey_round)
    fact = read_key(request.GET.get("fact", ""))
    if fact is None or not facts.is_about(fact):
        raise Http404
    there = Card.objects.filter(
        round=survey_round, institution=fact.institution, item=fact.item, state=CardState.OPEN
    ).first()
    if there is not None:
        return redirect("work-card", code=survey_round.code, number=there.pk)
    form = NewCardForm(survey_round, request.POST if request.method == "POST" else None)
    if form.is_valid():
        by: Any = request.user
        made = open_cards(facts, [fact], by, form.cleaned_data["answer_by"], Cause.QUESTION)
        for card in made:
            ask(card, by, form.cleaned_data["text"])
            messages.success(request, _("The card is open, and your question is asked."))
            return redirect("work-card", code=survey_round.code, number=card.pk)
        return redirect(TAB, code=survey_round.code)  # somebody else opened it just now
    units = {institution.pk: institution for institution in facts.institutions}
    context = {
        "form": form,
        "fact": fact,
        "question": wordings(survey_round).get(fact.item, fact.item),
        "unit": units[fact.institution] if fact.institution else None,
        "here": request.get_full_path(),
    }
    return show(request, survey_round, TAB, "fieldwork/facts/new.html", context, 422 if form.is_bound else 200)
