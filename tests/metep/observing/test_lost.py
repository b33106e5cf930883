"""Jobs that lost their worker."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from metep.observing import state
from metep.observing.lost import take_up_lost_jobs
from metep.observing.processes import WORKER, Process
from reports.files.tasks import make_batch
from tests.metep.observing.conftest import Log
from tests.metep.observing.test_tasks import work

ALIVE = Process(WORKER, "node-1", 12)


@pytest.fixture(autouse=True)
def _one_worker_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = state.Connection(ALIVE, "active", None)  # type: ignore[arg-type]
    monkeypatch.setattr(state, "connections", lambda: [seen])


def claimed_by(*workers: str) -> DBTaskResult:
    """A job that these workers claimed one after the other."""
    made = DBTaskResult.objects.get(pk=make_batch.enqueue(0).id)
    for worker in workers:
        made.claim(worker)
    return made


@pytest.mark.parametrize(
    ("workers", "status"),
    [
        (["node-1-12-abcdefgh"], "RUNNING"),  # by the one that lives
        (["node-2-12-abcdefgh"], "READY"),
        (["node-1-121-abcdefgh"], "READY"),
        (["node-2-1-a", "node-2-2-b"], "READY"),
        (["node-2-1-a", "node-2-2-b", "node-2-3-c"], "FAILED"),  # it ended three workers
        (["node-2-1-a", "node-2-2-b", "node-1-12-c"], "RUNNING"),
        (["of-an-older-version"], "READY"),
    ],
)
def test_a_lost_job_waits_again_but_not_for_ever(db: None, workers: list[str], status: str) -> None:
    job = claimed_by(*workers)
    assert take_up_lost_jobs() == (status != "RUNNING")
    job.refresh_from_db()
    assert job.status == status
    assert (job.finished_at is not None) is (status == "FAILED")
    assert ("WorkerLost" in job.exception_class_path) is (status == "FAILED")


def test_jobs_that_wait_or_have_ended_are_left_alone(db: None) -> None:
    make_batch.enqueue(0)
    ended = claimed_by("node-2-1-a")
    ended.set_successful(None)
    assert take_up_lost_jobs() == 0


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_up_is_done(log: Log) -> None:
    job = claimed_by("node-2-1-a")
    take_up_lost_jobs()
    work()
    job.refresh_from_db()
    assert job.status == "SUCCESSFUL"
    assert len(job.worker_ids) == 2
    assert any(str(job.pk) in line["message"] and line["level"] == "WARNING" for line in log.of("metep.tasks"))
