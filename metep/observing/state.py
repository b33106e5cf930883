"""The state of the site, asked from its database: a few statements whose price does not grow with the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from metep.observing.processes import Process, read

# A job that runs at once is kept with the last moment there is.
_ALREADY = "(run_after <= now() OR extract(year FROM run_after) = 9999)"
_SINCE = """
    CASE status
        WHEN 'READY' THEN CASE WHEN extract(year FROM run_after) = 9999 THEN enqueued_at
                               ELSE greatest(enqueued_at, run_after) END
        WHEN 'RUNNING' THEN started_at
        ELSE finished_at
    END
"""
_JOBS = f"""
    SELECT CASE WHEN status <> 'READY' THEN lower(status) WHEN {_ALREADY} THEN 'waiting' ELSE 'planned' END,
           task_path, count(*), max(greatest(now() - {_SINCE}, interval '0'))
    FROM django_tasks_database_dbtaskresult
    WHERE status IN ('READY', 'RUNNING') OR finished_at > now() - interval '1 day'
    GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 - put together from what stands above
_RUNNING = """
    SELECT id, task_path, coalesce(worker_ids ->> -1, ''), started_at
    FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING' ORDER BY started_at
"""
_FAILED = """
    SELECT id, task_path, exception_class_path, finished_at FROM django_tasks_database_dbtaskresult
    WHERE status = 'FAILED' AND finished_at > now() - interval '1 day' ORDER BY finished_at DESC LIMIT %s
"""
_QUEUES = """
    SELECT code, count(*), max(greatest(now() - queued_at, interval '0'))
    FROM surveys_countchange JOIN surveys_round ON surveys_round.id = round_id GROUP BY code ORDER BY code
"""
_LETTERS = """
    SELECT letter.state, count(*) FROM fieldwork_letter AS letter JOIN fieldwork_mailing AS mailing
        ON mailing.id = letter.mailing_id
    WHERE mailing.made_at > now() - interval '30 days' GROUP BY 1 ORDER BY 1
"""
_TROUBLED = """
    SELECT code, mailing.id, subject FROM fieldwork_mailing AS mailing JOIN surveys_round ON surveys_round.id = round_id
    WHERE problem <> '' AND finished_at IS NULL AND cancelled_at IS NULL ORDER BY mailing.id DESC LIMIT %s
"""
_FILES = """
    SELECT file.state, count(*) FROM reports_batchfile AS file JOIN reports_batch AS batch ON batch.id = file.batch_id
    WHERE batch.ended_at IS NULL GROUP BY 1 ORDER BY 1
"""
_CONNECTIONS = """
    SELECT application_name, coalesce(state, ''), now() - coalesce(state_change, now()) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' ORDER BY 1, 2
"""
_SERVER = """
    SELECT current_setting('server_version'), current_setting('max_connections')::int,
           pg_database_size(current_database())
"""


@dataclass(frozen=True)
class Jobs:
    """Jobs of one kind in one state: waiting, planned (for later), running, failed or successful (the last day)."""

    state: str
    task: str
    number: int
    oldest: timedelta


@dataclass(frozen=True)
class RunningJob:
    """What somebody does now. `worker`: as which she claimed it."""

    task: str
    worker: str
    begun_at: datetime


@dataclass(frozen=True)
class FailedJob:
    """What did not succeed. `error`: the kind of the exception; its words may hold what people typed."""

    identifier: str
    task: str
    error: str
    ended_at: datetime


@dataclass(frozen=True)
class Queue:
    """Changes of counts of a round that its tallies do not hold yet."""

    round: str
    waiting: int
    oldest: timedelta


@dataclass(frozen=True)
class TroubledMailing:
    """A mailing that does not move."""

    round: str
    key: int
    subject: str


@dataclass(frozen=True)
class Connection:
    """A connection to the database: whose, and how long it has been active, idle, or idle in a transaction."""

    process: Process
    state: str
    lasting: timedelta


@dataclass(frozen=True)
class Server:
    """The database's server. `bytes`: of this database."""

    version: str
    most_connections: int
    bytes: int


def jobs() -> list[Jobs]:
    """All jobs that matter now, counted."""
    return [Jobs(state, _short(task), number, oldest) for state, task, number, oldest in _ask(_JOBS)]


def running_jobs() -> list[RunningJob]:
    """What workers have claimed, also those that are no more."""
    return [RunningJob(_short(task), worker, begun) for _key, task, worker, begun in _ask(_RUNNING)]


def failed_jobs(at_most: int = 10) -> list[FailedJob]:
    """The last failures of a day."""
    return [FailedJob(str(key), _short(task), error, ended) for key, task, error, ended in _ask(_FAILED, [at_most])]


def queues() -> list[Queue]:
    """The rounds whose tallies lag behind."""
    return [Queue(*row) for row in _ask(_QUEUES)]


def letters() -> dict[str, int]:
    """Letters of mailings of the last 30 days by state."""
    return dict(_ask(_LETTERS))


def troubled_mailings(at_most: int = 10) -> list[TroubledMailing]:
    """Mailings with a problem that have not ended."""
    return [TroubledMailing(*row) for row in _ask(_TROUBLED, [at_most])]


def batch_files() -> dict[str, int]:
    """Files of batches that have not ended, by state."""
    return dict(_ask(_FILES))


def connections() -> list[Connection]:
    """Everybody who is connected to this database."""
    return [Connection(read(name), state, lasting) for name, state, lasting in _ask(_CONNECTIONS)]


def server() -> Server:
    """What the database says of itself."""
    return Server(*_ask(_SERVER)[0])


def _ask(statement: str, values: Sequence[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _short(task: str) -> str:
    """The name of a task without that of the module that every part has: `fieldwork.people.deliver`."""
    return task.replace(".tasks.", ".")
