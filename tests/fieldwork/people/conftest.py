"""A round with people to invite, an administrator, and a mail server that notes what it gets."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.utils import timezone

from fieldwork.models import Mailing, MailingKind, Recipients
from fieldwork.people.keeping import Person, add_people
from fieldwork.people.wording import default_texts
from surveys.models import Institution, Participant, Round
from tests.surveys.administration import sign_in


@pytest.fixture
def administrator(db: None) -> Client:
    return sign_in(is_superuser=True)


@pytest.fixture
def closing_round(survey_round: Round) -> Round:
    """Open, and open for twenty days more."""
    survey_round.closes_at = timezone.now() + timedelta(days=20)
    survey_round.time_zone = "Asia/Almaty"
    survey_round.save()
    return survey_round


@pytest.fixture
def people(closing_round: Round, institution: Institution) -> list[Participant]:
    return invite_list(closing_round, institution, 3)


def invite_list(survey_round: Round, institution: Institution | None, number: int) -> list[Participant]:
    """So many participants with addresses, in turns in each language of the round."""
    languages = survey_round.languages
    return add_people(
        survey_round,
        [
            Person(f"Person {n}", f"person{n}@example.org", institution, (), languages[n % len(languages)])
            for n in range(number)
        ],
    )


def draft(survey_round: Round, kind: str = MailingKind.INVITATION, recipients: str = "") -> Mailing:
    """A mailing with the texts to begin with."""
    made = Mailing(round=survey_round, kind=kind)
    made.recipients = recipients or (Recipients.NOT_INVITED if kind == MailingKind.INVITATION else Recipients.MISSING)
    for language in survey_round.languages:
        subject, body = default_texts(kind, language)
        setattr(made, f"subject_{language}", subject)
        setattr(made, f"body_{language}", body)
    made.save()
    return made


class Inbox:
    """What a mail server has accepted, and how it behaves. `replies`: by address, instead of an acceptance."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, bytes]] = []
        self.replies: dict[str, list[str]] = {}
        self.data_replies: dict[str, list[str]] = {}
        self.stop_at: int | None = None
        self.has_stopped, self.may_go_on = threading.Event(), threading.Event()

    @property
    def times(self) -> Counter[str]:
        """How often each address got a letter."""
        return Counter(address for address, _content in self.letters)

    def message_to(self, address: str) -> Message:
        return message_from_bytes(next(content for to, content in self.letters if to == address))

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if replies := self.replies.get(address):
            return replies.pop(0) if len(replies) > 1 else replies[0]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        address = envelope.rcpt_tos[0]
        if replies := self.data_replies.get(address):
            return replies.pop(0)
        self.letters.append((address, envelope.content))
        if self.stop_at == len(self.letters):
            self.has_stopped.set()
            while not self.may_go_on.is_set():
                await asyncio.sleep(0.02)
        return "250 OK"


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    """A real mail server on this machine, to which Django's own SMTP backend speaks."""
    box = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield box
    box.may_go_on.set()
    controller.stop()
