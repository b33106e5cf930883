"""The page of the site's state: what it says, and to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from metep.models import User
from metep.observing import health
from metep.observing.health import GIGABYTE, Health
from metep.observing.overview import Site
from metep.observing.processes import OTHER, WEB, WORKER, Process
from metep.observing.state import Connection, Jobs, Queue, RunningJob, Server, TroubledMailing
from surveys.models import Round
from tests.browsers import browser_of

NOW = timezone.now()
WAITING = Jobs("waiting", "a.b", 3, timedelta(seconds=10))
FAILED = Jobs("failed", "a.b", 1, timedelta(hours=1))
LOST = RunningJob("a.b", "node-1-12-abc", NOW)
SERVER = Server("16.4 (Debian)", 100, 5 * GIGABYTE)
IDLE = Connection(Process(WEB), "idle", timedelta())
HELD = Connection(Process(WEB), "idle in transaction", timedelta(minutes=10))


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (lambda: health.judge_workers([Process(WORKER)]), Health.GOOD),
        (lambda: health.judge_workers([]), Health.BAD),
        (lambda: health.judge_jobs([WAITING], []), Health.GOOD),
        (lambda: health.judge_jobs([WAITING, FAILED], []), Health.WATCH),
        (lambda: health.judge_jobs([replace(WAITING, oldest=timedelta(minutes=6))], []), Health.WATCH),
        (lambda: health.judge_jobs([replace(WAITING, oldest=timedelta(hours=1)), FAILED], []), Health.BAD),
        (lambda: health.judge_jobs([], [LOST]), Health.BAD),
        (lambda: health.judge_mail({"sent": 12000}, []), Health.GOOD),
        (lambda: health.judge_mail({}, [TroubledMailing("r1", 1, "A reminder")]), Health.WATCH),
        (lambda: health.judge_batches({"waiting": 3}), Health.GOOD),
        (lambda: health.judge_batches({"failed": 1}), Health.WATCH),
        (lambda: health.judge_fold([]), Health.GOOD),
        (lambda: health.judge_fold([Queue("r1", 400_000, timedelta(days=2))]), Health.GOOD),
        (lambda: health.judge_fold([Queue("r1", 600_000, timedelta())]), Health.WATCH),
        (lambda: health.judge_database([IDLE], SERVER), Health.GOOD),
        (lambda: health.judge_database([HELD], SERVER), Health.WATCH),
        (lambda: health.judge_database([IDLE] * 80, SERVER), Health.WATCH),
        (lambda: health.judge_database([IDLE] * 95, SERVER), Health.BAD),
        (lambda: health.judge_disk(50 * GIGABYTE, 100 * GIGABYTE), Health.GOOD),
        (lambda: health.judge_disk(9 * GIGABYTE, 100 * GIGABYTE), Health.WATCH),
        (lambda: health.judge_disk(4 * GIGABYTE, 100 * GIGABYTE), Health.BAD),
        (lambda: health.judge_disk(GIGABYTE // 2, 4 * GIGABYTE), Health.BAD),
        (lambda: health.judge_versions([], [Process(WEB, version="1"), Process(OTHER)]), Health.GOOD),
        (lambda: health.judge_versions([], [Process(WEB, version="1"), Process(WEB, version="2")]), Health.WATCH),
        (lambda: health.judge_versions(["surveys.0012"], []), Health.BAD),
        (lambda: health.judge_static(True), Health.GOOD),
        (lambda: health.judge_static(False), Health.BAD),
    ],
)
def test_verdicts_say_what_to_do_where_something_is_wrong(verdict: Any, expected: Health) -> None:
    found = verdict()
    assert found.health is expected
    assert found.seen
    assert bool(found.advice) is (expected is not Health.GOOD)


def test_a_site_stands_as_its_worst_part() -> None:
    verdicts = [health.judge_static(True), health.judge_workers([]), health.judge_batches({"failed": 1})]
    assert health.worst(verdicts) is Health.BAD
    assert health.worst([]) is Health.GOOD


@pytest.fixture
def administrator(db: None) -> Client:
    return browser_of(User.objects.create_superuser("root@example.org"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ("Сайттың күйі", "Шұғыл шара қажет", "Өңдеушіні іске қосыңыз")),
        ("ru", ("Состояние сайта", "Нужны срочные меры", "Запустите обработчик")),
        ("en", ("State of the site", "Act now", "Start a worker")),
    ],
)
def test_the_page_says_what_is_wrong_and_what_to_do(
    administrator: Client, language: str, words: tuple[str, ...]
) -> None:
    answer = administrator.get(f"/{language}/admin/state/")
    page = answer.content.decode()
    assert [word for word in words if word not in page] == []
    assert f'href="/{language}/admin/state/"' in administrator.get(f"/{language}/admin/").content.decode()


def job(status: str, worker: str = "") -> DBTaskResult:
    made = DBTaskResult.objects.create(
        status=status,
        task_path="reports.files.tasks.make_batch",
        args_kwargs={"args": [], "kwargs": {}},
        started_at=timezone.now(),
        finished_at=timezone.now() if status == "FAILED" else None,
        worker_ids=[worker] if worker else [],
        backend_name="default",
        exception_class_path="builtins.ValueError",
        traceback="ValueError: Aigul typed this",
    )
    assert made.pk
    return made


def test_failures_are_told_by_kind_and_number_alone(administrator: Client) -> None:
    failed = job("FAILED")
    page = administrator.get("/en/admin/state/").content.decode()
    assert str(failed.pk) in page
    assert "builtins.ValueError" in page
    assert "Aigul" not in page


def test_a_job_whose_worker_is_gone_is_told(administrator: Client) -> None:
    job("RUNNING", "node-1-4711-abcdefgh")
    page = administrator.get("/en/admin/state/").content.decode()
    assert "A worker ended in the middle of a job" in page


def test_the_page_keeps_its_budget_however_much_there_is(administrator: Client, survey_round: Round) -> None:
    administrator.get("/kk/admin/state/")
    with CaptureQueriesContext(connection) as few:
        administrator.get("/kk/admin/state/")
    for _number in range(20):
        job("FAILED")
    with CaptureQueriesContext(connection) as many:
        administrator.get("/kk/admin/state/")
    assert len(few) == len(many) <= 20


def test_programs_that_watch_read_it_by_the_exit_status(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("site_state", language="ru")
    assert ended.value.code == 2  # no worker runs
    told = capsys.readouterr().out
    assert "Нужны срочные меры: Обработчики. Подключено обработчиков: 0" in told
    assert "    Запустите обработчик" in told
    assert "В порядке: Версии и миграции. Все миграции применены" in told


def test_where_all_is_in_order_it_ends_well(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> Site:
        return Site([health.judge_static(True)], [], [], [], [], [], [])

    monkeypatch.setattr("metep.management.commands.site_state.read_site", read)
    call_command("site_state")
    assert capsys.readouterr().out == "In order: Styles and scripts. They are collected.\n"
