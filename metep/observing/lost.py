"""Jobs whose worker is gone are taken up again: every task of ours may run twice (docs/deployment.md)."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from metep.observing import state

MOST_TIMES = 3
"""A job that has ended so many workers, say for want of memory, is not begun again."""

_log = logging.getLogger("metep.tasks")


class WorkerLost(Exception):
    """Stands in the place of the fault of a job that ended each of its workers."""


@transaction.atomic
def take_up_lost_jobs() -> int:
    """Let jobs wait again that were claimed by workers which are connected no more; how many were found.

    Whatever a job has done stays done: tasks find it so.
    """
    alive = tuple(f"{one.process.identifier}-" for one in state.connections() if one.process.is_worker)
    running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
    lost = [job for job in running if not (job.worker_ids or [""])[-1].startswith(alive)]
    for job in lost:
        if len(job.worker_ids) < MOST_TIMES:
            job.status, job.started_at = TaskResultStatus.READY, None
        else:
            job.status, job.finished_at = TaskResultStatus.FAILED, timezone.now()
            job.exception_class_path = f"{WorkerLost.__module__}.{WorkerLost.__qualname__}"
        job.save(update_fields=["status", "started_at", "finished_at", "exception_class_path"])
        _log.warning("a job had lost its worker: %s, now %s", job.pk, job.status.lower())
    return len(lost)
