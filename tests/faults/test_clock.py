"""The clock of a server jumps: nobody loses an answer, and nothing is counted twice or never."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from fieldwork.models import LetterState
from fieldwork.people import tasks
from fieldwork.people.posting import send_waiting
from fieldwork.privacy.tasks import plan_purge
from scoring.folding import fold
from surveys.lifecycle import give_back, submit
from surveys.models import Contact, Institution, Response, Round
from surveys.saving import save_answers
from tests.answering import random_response
from tests.faults.site import require_counted_once
from tests.fieldwork.people.conftest import draft, invite_list
from tests.fieldwork.privacy.people import leave_traces
from tests.surveys.respondents import Respondent, field_value, text_of

pytestmark = pytest.mark.django_db(transaction=True)

JUMPS = [timedelta(days=-400), timedelta(hours=-3), timedelta(minutes=-1), timedelta(hours=3), timedelta(days=400)]
Jump = Callable[[timedelta], None]


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch) -> Jump:
    """Sets the clock of the application so much off; the database keeps its own."""
    true = timezone.now

    def set_off(by: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: true() + by)

    return set_off


@pytest.fixture
def closing_round(survey_round: Round) -> Round:
    """Open since an hour, and for an hour more."""
    now = timezone.now()
    hour = timedelta(hours=1)
    Round.objects.update(opens_at=now - hour, closes_at=now + hour, time_zone="Asia/Almaty")
    survey_round.refresh_from_db()
    return survey_round


@pytest.mark.parametrize("by", JUMPS, ids=str)
def test_answers_saved_and_submitted_while_the_clock_is_off_count_once(
    survey_round: Round, jump: Jump, by: timedelta
) -> None:
    chance = random.Random(9)
    drafts = [random_response(survey_round, chance, state="draft", submitted_at=None) for _one in range(6)]
    Response.objects.bulk_create(drafts)
    for number, one in enumerate(drafts):
        jump(by if number % 2 else timedelta())
        save_answers(one, {"F1.1.a": "yes"})
        save_answers(one, {"F1.1.a": "no"})
        submit(one)
        fold(survey_round)
    jump(timedelta())
    give_back(Response.objects.select_related("round").get(pk=drafts[1].pk), None, "Look again")
    submit(Response.objects.select_related("round").get(pk=drafts[1].pk))
    assert set(Response.objects.values_list("answers__F1.1.a", flat=True)) == {"no"}
    last = [list(one.changes.order_by("pk"))[-1].patch for one in drafts]
    assert last == [{"F1.1.a": "no"}] * 6
    require_counted_once(survey_round, 6)


@pytest.mark.parametrize("by", [timedelta(hours=-3), timedelta(hours=3)], ids=str)
def test_a_round_that_seems_closed_refuses_with_what_was_typed_and_opens_again_with_the_clock(
    closing_round: Round, jump: Jump, by: timedelta
) -> None:
    respondent = Respondent.begin()
    jump(by)
    refused = respondent.post("F1.1/", {"F1.1.share": "77"})
    assert refused.status_code == 403
    assert "77" in text_of(refused)
    jump(timedelta())
    assert respondent.post("F1.1/", {"F1.1.share": "77", "go": "list"}).status_code == 302
    assert respondent.answers == {"F1.1.share": 77}


def test_a_session_that_seems_over_goes_on_by_the_personal_link(survey_round: Round, jump: Jump) -> None:
    respondent = Respondent.begin()
    respondent.post("F1.1/", {"F1.1.share": "77"})
    [secret] = respondent.client.session["responses"].values()
    jump(timedelta(days=30))
    told = respondent.post("F1.1/", {"F1.1.share": "78"})
    assert told.status_code == 403
    assert "Open your personal link to go on." in text_of(told)
    assert "78" in text_of(told)
    jump(timedelta())
    assert respondent.client.get(reverse("answer-link", args=[secret])).status_code == 302
    assert field_value(respondent.get("F1.1/"), "F1.1.share") == "77"


def test_a_letter_sent_while_the_clock_was_off_is_not_sent_again(
    closing_round: Round, institution: Institution, jump: Jump, mailoutbox: list[object]
) -> None:
    invite_list(closing_round, institution, 3)
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    tasks.prepare(mailing)
    for by in (timedelta(days=-400), timedelta(), timedelta(hours=-3)):
        jump(by)
        send_waiting(mailing)
    assert len(mailoutbox) == 3
    assert set(mailing.letters.values_list("state", flat=True)) == {LetterState.SENT}


def test_a_clock_far_ahead_removes_no_contact_and_the_day_itself_does(
    survey_round: Round, institution: Institution, jump: Jump
) -> None:
    leave_traces(survey_round, institution)
    survey_round.retention_on = timezone.localdate() + timedelta(days=30)
    survey_round.save()
    plan_purge(survey_round)

    def work_at(by: timedelta) -> bool:
        """What a worker does that starts then; whether contacts are still there."""
        jump(by)
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
        call_command("purge_contacts", stdout=StringIO())
        return Contact.objects.exists()

    ahead = timedelta(days=400)
    assert work_at(ahead)
    assert work_at(ahead + timedelta(hours=12))  # half a day before somebody sees it
    assert [work_at(timedelta(days=day)) for day in (0, 10, 28)] == [True] * 3
    assert [work_at(timedelta(days=day)) for day in (29.9, 31)] == [True, False]
