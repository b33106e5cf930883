"""A mail server that refuses, hangs or cuts the line: no letter goes twice, none is lost, and people are told.

What a server says of one letter is in tests/fieldwork/people/test_sending.py, workers killed while sending in
test_killed_workers.py there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from django.conf import LazySettings
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from fieldwork.models import LetterState
from fieldwork.people import tasks
from fieldwork.people.posting import send_waiting
from metep.models import User
from surveys.models import Institution, PersonalLink, Round
from tests.faults.mail_servers import Line, cuts, hangs, mail_server, refuses, says_nothing
from tests.faults.people import Person
from tests.faults.site import serving
from tests.fieldwork.people.conftest import Inbox, closing_round, draft, inbox, invite_list
from tests.fieldwork.people.test_sending import states

__all__ = ["closing_round", "inbox"]  # fixtures of the tests of mailings

pytestmark = pytest.mark.django_db(transaction=True)

LETTERS = 6


@pytest.mark.parametrize(
    ("behave", "uncertain"),
    [(refuses, 0), (says_nothing, 0), (hangs, 1), (cuts, 1)],
    ids=["refuses", "says-nothing", "hangs", "cuts"],
)
def test_letters_wait_until_the_server_behaves_and_none_goes_twice(
    closing_round: Round,
    institution: Institution,
    inbox: Inbox,
    settings: LazySettings,
    behave: Callable[[Line], None],
    uncertain: int,
) -> None:
    invite_list(closing_round, institution, LETTERS)
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    working = settings.EMAIL_PORT
    with mail_server(behave) as port:
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = port, 1
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    settings.EMAIL_PORT = working
    mailing.refresh_from_db()
    assert mailing.problem, "the page of the mailing says nothing"
    assert mailing.finished_at is None
    assert states(mailing).count(LetterState.UNCERTAIN) == uncertain
    assert states(mailing).count(LetterState.WAITING) == LETTERS - uncertain
    assert PersonalLink.objects.filter(participant__isnull=False).count() == uncertain  # others got none

    send_waiting(mailing)
    assert len(inbox.times) == LETTERS - uncertain
    assert set(inbox.times.values()) == {1}
    assert states(mailing).count(LetterState.SENT) == LETTERS - uncertain
    mailing.refresh_from_db()
    assert mailing.finished_at


def test_pages_that_send_mail_say_when_it_cannot_be_sent(survey_round: Round, tmp_path: Path) -> None:
    User.objects.create_user("analyst@example.org", "a long enough password")
    with (
        mail_server(says_nothing) as port,
        serving(tmp_path, EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(port), EMAIL_TIMEOUT="1") as web,
    ):
        asking = requests.Session()
        with translation.override("ru"):
            address = f"http://127.0.0.1:{web.port}{reverse('account_reset_password')}"
        assert asking.get(address, timeout=30).status_code == 200
        form = {"email": "analyst@example.org", "csrfmiddlewaretoken": asking.cookies["csrftoken"]}
        begun = time.monotonic()
        told = asking.post(address, form, timeout=30)
        assert time.monotonic() - begun < 6
        assert (told.status_code, told.headers["Retry-After"]) == (503, "10")
        assert "Почтовый сервер сейчас не отвечает. Письмо не отправлено." in told.text
        assert Person(web.port).begin().base  # everybody else goes on
