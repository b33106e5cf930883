"""Sending: each letter once, whatever refuses, dies or changes in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone

from fieldwork.models import Letter, LetterState, Mailing, MailingKind
from fieldwork.people import tasks
from fieldwork.people.keeping import note_bounce, unsubscribe
from surveys.models import PersonalLink, Response, ResponseState, RoundState
from tests.fieldwork.people.conftest import draft, invite_list

pytestmark = pytest.mark.django_db(transaction=True)


def run(mailing: Mailing) -> Mailing:
    """What a worker does with a mailing that was released."""
    mailing.refresh_from_db()
    tasks.deliver.call(mailing.pk, tasks.ticket_of(mailing))
    mailing.refresh_from_db()
    return mailing


def states(mailing: Mailing) -> list[str]:
    return list(mailing.letters.order_by("participant__contact__email").values_list("state", flat=True))


def test_everybody_gets_one_letter_in_her_language_with_a_link_that_opens(closing_round, people, inbox) -> None:
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    assert run(mailing).finished_at
    assert inbox.times == {f"person{n}@example.org": 1 for n in range(3)}
    for number, (language, greeting) in enumerate(
        [("kk", "Құрметті Person 0"), ("ru", "Здравствуйте, Person 1"), ("en", "Dear Person 2")]
    ):
        message = inbox.message_to(f"person{number}@example.org")
        parts = {part.get_content_type(): part for part in message.walk()}
        text = parts["text/plain"].get_payload(decode=True).decode()
        html = parts["text/html"].get_payload(decode=True).decode()
        assert greeting in text
        assert f'<html lang="{language}">' in html
        (link,) = [line for line in text.splitlines() if "/link/" in line or "/go/" in line or line.startswith("http")][
            :1
        ]
        assert f'href="{link}"' in html
        path = link.removeprefix(configured.SITE_URL)
        assert path.startswith(f"/{language}/")
        assert Client().get(path).status_code == 302
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert PersonalLink.objects.filter(participant__isnull=False).count() == 3
    assert not PersonalLink.objects.filter(secret_hash__in=[c.decode(errors="replace") for _a, c in inbox.letters])


def test_a_mailing_goes_once_however_often_its_task_runs(closing_round, people, inbox) -> None:
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    for _time in range(3):
        run(mailing)
    assert set(inbox.times.values()) == {1}


def test_a_second_invitation_goes_only_to_those_who_have_none(closing_round, people, institution, inbox) -> None:
    first = draft(closing_round)
    tasks.release(first, None)
    run(first)
    second = draft(closing_round)
    tasks.release(second, None)
    run(second)
    assert second.letters.count() == 0
    assert set(inbox.times.values()) == {1}


@pytest.mark.parametrize("change", ["cancel", "take back", "release again"])
def test_a_task_of_a_mailing_that_was_changed_does_nothing(closing_round, people, inbox, change) -> None:
    mailing = draft(closing_round)
    tasks.release(mailing, timezone.now() + timedelta(days=1))
    ticket = tasks.ticket_of(mailing)
    if change == "cancel":
        mailing.cancelled_at = timezone.now()
        mailing.save()
    else:
        tasks.take_back(mailing)
        if change == "release again":
            tasks.release(mailing, timezone.now() + timedelta(days=2))
    tasks.deliver.call(mailing.pk, ticket)
    assert inbox.times == {}
    mailing.refresh_from_db()
    assert mailing.prepared_at is None


def test_a_reminder_goes_only_to_those_who_are_missing_at_the_moment_of_sending(
    closing_round, institution, inbox
) -> None:
    submitted, draft_person, bounced, silent, _nothing = invite_list(closing_round, institution, 5)
    mailing = draft(closing_round, MailingKind.REMINDER)
    tasks.release(mailing, None)
    shared = {"round": closing_round, "language": "kk", "sections": ["F"], "institution": institution}
    Response.objects.create(participant=submitted, state=ResponseState.SUBMITTED, submitted_at=timezone.now(), **shared)
    Response.objects.create(participant=draft_person, **shared)
    note_bounce(bounced.contact, "no such person")
    unsubscribe(silent.contact)
    run(mailing)
    assert inbox.times == {"person1@example.org": 1, "person4@example.org": 1}


def test_who_unsubscribes_or_submits_after_the_letters_were_prepared_gets_none(closing_round, people, inbox) -> None:
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    assert tasks.prepare(mailing) == 3
    unsubscribe(people[0].contact)
    Response.objects.create(
        round=closing_round,
        participant=people[1],
        language="ru",
        sections=["F"],
        state=ResponseState.SUBMITTED,
        submitted_at=timezone.now(),
    )
    run(mailing)
    assert states(mailing) == [LetterState.SKIPPED, LetterState.SKIPPED, LetterState.SENT]
    assert inbox.times == {"person2@example.org": 1}


def test_a_round_that_closed_meanwhile_asks_nobody(closing_round, people, inbox) -> None:
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    tasks.prepare(mailing)
    closing_round.close()
    run(mailing)
    assert set(states(mailing)) == {LetterState.SKIPPED}
    assert mailing.cancelled_at
    assert inbox.times == {}


def test_a_round_in_preparation_may_invite(closing_round, people, inbox) -> None:
    closing_round.state = RoundState.PREPARED
    closing_round.save()
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    run(mailing)
    assert sum(inbox.times.values()) == 3


@pytest.mark.parametrize(
    ("where", "reply", "state", "is_bounced"),
    [
        ("replies", "550 5.1.1 No such user", LetterState.FAILED, True),
        ("replies", "554 5.7.1 Relay access denied", LetterState.FAILED, False),
        ("replies", "451 4.2.1 Try later", LetterState.WAITING, False),
        ("data_replies", "554 5.6.0 Not liked", LetterState.FAILED, False),
        ("data_replies", "452 4.3.1 Disk full", LetterState.WAITING, False),
    ],
)
def test_a_refusal_is_noted_and_the_others_are_sent(
    closing_round, people, inbox, where: str, reply: str, state: str, is_bounced: bool
) -> None:
    getattr(inbox, where)["person1@example.org"] = [reply]
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    run(mailing)
    assert states(mailing) == [LetterState.SENT, state, LetterState.SENT]
    letter = mailing.letters.get(state=state)
    assert reply[4:] in letter.problem
    assert bool(letter.participant.contact.bounced_at) == is_bounced
    assert not letter.participant.links.exists()
    assert (mailing.finished_at is None) == (state == LetterState.WAITING)


def test_a_letter_refused_for_the_moment_is_tried_again_after_a_pause(closing_round, people, inbox) -> None:
    inbox.data_replies["person1@example.org"] = ["452 4.3.1 Disk full"]
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    run(mailing)
    run(mailing)
    assert "person1@example.org" not in inbox.times
    Letter.objects.update(try_after=timezone.now() - timedelta(seconds=1))
    assert run(mailing).finished_at
    assert inbox.times["person1@example.org"] == 1


def test_a_letter_refused_again_and_again_has_failed(closing_round, people, inbox) -> None:
    inbox.replies["person1@example.org"] = ["451 4.2.1 Try later"]
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    for _time in range(5):
        run(mailing)
        Letter.objects.update(try_after=None)
    assert states(mailing) == [LetterState.SENT, LetterState.FAILED, LetterState.SENT]
    assert mailing.finished_at


def test_while_the_mail_server_is_down_letters_wait_and_then_go(closing_round, people, inbox, settings) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    assert run(mailing).problem
    assert set(states(mailing)) == {LetterState.WAITING}
    assert not PersonalLink.objects.filter(participant__isnull=False).exists()
    settings.EMAIL_PORT = port
    assert run(mailing).finished_at
    assert set(inbox.times.values()) == {1}
    assert mailing.problem == ""


def test_a_server_that_hangs_up_politely_is_called_again(closing_round, people, inbox) -> None:
    inbox.data_replies["person1@example.org"] = ["421 4.3.2 Restarting"]
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    assert run(mailing).finished_at
    assert inbox.times == {f"person{n}@example.org": 1 for n in range(3)}
