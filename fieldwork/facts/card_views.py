"""One card: read, asked about, settled, dropped, opened again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from fieldwork.access import round_page
from fieldwork.facts import cards
from fieldwork.facts.cards import AGREED_VALUES, CardEnded, CardIsOpen
from fieldwork.facts.facts import Facts
from fieldwork.facts.forms import ReasonForm, RemarkForm, SettleForm, today_in
from fieldwork.facts.reading import question_of, read_agreements, read_answers, read_ballots, read_subject
from fieldwork.facts.rights import cards_seen_by, sees_cards
from fieldwork.facts.views import TAB, is_overdue
from fieldwork.models import Card
from fieldwork.tabs import reviews, show
from surveys import roles
from surveys.models import Round, Validation
from surveys.reviewing import is_under_review, require_review

Forms = dict[str, forms.Form]


def find_card(request: HttpRequest, survey_round: Round, number: int) -> Card:
    """A card that the user sees. Raises Http404."""
    card = get_object_or_404(cards_seen_by(request.user, survey_round), pk=number)
    card.round = survey_round
    return card


@round_page(sees_cards)
def card_page(request: HttpRequest, survey_round: Round, number: int) -> HttpResponse:
    """Everything about one fact."""
    return _show(request, find_card(request, survey_round, number), {})


def _show(request: HttpRequest, card: Card, filled: Forms, status: int = 200) -> HttpResponse:
    """The card; `filled`: forms that were refused, by name."""
    facts = Facts(card.round)
    question = question_of(card)
    page, given = read_answers(facts, card, request.GET.get("page"))
    may_review = roles.may_review(request.user, card.round)
    is_changing = is_under_review(card.round)
    validation = Validation.objects.filter(round=card.round, institution=card.institution_id, item=card.item).first()
    made = {
        "ask": RemarkForm(auto_id="ask_%s"),
        "settle": SettleForm(auto_id="settle_%s"),
        "drop": ReasonForm(auto_id="drop_%s"),
        "reopen": ReasonForm(auto_id="reopen_%s"),
    }
    context = {
        "card": card,
        "subject": read_subject(facts, card),
        "question": question.text,
        "page": page,
        "given": given,
        "ballots": read_ballots(card, question),
        "agreements": read_agreements(card, question),
        "thread": card.remarks.select_related("by", "response__institution"),
        "decisions": [(one, AGREED_VALUES.get(one.value, one.value)) for one in card.decisions.select_related("by")],
        "agreed": AGREED_VALUES.get(validation.value, validation.value) if validation else "",
        "is_overdue": is_overdue(card, today_in(card.round)),
        "may_review": may_review,
        "may_write": is_changing,
        "forms": made | filled,
        "form": next(iter(filled.values()), None),
        "refused": next(iter(filled), ""),
    }
    return show(request, card.round, TAB, "fieldwork/facts/card.html", context, status)


Act = Callable[[Card, Any, dict[str, Any]], str]


def _post(
    request: HttpRequest, survey_round: Round, number: int, name: str, form: forms.Form, act: Act
) -> HttpResponse:
    """Do something to a card with what was typed; what cannot be done is said on the card, nothing typed is lost."""
    card = find_card(request, survey_round, number)
    if request.method != "POST":  # a change of language on a page that refused something
        return redirect("work-card", code=survey_round.code, number=number)
    require_review(survey_round)
    if not form.is_valid():
        return _show(request, card, {name: form}, 422)
    try:
        said = act(card, request.user, form.cleaned_data)
    except (CardEnded, CardIsOpen) as refusal:
        form.add_error(None, str(refusal))
        return _show(request, find_card(request, survey_round, number), {name: form}, 409)
    messages.success(request, said)
    return redirect("work-card", code=survey_round.code, number=number)


@round_page(sees_cards)
def ask(request: HttpRequest, survey_round: Round, number: int) -> HttpResponse:
    """A reviewer asks, or a coordinator replies."""

    def act(card: Card, by: Any, data: dict[str, Any]) -> str:
        if roles.may_review(by, survey_round):
            cards.ask(card, by, data["text"])
            return _("Your question is asked. Respondents see it by their links.")
        cards.reply(card, None, by, data["text"])
        return _("Your reply is noted.")

    return _post(request, survey_round, number, "ask", RemarkForm(request.POST, auto_id="ask_%s"), act)


@round_page(reviews)
def settle(request: HttpRequest, survey_round: Round, number: int) -> HttpResponse:
    """Agree on a value."""

    def act(card: Card, by: Any, data: dict[str, Any]) -> str:
        cards.settle(card, by, data["value"], data["reason"])
        return _("The fact is settled. From now on it counts in the place of all answers.")

    return _post(request, survey_round, number, "settle", SettleForm(request.POST, auto_id="settle_%s"), act)


@round_page(reviews)
def drop(request: HttpRequest, survey_round: Round, number: int) -> HttpResponse:
    """End the card without a decision."""

    def act(card: Card, by: Any, data: dict[str, Any]) -> str:
        cards.drop(card, by, data["reason"])
        return _("The card is dropped. The answers count as they are.")

    return _post(request, survey_round, number, "drop", ReasonForm(request.POST, auto_id="drop_%s"), act)


@round_page(reviews)
def reopen(request: HttpRequest, survey_round: Round, number: int) -> HttpResponse:
    """Discuss the fact again."""

    def act(card: Card, by: Any, data: dict[str, Any]) -> str:
        cards.reopen(card, by, data["reason"])
        return _("The card is open again. Until it is settled anew, the answers count.")

    return _post(request, survey_round, number, "reopen", ReasonForm(request.POST, auto_id="reopen_%s"), act)
