"""Questions about her answers, as a respondent reads and answers them by her link."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from fieldwork.facts import cards
from fieldwork.facts.asked import questions_to
from fieldwork.facts.cards import CardEnded
from fieldwork.facts.forms import ReplyForm
from fieldwork.facts.reading import question_of
from fieldwork.models import CardState
from surveys.extra_tasks import ExtraTask
from surveys.models import Response
from surveys.rendering import to_words
from surveys.reviewing import is_under_review, require_review
from surveys.views.access import respondent_page


def find_questions_task(response: Response) -> ExtraTask | None:
    """The line in the respondent's list; None while nobody asked her anything."""
    questions = questions_to(response)
    if not questions:
        return None
    waiting = sum(question.waits for question in questions)
    return ExtraTask(_("Questions about your answers"), reverse("response-remarks", args=[response.pk]), waiting)


@respondent_page
def remarks_page(request: HttpRequest, response: Response) -> HttpResponse:
    """Every question with its thread, and a place to reply."""
    return _show(request, response, 0, None)


@respondent_page
def reply(request: HttpRequest, response: Response, number: int) -> HttpResponse:
    """Reply to one question. Another's card is not found."""
    if request.method != "POST":  # a change of language on a page that refused something
        return redirect("response-remarks", pk=response.pk)
    card = next((question.card for question in questions_to(response) if question.card.pk == number), None)
    if card is None:
        raise Http404
    require_review(response.round)
    form = ReplyForm(request.POST, auto_id=f"reply_{number}_%s")
    if not form.is_valid():
        return _show(request, response, number, form, 422)
    try:
        cards.reply(card, response, None, form.cleaned_data["text"])
    except CardEnded:
        form.add_error(None, _("This question has been settled meanwhile and takes no more replies."))
        return _show(request, response, number, form, 409)
    messages.success(request, _("Your reply was sent to the reviewer. Thank you."))
    return redirect("response-remarks", pk=response.pk)


def _show(
    request: HttpRequest, response: Response, refused: int, form: ReplyForm | None, status: int = 200
) -> HttpResponse:
    """The page; `refused`: the card whose form was refused."""
    rows = []
    for question in questions_to(response):
        card = question.card
        card.round = response.round
        asked = question_of(card)
        own_form = form if form and card.pk == refused else ReplyForm(auto_id=f"reply_{card.pk}_%s")
        is_open = card.state == CardState.OPEN and is_under_review(response.round)
        answer = to_words(asked, response.answers.get(card.item))
        rows.append((question, asked.text, answer, own_form if is_open or own_form is form else None))
    context = {
        "response": response,
        "survey_round": response.round,
        "offered_languages": response.round.languages,
        "rows": rows,
        "form": form,
    }
    return render(request, "surveys/remarks.html", context, status=status)
