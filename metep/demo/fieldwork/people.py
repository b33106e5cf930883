"""Participants of the demonstration and the mail they were sent: all of them made up."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import numpy as np
from django.utils import timezone

from fieldwork.models import Letter, LetterState, Mailing, MailingKind, Recipients
from fieldwork.people.keeping import Person, add_people
from fieldwork.people.tasks import release
from fieldwork.people.wording import default_texts
from metep.demo.fieldwork.staff import Staff
from surveys.links import hash_of
from surveys.models import Contact, Participant, PersonalLink, Response, Round

ANSWERED = 36
"""So many of the round's responses get a participant."""
SILENT = 24
NAMES = {"kk": "Қатысушы {} (синтетикалық)", "ru": "Участник {} (синтетический)", "en": "Participant {} (synthetic)"}
NOT_INVITED, BOUNCED, UNSUBSCRIBED = 4, 2, 1
"""How many of the silent were not invited yet, have an address from which mail came back, want no mail."""


def make(survey_round: Round, staff: Staff, generator: np.random.Generator) -> None:
    """Sixty participants, a finished invitation, a reminder that is planned."""
    Mailing.objects.filter(round=survey_round).delete()
    Participant.objects.filter(round=survey_round).delete()
    responses = _some_responses(survey_round, generator)
    answered = add_people(
        survey_round, [_person(n, r.language, r, survey_round) for n, r in enumerate(responses, start=1)]
    )
    for participant, response in zip(answered, responses, strict=True):
        response.participant = participant
    Response.objects.bulk_update(responses, ["participant"])
    silent = add_people(survey_round, _silent_people(survey_round, generator))
    _invite(survey_round, staff, [*answered, *silent[NOT_INVITED:]], silent[NOT_INVITED:])
    _plan_reminder(survey_round, staff)


def _some_responses(survey_round: Round, generator: np.random.Generator) -> list[Response]:
    """Drafts and submitted responses that nobody has claimed; the same ones each time."""
    free = survey_round.responses.filter(participant__isnull=True, links__isnull=True).select_related("institution")
    ordered = list(free.order_by("pk"))
    places = generator.choice(len(ordered), min(ANSWERED, len(ordered)), replace=False)
    return [ordered[place] for place in sorted(places.tolist())]


def _person(number: int, language: str, response: Response, survey_round: Round) -> Person:
    sections = tuple(response.sections) if response.sections != survey_round.sections else ()
    return Person(
        NAMES[language].format(number), f"participant{number}@example.org", response.institution, sections, language
    )


def _silent_people(survey_round: Round, generator: np.random.Generator) -> list[Person]:
    institutions = list(survey_round.institutions.order_by("code"))
    languages = generator.choice(survey_round.languages, SILENT).tolist()
    return [
        Person(
            NAMES[language].format(number),
            f"participant{number}@example.org",
            institutions[int(generator.integers(len(institutions)))],
            (),
            language,
        )
        for number, language in enumerate(languages, start=ANSWERED + 1)
    ]


def _invite(survey_round: Round, staff: Staff, invited: list[Participant], silent: list[Participant]) -> None:
    """The invitation as it would look after its workers were done. Nobody holds the links: their secrets are lost."""
    began = survey_round.opens_at or timezone.now() - timedelta(days=30)
    mailing = _mailing(survey_round, staff, MailingKind.INVITATION, Recipients.NOT_INVITED)
    mailing.released_at = mailing.prepared_at = began
    mailing.finished_at = began + timedelta(minutes=2)
    mailing.save()
    links = PersonalLink.objects.bulk_create(
        PersonalLink(
            round=survey_round,
            participant=one,
            institution=one.institution,
            sections=one.sections,
            secret_hash=hash_of(secrets.token_urlsafe(32)),
            response=getattr(one, "response", None),
        )
        for one in invited
    )
    letters = [_letter(mailing, link, began) for link in links]
    for letter in letters[-BOUNCED:]:
        letter.state, letter.problem = LetterState.BOUNCED, "5.1.1 smtp; 550 unknown user"
    letters[-BOUNCED - 1].state = LetterState.UNCERTAIN
    Letter.objects.bulk_create(letters)
    bounced = Contact.objects.filter(participant__in=silent[-BOUNCED:])
    bounced.update(bounced_at=began + timedelta(minutes=5), bounce_reason="5.1.1 smtp; 550 unknown user")
    unwilling = Contact.objects.filter(participant__in=silent[:UNSUBSCRIBED])
    unwilling.update(unsubscribed_at=began + timedelta(days=1))


def _letter(mailing: Mailing, link: PersonalLink, began: datetime) -> Letter:
    return Letter(
        mailing=mailing,
        participant=link.participant,
        link=link,
        state=LetterState.SENT,
        sent_at=began + timedelta(minutes=1),
    )


def _plan_reminder(survey_round: Round, staff: Staff) -> None:
    mailing = _mailing(survey_round, staff, MailingKind.REMINDER, Recipients.MISSING)
    mailing.save()
    if survey_round.closes_at:
        release(mailing, survey_round.closes_at - timedelta(days=7))


def _mailing(survey_round: Round, staff: Staff, kind: MailingKind, recipients: Recipients) -> Mailing:
    mailing = Mailing(round=survey_round, kind=kind, recipients=recipients, made_by=staff.administrator)
    for language in survey_round.languages:
        subject, body = default_texts(kind, language)
        setattr(mailing, f"subject_{language}", subject)
        setattr(mailing, f"body_{language}", body)
    return mailing
