"""Mail that came back: delivery status notifications (RFC 3464) are read, and the letters they speak of found again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from enum import Enum

from django.db import transaction

from fieldwork.models import Letter, LetterState
from fieldwork.people.keeping import note_bounce

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,190}>")
_REPORT = "message/delivery-status"


class Read(Enum):
    """What became of a message that was read."""

    NOTED = "noted"
    DELAYED = "only delayed"
    UNKNOWN = "about no letter of ours"
    NO_REPORT = "no report"


@dataclass(frozen=True)
class Report:
    """What a notification says. `message_ids`: of the mail that came back, as far as they can be found."""

    is_failure: bool
    reason: str
    message_ids: tuple[str, ...]


def read_report(content: bytes) -> Report | None:
    """What a message says of mail that came back; None where it is no delivery status notification."""
    message = BytesParser(EmailMessage, policy=policy.compat32).parsebytes(content)
    status = next((part for part in message.walk() if part.get_content_type() == _REPORT), None)
    if status is None:
        return None
    fields = [part for part in status.walk() if isinstance(part, Message) and part["Action"]]
    failed = [part for part in fields if str(part["Action"]).strip().lower() == "failed"]
    said = next(iter(failed or fields), None)
    reason = " ".join(f"{said['Status'] or ''} {said['Diagnostic-Code'] or ''}".split()) if said is not None else ""
    return Report(bool(failed), reason, tuple(_message_ids(message)))


@transaction.atomic
def note(content: bytes) -> Read:
    """Note on a letter and its contact that it came back. Reading a notification twice changes nothing more."""
    report = read_report(content)
    if report is None:
        return Read.NO_REPORT
    letters = Letter.objects.filter(message_id__in=report.message_ids).exclude(message_id="")
    letter = letters.select_related("participant__contact").select_for_update(of=("self",)).first()
    if letter is None:
        return Read.UNKNOWN
    if not report.is_failure:
        return Read.DELAYED
    if letter.state != LetterState.BOUNCED:
        letter.state, letter.problem = LetterState.BOUNCED, report.reason[:500]
        letter.save(update_fields=["state", "problem"])
        contact = getattr(letter.participant, "contact", None)
        if contact is not None:
            note_bounce(contact, report.reason)
    return Read.NOTED


def _message_ids(message: Message) -> Iterator[str]:
    """Of the mail that came back: its headers stand in a part of their own, whole or cut."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            returned = part.get_payload(0)
            if isinstance(returned, Message):
                yield from _MESSAGE_ID.findall(str(returned["Message-ID"] or ""))
        elif part.get_content_type() == "text/rfc822-headers":
            words = part.get_payload(decode=True)
            if isinstance(words, bytes):
                headers = BytesParser(policy=policy.compat32).parsebytes(words)
                yield from _MESSAGE_ID.findall(str(headers["Message-ID"] or ""))
