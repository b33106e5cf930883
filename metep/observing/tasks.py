"""Tasks know which request asked for them: the lines that a worker writes can be found by what a person quotes."""

from __future__ import annotations

import logging
from typing import Any

from django.utils import timezone
from django_tasks.signals import task_finished, task_started
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from metep.observing.tracing import Doing, begin, current

REQUEST = "request"
"""Beside the arguments of a task: the identifier of the request that asked for it, or of the one behind its task."""

_log = logging.getLogger("metep.tasks")


class TracedBackend(DatabaseBackend):
    """Named by TASKS."""

    def _task_to_db_task(self, task: Any, args: Any, kwargs: Any) -> DBTaskResult[Any, Any]:
        """The row of the library, with one word more: there is no other place that costs no second statement."""
        words = {"args": args, "kwargs": kwargs, REQUEST: current().identifier}
        return DBTaskResult.objects.create(
            id=self._get_id(),
            args_kwargs=normalize_json(words),
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            run_after=task.run_after,
            backend_name=self.alias,
        )


def listen() -> None:
    """Hear when a worker begins and ends a task: the library has no other way in."""
    task_started.connect(_begun)
    task_finished.connect(_ended)


def _begun(task_result: Any, **_rest: Any) -> None:
    if not hasattr(task_result, "db_result"):
        return  # another backend, which runs tasks within requests
    asked_by = task_result.db_result.args_kwargs.get(REQUEST, "")
    begin(Doing(asked_by, task=task_result.task.module_path, task_id=str(task_result.id)))
    _log.info("task begun")


def _ended(task_result: Any, **_rest: Any) -> None:
    """The library has told a failure, with its exception, before this is called."""
    if not hasattr(task_result, "db_result"):
        return
    taken = (task_result.finished_at or timezone.now()) - task_result.started_at
    _log.info(
        "task ended", extra={"status": task_result.status.lower(), "milliseconds": round(taken.total_seconds() * 1000)}
    )
    begin(Doing())
