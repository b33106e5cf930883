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
from fieldwork.privacy.tasks import plan_purge, purge_contacts
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


def test_the_command_purges_only_rounds_whose_day_has_come(due: Round) -> None:
    output = StringIO()
    call_command("purge_contacts", stdout=output)
    assert output.getvalue() == "r1: 1 contacts, 1 labels of links, 1 profiles, 1 names in workshops removed\n"
    output = StringIO()
    call_command("purge_contacts", stdout=output)
    assert output.getvalue() == "Nothing to remove.\n"


def test_a_task_of_a_day_that_was_put_off_does_nothing(due: Round) -> None:
    due.retention_on = timezone.localdate() + timedelta(days=30)
    due.save()
    purge_contacts.func(due.pk)
    assert Contact.objects.exists()
    due.retention_on = timezone.localdate()
    due.save()
    purge_contacts.func(due.pk)
    assert not Contact.objects.exists()
    purge_contacts.func(0)


def test_setting_the_day_plans_the_task(survey_round: Round) -> None:
    from django_tasks_db.models import DBTaskResult

    plan_purge(survey_round)
    assert not DBTaskResult.objects.exists()
    survey_round.retention_on = date(2999, 5, 1)
    plan_purge(survey_round)
    planned = DBTaskResult.objects.get()
    assert planned.run_after == due_at(survey_round)


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_it(due: Round) -> None:
    plan_purge(due)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    assert not Contact.objects.exists()


def test_the_address_of_a_colleague_goes_with_the_task_that_mailed_her(due: Round, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    queued = mail_delegation.enqueue(link=0, email="colleague@example.org", language="kk", site="http://localhost")
    DBTaskResult.objects.filter(pk=queued.id).update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    purge(due)
    assert not DBTaskResult.objects.filter(pk=queued.id).exists()
