"""What is kept of a participant: added, changed, removed, with what hangs on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.deletion import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fieldwork.models import Letter, LetterState
from surveys.models import Contact, Institution, Participant, PersonalLink, Response, Round


class HasAnswered(PermissionDenied):
    """Raised when somebody who has begun to answer would be removed."""


@dataclass(frozen=True)
class Person:
    """Everything that is typed about a participant. `sections`: codes; none for those of the round."""

    name: str
    email: str
    institution: Institution | None
    sections: tuple[str, ...]
    language: str


def tidy_name(words: str) -> str:
    """A name on one line: it stands in subjects of mails."""
    return " ".join(words.split())


def lock_people(survey_round: Round) -> None:
    """Let nobody else change the participants of the round until this transaction ends."""
    Round.objects.select_for_update(no_key=True, of=("self",)).get(pk=survey_round.pk)


@transaction.atomic
def add_people(survey_round: Round, people: Sequence[Person]) -> list[Participant]:
    """New participants of a round, with their contacts."""
    participants = Participant.objects.bulk_create(
        Participant(round=survey_round, institution=one.institution, sections=list(one.sections), language=one.language)
        for one in people
    )
    Contact.objects.bulk_create(
        Contact(participant=participant, round=survey_round, name=one.name, email=one.email)
        for participant, one in zip(participants, people, strict=True)
    )
    return participants


@transaction.atomic
def change_people(people: Sequence[tuple[Participant, Person]]) -> None:
    """Write what is new; the links of those who have not begun ask for the same. A new address has not bounced."""
    contacts = []
    asked: dict[tuple[Institution | None, tuple[str, ...]], list[int]] = defaultdict(list)
    for participant, person in people:
        participant.institution, participant.language = person.institution, person.language
        participant.sections = list(person.sections)
        contact = participant.contact
        if contact.email.lower() != person.email.lower():
            contact.bounced_at, contact.bounce_reason = None, ""
        contact.name, contact.email = person.name, person.email
        contacts.append(contact)
        asked[person.institution, person.sections].append(participant.pk)
    for (institution, sections), keys in asked.items():
        links = PersonalLink.objects.filter(participant__in=keys, response__isnull=True)
        links.update(institution=institution, sections=list(sections))
    Participant.objects.bulk_update([p for p, _person in people], ["institution", "sections", "language"], 500)
    Contact.objects.bulk_update(contacts, ["name", "email", "bounced_at", "bounce_reason"], 500)


@transaction.atomic
def remove_person(participant: Participant) -> None:
    """Remove a participant with her contact, links and letters. Raises HasAnswered once she has begun."""
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if Response.objects.filter(participant=participant).exists():
        raise HasAnswered(_("This participant has begun to answer and cannot be removed."))
    try:
        participant.delete()
    except ProtectedError as error:
        raise HasAnswered(_("This participant has begun to answer and cannot be removed.")) from error


def revoke_links(participant: Participant) -> int:
    """Withdraw every link of a participant; how many there were. What was answered stays."""
    return participant.links.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())


@transaction.atomic
def note_bounce(contact: Contact, reason: str, at: datetime | None = None) -> None:
    """Mail to this address came back: it gets no more, nor what waits."""
    contact.bounced_at, contact.bounce_reason = at or timezone.now(), reason[:500]
    contact.save(update_fields=["bounced_at", "bounce_reason"])
    skip_waiting(contact)


@transaction.atomic
def unsubscribe(contact: Contact) -> None:
    """She wants no more mail; pressing twice keeps the first moment."""
    Contact.objects.filter(pk=contact.pk, unsubscribed_at__isnull=True).update(unsubscribed_at=timezone.now())
    skip_waiting(contact)


def skip_waiting(contact: Contact) -> None:
    """Letters that nobody has begun to send are not sent."""
    waiting = Letter.objects.filter(participant_id=contact.pk, state=LetterState.WAITING)
    waiting.update(state=LetterState.SKIPPED, sender=None)
