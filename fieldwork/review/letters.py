"""Letters to single participants about their own answers: plain text and HTML, in the participant's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from fieldwork.mail import Words, make_mail, site_address
from fieldwork.models import Notification
from fieldwork.people.letters import token_of
from surveys.links import create_link
from surveys.models import Contact, Participant


@dataclass(frozen=True)
class LetterText:
    """What a letter says, in one language. `quoted`: words of a reviewer; `button`: what the link leads to."""

    subject: str
    opening: str
    quoted: str
    closing: str
    button: str


def send_letter(participant: Participant, about: str, write: Callable[[], LetterText]) -> bool:
    """Tell a participant (her round loaded) about one thing, if she has an address and has not been told yet.

    `write` is called with her language active. Whether a letter was sent. The note that she was told is made first: a
    worker that stops in between leaves one letter unsent, and sends none twice.
    """
    contact = Contact.objects.filter(participant=participant, unsubscribed_at=None, bounced_at=None).first()
    if contact is None or not contact.email:
        return False
    if not Notification.objects.get_or_create(participant=participant, about=about)[1]:
        return False
    with override(participant.language):
        _send(participant, contact, write())
    return True


def _send(participant: Participant, contact: Contact, text: LetterText) -> None:
    _link, secret = create_link(
        participant.round, participant.institution, participant.sections, contact.name, participant=participant
    )
    stop = site_address("unsubscribe", token_of(participant))
    context = {
        "text": text,
        "name": contact.name,
        "survey_round": participant.round,
        "language": participant.language,
        "address": site_address("answer-link", secret),
        "stop": stop,
        "site_name": settings.SITE_NAME,
    }
    words = Words(
        text.subject,
        render_to_string("fieldwork/review/letter.txt", context),
        render_to_string("fieldwork/review/letter.html", context),
    )
    make_mail(words, contact.email, participant.language, stop).send()
