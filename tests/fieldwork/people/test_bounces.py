"""Mail that came back is noted on the letter that it was."""

from __future__ import annotations

import io
import mailbox
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from fieldwork.models import Letter, LetterState
from fieldwork.people.bounces import Read, note
from tests.fieldwork.people.conftest import draft

REPORT = """From: MAILER-DAEMON@mail.example.org
To: metep@example.org
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=utf-8

I could not deliver it.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; person0@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 unknown user

--B
Content-Type: {kind}

From: metep@example.org
To: person0@example.org
Message-ID: {message_id}
Subject: Invitation
{end}
--B--
"""


@pytest.fixture
def letter(closing_round, people) -> Letter:
    return Letter.objects.create(
        mailing=draft(closing_round), participant=people[0], state=LetterState.SENT, message_id="<abc@example.org>"
    )


def report(message_id: str = "<abc@example.org>", action: str = "failed", kind: str = "text/rfc822-headers") -> bytes:
    end = "\nthe text\n" if kind == "message/rfc822" else ""
    return REPORT.format(action=action, kind=kind, message_id=message_id, end=end).encode()


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_letter_that_came_back_is_noted_with_its_reason(letter, kind: str) -> None:
    assert note(report(kind=kind)) is Read.NOTED
    letter.refresh_from_db()
    assert letter.state == LetterState.BOUNCED
    contact = letter.participant.contact
    contact.refresh_from_db()
    assert contact.bounced_at
    assert contact.bounce_reason == "5.1.1 smtp; 550 5.1.1 unknown user"


def test_reading_it_twice_keeps_the_first_moment(letter) -> None:
    note(report())
    contact = letter.participant.contact
    contact.refresh_from_db()
    first = contact.bounced_at
    assert note(report()) is Read.NOTED
    contact.refresh_from_db()
    assert contact.bounced_at == first


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (report("<another@example.org>"), Read.UNKNOWN),
        (report(action="delayed"), Read.DELAYED),
        (b"Subject: I am on holiday\n\nUntil Monday.", Read.NO_REPORT),
        (b"\xff\x00\x01", Read.NO_REPORT),
        (b"", Read.NO_REPORT),
        (report("no identifier"), Read.UNKNOWN),
    ],
)
def test_everything_else_changes_nothing(letter, content: bytes, read: Read) -> None:
    assert note(content) is read
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT


def test_a_maildir_is_read_once(letter, tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box", create=True)
    box.add(report())
    box.add(b"Subject: holiday\n\n")
    first, second = StringIO(), StringIO()
    call_command("read_bounces", tmp_path / "box", stdout=first)
    call_command("read_bounces", tmp_path / "box", stdout=second)
    assert first.getvalue() == "1 noted, 1 no report\n"
    assert second.getvalue() == "no new messages\n"


def test_a_folder_that_is_no_maildir_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no Maildir"):
        call_command("read_bounces", tmp_path)


def test_one_message_is_read_from_standard_input(letter, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(report())))
    said = StringIO()
    call_command("read_bounces", stdout=said)
    assert said.getvalue() == "1 noted\n"
