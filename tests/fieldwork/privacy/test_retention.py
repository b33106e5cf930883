"""Contacts go on their day: planned when the day is set, done once, told without names."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from fieldwork.coordination.tasks import mail_delegation
from fieldwork.models import AuditEntry, Seat
from fieldwork.privacy.retention import due_at, is_due, purge
from fieldwork.privacy.tasks import plan_missing, plan_purge, purge_contacts
from surveys.models import Contact, Institution, Participant, PersonalLink, Response, Round
from tests.fieldwork.privacy.people import EMAIL, NAME, leave_traces


@pytest.fixture
def due(survey_round: Round, institution: Institution) -> Round:
    leave_traces(survey_round, institution)
    survey_round.retention_on = timezone.localdate() - timedelta(days=1)
    survey_round.save()
    return survey_round


@pytest.mark.parametrize(("on", "expected"), [(None, False), ("2026-05-01", True), ("2026-05-02", False)])
def test_a_day_has_come_by_the_clock_of_the_round(survey_round: Round, on: str | None, expected: bool) -> None:
    survey_round.retention_on = date.fromisoformat(on) if on else None
    assert is_due(survey_round, date(2026, 5, 1)) is expected
    moment = due_at(survey_round)
    assert (moment is None) == (on is None)
    if moment is not None:
        assert moment.utcoffset() == timedelta(hours=5)


def test_names_go_and_answers_stay(due: Round) -> None:
    purge(due)
    assert not Contact.objects.exists()
    assert set(PersonalLink.objects.values_list("label", flat=True)) == {""}
    assert Seat.objects.get().name == ""
    response = Response.objects.get()
    assert "position" not in response.profile
    assert response.answers["F1.1.a"] == "yes"
    assert Participant.objects.count() == 1
    told = AuditEntry.objects.get(action="erase")
    assert told.after == {"contacts": 1, "links": 1, "profiles": 1, "seats": 1, "reason": "retention"}
    for entry in AuditEntry.objects.filter(model__in=("surveys.contact", "surveys.personallink")):
        assert NAME not in str((entry.before, entry.after))
        assert EMAIL not in str((entry.before, entry.after))
        assert entry.erased_at is not None


def test_purging_again_changes_and_tells_nothing(due: Round) -> None:
    purge(due)
    number = AuditEntry.objects.count()
    purge(due)
    assert AuditEntry.objects.count() == number


def test_the_command_removes_at_its_second_look_a_day_later(
    due: Round, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    put_off = "r1: the day has come; its contacts go when this command says so again in a day.\n"
    assert [told_by_command(), told_by_command()] == [put_off, put_off]
    assert Contact.objects.exists()
    assert DBTaskResult.objects.count() == 1  # noted once
    true = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: true() + timedelta(days=1))
    assert told_by_command() == "r1: 1 contacts, 1 labels of links, 1 profiles, 1 names in workshops removed\n"
    assert told_by_command() == "Nothing to remove.\n"


def told_by_command() -> str:
    output = StringIO()
    call_command("purge_contacts", stdout=output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("ago", "is_removed"),
    [
        (None, False),
        (timedelta(hours=19), False),
        (timedelta(hours=20), True),
        (timedelta(days=4, seconds=-9), True),
        (timedelta(days=5), False),
        (timedelta(days=-400), False),  # noted by a clock that was ahead
    ],
    ids=str,
)
def test_contacts_go_when_an_earlier_look_of_these_days_confirms_the_clock(
    due: Round, ago: timedelta | None, is_removed: bool
) -> None:
    purge_contacts.func(due.pk, "" if ago is None else (timezone.now() - ago).isoformat())
    assert Contact.objects.exists() is not is_removed


def test_a_task_of_a_day_that_was_put_off_does_nothing(due: Round) -> None:
    due.retention_on = timezone.localdate() + timedelta(days=30)
    due.save()
    seen_at = (timezone.now() - timedelta(days=1)).isoformat()
    purge_contacts.func(due.pk, seen_at)
    assert Contact.objects.exists()
    due.retention_on = timezone.localdate()
    due.save()
    purge_contacts.func(due.pk, seen_at)
    assert not Contact.objects.exists()
    purge_contacts.func(0)


def test_setting_the_day_plans_the_task(survey_round: Round) -> None:
    from django_tasks_db.models import DBTaskResult

    plan_purge(survey_round)
    assert not DBTaskResult.objects.exists()
    survey_round.retention_on = date(2999, 5, 1)
    plan_purge(survey_round)
    planned = DBTaskResult.objects.get()
    assert planned.run_after == due_at(survey_round) - timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_looks_on_the_eve_and_removes_on_the_day(
    due: Round, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    due.retention_on = timezone.localdate() + timedelta(days=30)
    due.save()
    moment = due_at(due)
    plan_purge(due)
    there = []
    for minutes in (-2000, -1430, -700, -1, 10):
        monkeypatch.setattr(timezone, "now", lambda now=moment + timedelta(minutes=minutes): now)
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
        there.append(Contact.objects.exists())
    assert there == [True, True, True, True, False]


def test_a_worker_that_starts_plans_what_is_not_planned_once(due: Round, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    due.retention_on = timezone.localdate() + timedelta(days=30)
    due.save()
    purge_contacts.using(run_after=timezone.now() + timedelta(days=400)).enqueue(due.pk, "2099-01-01T00:00:00+00:00")
    plan_missing()
    plan_missing()
    moments = sorted(DBTaskResult.objects.values_list("run_after", flat=True))
    assert (len(moments), moments[0]) == (2, due_at(due) - timedelta(days=1))


def test_nothing_is_planned_where_nobody_is_left(due: Round, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    purge(due)
    plan_missing()
    assert not DBTaskResult.objects.exists()


def test_the_address_of_a_colleague_goes_with_the_task_that_mailed_her(due: Round, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    queued = mail_delegation.enqueue(link=0, email="colleague@example.org", language="kk", site="http://localhost")
    DBTaskResult.objects.filter(pk=queued.id).update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    purge(due)
    assert not DBTaskResult.objects.filter(pk=queued.id).exists()
