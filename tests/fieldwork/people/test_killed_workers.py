"""What dies in the middle of sending: real worker processes against a real mail server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection

from fieldwork.models import Letter, LetterState, Mailing, Recipients
from fieldwork.people import tasks
from fieldwork.people.posting import release_orphans, send_waiting
from surveys.models import Contact
from tests.fieldwork.people.conftest import Inbox, draft, invite_list
from tests.fieldwork.people.test_sending import run, states

pytestmark = pytest.mark.django_db(transaction=True)


def test_many_workers_at_once_send_nothing_twice(closing_round, institution, inbox) -> None:
    invite_list(closing_round, institution, 90)
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    tasks.prepare(mailing)

    def work(_number: int) -> None:
        try:
            send_waiting(Mailing.objects.select_related("round").get(pk=mailing.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))
    assert len(inbox.times) == 90
    assert set(inbox.times.values()) == {1}
    assert set(states(mailing)) == {LetterState.SENT}


def start_worker(settings: Any) -> subprocess.Popen[bytes]:
    """A real worker process on the database of this test and on its mail server."""
    database = connection.settings_dict
    options = f"host={database['HOST']}&port={database['PORT'] or ''}" if str(database["HOST"]).startswith("/") else ""
    place = "" if options else f"{database['HOST']}:{database['PORT']}"
    who = f"{database['USER']}:{database['PASSWORD']}@" if database["USER"] else ""
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{who}{place}/{database['NAME']}" + (f"?{options}" if options else ""),
        "SECRET_KEY": configured.SECRET_KEY,
        "EMAIL_HOST": settings.EMAIL_HOST,
        "EMAIL_PORT": str(settings.EMAIL_PORT),
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--batch", "--interval", "0.1"],
        cwd=configured.BASE_DIR,
        env=environment,
        start_new_session=True,
    )


@pytest.mark.parametrize("stop_at", [1, 25])
def test_a_worker_killed_in_the_middle_of_a_letter_leaves_it_uncertain_and_no_letter_goes_twice(
    closing_round, institution, inbox: Inbox, settings, stop_at: int
) -> None:
    invite_list(closing_round, institution, 60)
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    inbox.stop_at = stop_at
    worker = start_worker(settings)
    try:
        assert inbox.has_stopped.wait(30), "the worker sent nothing"
        os.kill(worker.pid, signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    inbox.stop_at = None
    inbox.may_go_on.set()
    assert mailing.letters.filter(state=LetterState.SENDING).count() == 1

    tasks.resume(mailing)
    second = start_worker(settings)
    assert second.wait(60) == 0
    assert len(inbox.times) == 60
    assert set(inbox.times.values()) == {1}
    assert sorted(set(states(mailing))) == sorted({LetterState.SENT, LetterState.UNCERTAIN})
    assert mailing.letters.filter(state=LetterState.UNCERTAIN).count() == 1
    mailing.refresh_from_db()
    assert mailing.finished_at


def test_what_a_living_worker_is_sending_is_left_to_it(closing_round, people) -> None:
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    tasks.prepare(mailing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(20140003, 77)")
    mailing.letters.update(sender=77, state=LetterState.SENDING)

    def look() -> None:
        try:
            release_orphans(mailing)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(look).result()
        assert set(states(mailing)) == {LetterState.SENDING}
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(20140003, 77)")
        other.submit(look).result()
    assert set(states(mailing)) == {LetterState.UNCERTAIN}


def test_the_chosen_get_it_and_nobody_else(closing_round, people, inbox) -> None:
    mailing = draft(closing_round, recipients=Recipients.CHOSEN)
    Letter.objects.create(mailing=mailing, participant=people[1])
    tasks.release(mailing, None)
    run(mailing)
    assert inbox.times == {"person1@example.org": 1}


def test_a_name_cannot_write_headers_nor_places_nor_html(closing_round, people, inbox) -> None:
    Contact.objects.filter(pk=people[2].pk).update(name="<b>Eve</b> {link} \r\nBcc: all@example.org")
    mailing = draft(closing_round)
    Mailing.objects.filter(pk=mailing.pk).update(subject_en="Hello {name}")
    tasks.release(mailing, None)
    run(mailing)
    message = inbox.message_to("person2@example.org")
    assert message["Bcc"] is None
    html = next(part for part in message.walk() if part.get_content_type() == "text/html")
    words = html.get_payload(decode=True).decode()
    assert "<b>Eve" not in words
    assert "&lt;b&gt;Eve&lt;/b&gt; {link}" in words
