"""What a mail server that cannot take a letter at all leads to."""

from __future__ import annotations

import smtplib

from django.core.mail import EmailMessage
from django.utils.translation import override

from fieldwork.people.answers import Answer, Reply, converse


class OldServer:
    """A connection to a server that knows no addresses in letters other than Latin ones."""

    def open(self) -> None:
        """It is there."""

    def send_messages(self, messages: list[EmailMessage]) -> None:
        """Refuse as smtplib does."""
        raise smtplib.SMTPNotSupportedError("SMTPUTF8 not supported by server")


def test_a_letter_that_the_server_cannot_take_is_refused_in_the_readers_language() -> None:
    with override("ru"):
        answer = converse(OldServer(), EmailMessage(to=["почта@example.org"]))
    words = "Почтовый сервер не может принять это письмо: SMTPUTF8 not supported by server"
    assert answer == Answer(Reply.REFUSED, words)
