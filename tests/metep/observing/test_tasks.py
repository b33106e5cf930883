"""What a person quotes leads to what the worker did for her."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from metep.observing.tasks import REQUEST
from metep.observing.tracing import Doing, current, during
from reports.files.tasks import make_batch
from tests.metep.observing.conftest import Log

pytestmark = pytest.mark.django_db(transaction=True)


def work() -> None:
    """Do what waits, as a worker does."""
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="of-a-test",
        excluded_queue_names=[],
    ).run()


def test_lines_of_a_task_carry_the_identifier_of_the_request(log: Log) -> None:
    with during(Doing("quoted-by-a-person")):
        make_batch.enqueue(0)
    work()
    (job,) = DBTaskResult.objects.all()
    begun, ended = log.of("metep.tasks")
    for line in (begun, ended):
        assert line["request_id"] == "quoted-by-a-person"
        assert line["task"] == "reports.files.tasks.make_batch"
        assert line["task_id"] == str(job.pk)
    assert ended["status"] == "successful"
    assert ended["milliseconds"] >= 0
    assert current() == Doing()  # nothing is carried over to what comes next


def test_a_task_that_asks_for_another_hands_the_identifier_on(log: Log) -> None:
    with during(Doing("first", task="a", task_id="1")):
        make_batch.enqueue(0)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [0], "kwargs": {}, REQUEST: "first"}


def test_a_task_that_fails_is_told_with_the_kind_of_its_fault(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_values: object, **_options: object) -> None:
        raise ValueError("Aigul typed this")

    monkeypatch.setattr("reports.files.tasks.Batch.objects.select_related", fail)
    with during(Doing("quoted-by-a-person")):
        make_batch.enqueue(0)
    work()
    (told,) = [line for line in log.lines if line.get("exception")]
    assert told["request_id"] == "quoted-by-a-person"
    assert told["exception"][0]["kind"] == "ValueError"
    assert log.of("metep.tasks")[-1]["status"] == "failed"
    assert "Aigul" not in log.text


def test_asking_for_a_task_costs_one_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        make_batch.enqueue(0)


def test_a_worker_claims_its_jobs_by_a_name_that_shows_its_process(settings: object) -> None:
    make_batch.enqueue(0)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    (worker,) = DBTaskResult.objects.get().worker_ids
    assert worker.startswith(f"{settings.PROCESS.identifier}-")  # type: ignore[attr-defined]
