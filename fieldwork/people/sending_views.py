"""What sets a mailing in motion, stops it, or sends one of its letters again."""

from __future__ import annotations

import copy

from django.contrib import messages
from django.core import mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fieldwork.access import round_page
from fieldwork.models import LetterState, Mailing
from fieldwork.people import tasks
from fieldwork.people.letters import Addressee, Composer
from fieldwork.people.mail_forms import ReleaseForm
from fieldwork.people.mail_views import EXAMPLE_SECRET, draft_of, mailing_of, show_mailing
from fieldwork.people.posting import skip_all
from fieldwork.tabs import sees_people
from surveys.models import Round

SENT_AGAIN = (LetterState.UNCERTAIN, LetterState.FAILED, LetterState.BOUNCED)


@require_POST
@round_page(sees_people)
def test(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Send the reader the mail in every language, as an example whose link leads nowhere."""
    found = mailing_of(survey_round, pk)
    address = request.user.email  # type: ignore[union-attr]
    composer = Composer.of(found)
    samples = []
    for language in survey_round.languages:
        message = composer.compose(Addressee(str(request.user), address, "", language, "example"), EXAMPLE_SECRET)
        message.subject = _("Test: %(subject)s") % {"subject": message.subject}
        samples.append(message)
    try:
        mail.get_connection(timeout=10).send_messages(samples)
    except OSError as error:  # as are all errors of smtplib
        messages.error(request, _("The mail server refused: %(reason)s") % {"reason": error})
    else:
        messages.success(
            request, _("Sent to %(address)s in every language. The link in it is an example.") % {"address": address}
        )
    return redirect("work-mail-one", survey_round.code, pk)


@require_POST
@round_page(sees_people)
def release(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Send a draft now or at a moment; several moments make several mailings."""
    with transaction.atomic():
        Mailing.objects.select_for_update().filter(pk=pk).first()  # a second press waits, and finds no draft
        found = draft_of(survey_round, pk)
        if survey_round.is_closed():
            messages.error(request, _("This round is closed: nobody is invited any more."))
            return redirect("work-mail-one", survey_round.code, pk)
        form = ReleaseForm(found, request.POST)
        if not form.is_valid():
            return show_mailing(request, survey_round, found, form)
        first, *others = form.moments
        tasks.release(found, first)
        for moment in others:
            tasks.release(_copy(found), moment)
    messages.success(request, _("The mailing is on its way.") if first is None else _("The mailing is planned."))
    return redirect("work-mail", survey_round.code) if others else redirect("work-mail-one", survey_round.code, pk)


@require_POST
@round_page(sees_people)
def cancel(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Stop a mailing: what has not been sent is not sent. A planned one can be made a draft again instead."""
    with transaction.atomic():
        Mailing.objects.select_for_update().filter(pk=pk).first()
        found = mailing_of(survey_round, pk)
        if found.finished_at or found.cancelled_at:
            messages.error(request, _("This mailing has ended already."))
        elif "draft" in request.POST and found.prepared_at is None:
            tasks.take_back(found)
            messages.success(request, _("The mailing is a draft again."))
        else:
            skip_all(found, "")
            messages.success(request, _("The mailing is cancelled."))
    return redirect("work-mail-one", survey_round.code, pk)


@require_POST
@round_page(sees_people)
def resume(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Ask a worker to go on, where one was lost."""
    found = get_object_or_404(Mailing, pk=pk, round=survey_round, prepared_at__isnull=False, cancelled_at__isnull=True)
    tasks.resume(found)
    messages.success(request, _("A worker goes on with this mailing."))
    return redirect("work-mail-one", survey_round.code, pk)


@require_POST
@round_page(sees_people)
def again(request: HttpRequest, survey_round: Round, pk: int, letter: int) -> HttpResponse:
    """Send one letter again that perhaps arrived, or was refused: somebody decided so."""
    found = mailing_of(survey_round, pk)
    if survey_round.is_closed() or found.cancelled_at:
        messages.error(request, _("The round is closed, or the mailing was cancelled."))
        return redirect("work-mail-one", survey_round.code, pk)
    with transaction.atomic():
        chosen = found.letters.filter(pk=letter, state__in=SENT_AGAIN)
        if chosen.update(state=LetterState.WAITING, attempts=0, try_after=None, problem="", sender=None):
            tasks.resume(found)
            messages.success(request, _("The letter is sent again."))
    return redirect("work-mail-one", survey_round.code, pk)


def _copy(found: Mailing) -> Mailing:
    """The same mailing once more, unsent."""
    other = copy.copy(found)
    other.pk, other._state = None, copy.copy(found._state)
    other._state.adding = True
    other.send_at = other.released_at = None
    other.save()
    return other
