"""Work for the worker: a participant hears that her answers came back."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django_tasks import task

from fieldwork.review.letters import LetterText, send_letter
from surveys.models import ResponseEvent, ResponseState


@task()
def tell_returned(event_pk: int) -> None:
    """Mail the reason to the respondent, if it is known who she is; not when the answers have moved on meanwhile."""
    events = ResponseEvent.objects.select_related("response__participant__round", "response__participant__institution")
    event = events.filter(pk=event_pk, response__state=ResponseState.RETURNED).first()
    if event is None or event.response.participant is None:
        return

    def write() -> LetterText:
        words = {"round": event.response.round.title}
        return LetterText(
            _("Your answers were returned to you: %(round)s") % words,
            _("A reviewer read your answers in “%(round)s” and asks you to look at them again:") % words,
            event.reason,
            _("Comments on single answers stand on the page. Change what needs changing and submit again."),
            _("Open my answers"),
        )

    send_letter(event.response.participant, f"event {event.pk}", write)
