"""One letter's conversation with the mail server, and what its answer means for the letter."""

from __future__ import annotations

import re
import smtplib
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

_CLOSING = 421  # "service not available, closing transmission channel"
_POLICY = re.compile(r"\b5\.7\.\d")  # refused for what we are, not because nobody lives at the address


class Reply(Enum):
    """What became of a letter. Where the conversation broke off in the middle, nobody knows."""

    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    NO_SUCH_ADDRESS = "no such address"
    UNKNOWN = "unknown"
    SERVER_DOWN = "server down"


@dataclass(frozen=True)
class Answer:
    """The reply, and the server's words where it gave a reason."""

    reply: Reply
    words: str = ""


def converse(connection: Any, message: EmailMessage) -> Answer:
    """Hand a letter over. A server that hangs up between letters is called once more; one that does not answer is down.

    `connection`: a mail backend of Django, used for many letters.
    """
    answer = _try(connection, message)
    return _try(connection, message) if answer.reply is Reply.SERVER_DOWN else answer


def _try(connection: Any, message: EmailMessage) -> Answer:
    try:
        connection.open()
    except OSError as error:  # as are all errors of smtplib
        connection.close()
        return Answer(Reply.SERVER_DOWN, _("The mail server cannot be reached: %(reason)s") % {"reason": error})
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return _refused(connection, code, words, is_about_address=True)
    except smtplib.SMTPSenderRefused as error:
        connection.close()
        return Answer(Reply.SERVER_DOWN, _said(error.smtp_code, error.smtp_error))
    except smtplib.SMTPResponseException as error:
        return _refused(connection, error.smtp_code, error.smtp_error, is_about_address=False)
    except smtplib.SMTPNotSupportedError as error:
        return Answer(Reply.REFUSED, _("The mail server cannot take this letter: %(reason)s") % {"reason": error})
    except OSError as error:
        connection.close()
        reason = _("The connection broke off while this letter was being sent: it may have arrived (%(reason)s).")
        return Answer(Reply.UNKNOWN, reason % {"reason": error})
    return Answer(Reply.ACCEPTED)


def _refused(connection: Any, code: int, words: bytes | str, is_about_address: bool) -> Answer:
    said = _said(code, words)
    if code == _CLOSING:
        connection.close()
        return Answer(Reply.SERVER_DOWN, said)
    if code < 500:
        return Answer(Reply.LATER, said)
    if is_about_address and not _POLICY.search(said):
        return Answer(Reply.NO_SUCH_ADDRESS, said)
    return Answer(Reply.REFUSED, said)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"
