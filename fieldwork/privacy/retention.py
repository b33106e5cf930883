"""Contacts go on the day that their round names; answers stay."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fieldwork.audit.noting import note_erasure
from fieldwork.audit.reading import RETENTION
from fieldwork.coordination.tasks import mail_delegation
from fieldwork.models import Seat
from fieldwork.privacy.erasing import Erased, forget_letters, strip_profiles
from surveys.models import Contact, PersonalLink, Round


def is_due(survey_round: Round, today: date | None = None) -> bool:
    """Whether the last day on which contacts are kept is over, in the time zone of the round."""
    today = today or timezone.localdate(timezone=survey_round.zone)
    return survey_round.retention_on is not None and survey_round.retention_on <= today


def due_at(survey_round: Round) -> datetime | None:
    """The moment at which contacts are to go; None where no day is named."""
    on = survey_round.retention_on
    return datetime.combine(on, time(0, 5), survey_round.zone) if on else None


@transaction.atomic
def purge(survey_round: Round) -> Erased:
    """Remove who the people of a round are: contacts, labels, names in workshops and profiles. Safe to repeat."""
    Round.objects.select_for_update(no_key=True).get(pk=survey_round.pk)
    contacts = Contact.objects.filter(round=survey_round)
    keys = list(contacts.values_list("pk", flat=True))
    erased = Erased(
        profiles=strip_profiles(survey_round),
        contacts=contacts.delete()[0],
        links=PersonalLink.objects.filter(round=survey_round).exclude(label="").update(label=""),
        seats=Seat.objects.filter(workshop__round=survey_round).exclude(name="").update(name=""),
    )
    if erased == Erased():
        return erased
    forget_letters(keys)
    forget_delegation_mail()
    told = {"contacts": erased.contacts, "links": erased.links, "profiles": erased.profiles, "seats": erased.seats}
    note_erasure(survey_round, {name: number for name, number in told.items() if number} | {"reason": RETENTION})
    _forget_in_audit(survey_round)
    return erased


def forget_delegation_mail() -> None:
    """Remove finished tasks that hold the address of a colleague; of every round, for they name none."""
    DBTaskResult.objects.finished().filter(task_path=mail_delegation.module_path).delete()


def _forget_in_audit(survey_round: Round) -> None:
    """Names, addresses and labels in what the audit trail says of the contacts and links of a round."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('metep.erasing', 'on', true)")
        cursor.execute(
            "UPDATE fieldwork_auditentry SET erased_at = %s, "
            "before = before - '{name,email,bounce_reason,label}'::text[], "
            "after = after - '{name,email,bounce_reason,label}'::text[] "
            "WHERE round_id = %s AND model IN ('surveys.contact', 'surveys.personallink') AND erased_at IS NULL",
            [timezone.now(), survey_round.pk],
        )
        cursor.execute("SELECT set_config('metep.erasing', 'off', true)")
