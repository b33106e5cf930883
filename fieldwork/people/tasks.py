"""What workers do with mailings."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from fieldwork.models import Letter, LetterState, Mailing, Recipients
from fieldwork.people.posting import send_waiting, skip_all
from fieldwork.people.standing import recipients_of

LOOK_AGAIN = timedelta(minutes=1)
LETTERS_A_WORKER = 1000
MOST_WORKERS = 4


@task()
def deliver(mailing: int, ticket: str) -> None:
    """Prepare a mailing if nobody has, and send what waits. `ticket`: of the release that asked for it; a mailing that
    was cancelled, changed or finished since does nothing.

    It first asks for itself to be run again in a minute: if this worker dies or the mail server is down, that run goes
    on where this one stopped.
    """
    found = Mailing.objects.select_related("round").filter(pk=mailing).first()
    if found is None or not is_due(found, ticket):
        return
    deliver.using(run_after=timezone.now() + LOOK_AGAIN).enqueue(mailing, ticket)
    if found.prepared_at is None:
        for _worker in range(min(prepare(found) // LETTERS_A_WORKER, MOST_WORKERS - 1)):
            lend_a_hand.enqueue(mailing, ticket)
    send_waiting(found)


@task()
def lend_a_hand(mailing: int, ticket: str) -> None:
    """Help another worker with a mailing that has many letters."""
    found = Mailing.objects.select_related("round").filter(pk=mailing).first()
    if found is not None and is_due(found, ticket) and found.prepared_at:
        send_waiting(found)


def ticket_of(mailing: Mailing) -> str:
    """What tells one release of a mailing from another."""
    return mailing.released_at.isoformat() if mailing.released_at else ""


def is_due(mailing: Mailing, ticket: str) -> bool:
    """Whether the mailing stands as it did when the ticket was made."""
    is_standing = mailing.released_at is not None and ticket_of(mailing) == ticket
    return is_standing and mailing.cancelled_at is None and mailing.finished_at is None


@transaction.atomic
def prepare(mailing: Mailing) -> int:
    """Write a letter for each participant that the mailing is for now; how many wait. Twice does nothing more."""
    locked = Mailing.objects.select_for_update(of=("self",)).select_related("round").get(pk=mailing.pk)
    if locked.prepared_at is None and locked.round.is_closed():
        skip_all(locked, _("The round is closed."))
    elif locked.prepared_at is None and locked.cancelled_at is None:
        keys = recipients_of(locked.round, Recipients(locked.recipients)).order_by("pk").values_list("pk", flat=True)
        letters = (Letter(mailing=locked, participant_id=key) for key in keys)
        Letter.objects.bulk_create(letters, batch_size=2000, ignore_conflicts=True)
        locked.prepared_at = timezone.now()
        locked.save(update_fields=["prepared_at"])
    mailing.prepared_at, mailing.cancelled_at = locked.prepared_at, locked.cancelled_at
    return mailing.letters.filter(state=LetterState.WAITING).count()


@transaction.atomic
def release(mailing: Mailing, send_at: datetime | None) -> None:
    """Let workers send a draft, at once or at a moment."""
    mailing.send_at, mailing.released_at = send_at, timezone.now()
    mailing.save(update_fields=["send_at", "released_at"])
    work = deliver.using(run_after=send_at) if send_at else deliver
    work.enqueue(mailing.pk, ticket_of(mailing))


@transaction.atomic
def take_back(mailing: Mailing) -> None:
    """Make a draft again of a mailing of which nothing was sent; its task will do nothing."""
    mailing.send_at = mailing.released_at = None
    mailing.save(update_fields=["send_at", "released_at"])


@transaction.atomic
def resume(mailing: Mailing) -> None:
    """Go on with a mailing that was released: for letters that are to be sent again, or a worker that was lost."""
    mailing.finished_at = None
    mailing.save(update_fields=["finished_at"])
    deliver.enqueue(mailing.pk, ticket_of(mailing))
