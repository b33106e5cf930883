"""After a restore: what the backup could not know, for the site went on after it.

Letters that waited may have been sent since; a letter goes out at most once (decision 0017), so they count as perhaps
sent, and mailings under way stop. Work of workers is dropped but for the removal of contacts, which has its day.
Archives of reports are not in a backup: batches can be ordered anew.
"""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from fieldwork.models import CheckRun, Letter, LetterState, Mailing
from fieldwork.privacy.tasks import purge_contacts
from fieldwork.quality.tasks import STOPPED
from reports.models import Batch, BatchFile, BatchState

WAITING = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def settle(mail_goes_on: bool) -> int:
    """Settle a restored site; how many letters were held back. `mail_goes_on`: nothing was sent since the backup."""
    with override(settings.LANGUAGE_CODE):
        reason = _("The site was restored from a backup; what was under way was stopped.")
    _settle_batches()
    CheckRun.objects.filter(finished_at=None, problem="").update(problem=STOPPED)
    waiting = DBTaskResult.objects.filter(status__in=WAITING)
    if mail_goes_on:
        waiting.update(status=TaskResultStatus.READY, worker_ids=[], started_at=None)
        Letter.objects.filter(state=LetterState.WAITING).update(sender=None)
        return Letter.objects.filter(state=LetterState.SENDING).update(state=LetterState.UNCERTAIN, sender=None)
    waiting.exclude(task_path=purge_contacts.module_path).delete()
    waiting.update(status=TaskResultStatus.READY, worker_ids=[], started_at=None)
    held = Letter.objects.filter(state__in=(LetterState.WAITING, LetterState.SENDING))
    number = held.update(state=LetterState.UNCERTAIN, sender=None, problem=reason)
    under_way = Mailing.objects.filter(released_at__isnull=False, finished_at=None, cancelled_at=None)
    under_way.update(cancelled_at=timezone.now(), problem=reason)
    return number


def _settle_batches() -> None:
    unfinished = (BatchState.WAITING, BatchState.RUNNING)
    BatchFile.objects.filter(state__in=unfinished).update(state=BatchState.CANCELLED, worker=None)
    Batch.objects.filter(state__in=unfinished).update(state=BatchState.CANCELLED, ended_at=timezone.now())
    Batch.objects.exclude(archive="").update(archive="")
