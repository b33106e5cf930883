"""Metrics: who may read them, and that they say what happened."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from metep.observing import metrics, state
from surveys.models import CountChange, Round
from tests.surveys.respondents import Respondent

TOKEN = "a token that is used in tests only"
Values = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def scraper(db: None, settings: Any) -> Client:
    """Prometheus, which knows the token and no name of the site."""
    settings.METRICS_TOKEN = TOKEN
    settings.ALLOWED_HOSTS = ["metep.example.org"]
    return Client(headers={"authorization": f"Bearer {TOKEN}", "host": "10.0.0.7:8000"})


def read(scraper: Client) -> Values:
    answer = scraper.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.content.decode())
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def value(found: Values, name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0)


@pytest.mark.parametrize(
    ("token", "given"),
    [
        ("", None),
        ("", "Bearer "),
        (TOKEN, None),
        (TOKEN, "Bearer "),
        (TOKEN, f"Bearer {TOKEN}!"),
        (TOKEN, "Basic YTph"),
    ],
)
def test_metrics_are_not_found_without_the_token(
    db: None, client: Client, settings: Any, token: str, given: str | None
) -> None:
    settings.METRICS_TOKEN = token
    headers = {"authorization": given} if given is not None else {}
    assert client.get("/metrics", headers=headers).status_code == 404
    assert client.get("/nothing-here", headers=headers).status_code == 404


def test_requests_are_counted_by_page_and_status(survey_round: Round, scraper: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    before = read(scraper)
    Client().get("/kk/rounds/r1/")
    Client().get("/kk/answer/forged/")
    after = read(scraper)

    def more(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert more("metep_http_requests_total", route="round-start", method="GET", status="200") == 1
    assert more("metep_http_requests_total", route="answer-link", method="GET", status="404") == 1
    assert more("metep_http_request_duration_seconds_count", route="round-start") == 1
    assert not any("forged" in str(key) for key in after)


def test_an_invented_method_gets_no_label_of_its_own(survey_round: Round, scraper: Client) -> None:
    Client().generic("BREW", "/kk/")
    assert not any("BREW" in str(key) for key in read(scraper))


def test_saves_are_counted(survey_round: Round, scraper: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    before = value(read(scraper), "survey_saves_total", outcome="saved")
    respondent = Respondent.begin()
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    assert value(read(scraper), "survey_saves_total", outcome="saved") > before


@pytest.mark.django_db(transaction=True)
def test_submissions_are_counted_once_they_are_kept(survey_round: Round, response: Any) -> None:
    from surveys.counters import SUBMISSIONS
    from surveys.lifecycle import submit

    before = SUBMISSIONS._value.get()
    submit(response)
    assert SUBMISSIONS._value.get() == before + 1


def test_the_lag_of_tallies_is_told(survey_round: Round, scraper: Client) -> None:
    change = CountChange(
        round=survey_round, group=0, participants=1, sign=1, data=b"", sections=[], submitted_at=timezone.now()
    )
    change.queued_at = timezone.now() - timedelta(hours=2)
    change.save()
    found = read(scraper)
    assert value(found, "metep_fold_waiting", round="r1") == 1
    assert value(found, "metep_fold_lag_seconds", round="r1") == pytest.approx(7200, abs=60)


def test_a_process_of_the_former_version_need_not_know_since_when_a_change_waits(survey_round: Round) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO surveys_countchange (round_id, "group", participants, sign, data, sections, submitted_at,'
            " language, mode, respondent_type) VALUES (%s, 0, 1, 1, '', '{}', now(), '', '', '')",
            [survey_round.pk],
        )
    (queue,) = state.queues()
    assert (queue.waiting, queue.oldest < timedelta(minutes=1)) == (1, True)


@pytest.mark.parametrize(
    ("status", "after", "told"),
    [
        ("READY", timedelta(hours=-1), "waiting"),
        ("READY", timedelta(hours=1), "planned"),
        ("READY", None, "waiting"),
        ("RUNNING", None, "running"),
        ("FAILED", None, "failed"),
    ],
)
def test_jobs_are_told_by_state_and_age(scraper: Client, status: str, after: timedelta | None, told: str) -> None:
    now = timezone.now()
    DBTaskResult.objects.create(
        status=status,
        task_path="fieldwork.people.tasks.deliver",
        args_kwargs={"args": [], "kwargs": {}},
        run_after=now + after if after else None,
        started_at=now,
        finished_at=now if status == "FAILED" else None,
        backend_name="default",
        exception_class_path="",
        traceback="",
    )
    found = read(scraper)
    labels = {"state": told, "task": "fieldwork.people.deliver"}
    assert value(found, "metep_jobs", **labels) == 1
    assert value(found, "metep_job_age_seconds", **labels) == pytest.approx(0, abs=60)  # since it was enqueued


def test_metrics_go_on_without_a_database(scraper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def fail() -> None:
        raise OperationalError

    monkeypatch.setattr(state, "jobs", fail)
    found = read(scraper)
    assert value(found, "metep_database_up") == 0
    assert not any(name == "metep_jobs" for name, _labels in found)
    assert any(name == "metep_info" for name, _labels in found)


def test_what_is_asked_of_the_database_does_not_grow(survey_round: Round, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(6):
        list(metrics._State().collect())


def test_processes_of_one_machine_count_together(tmp_path: Any) -> None:
    """As under gunicorn: two processes count, a third one is asked."""
    count = "from metep.observing import metrics; metrics.note_request('home', 'GET', 200, 0.1)"
    tell = "from metep.observing import metrics; from prometheus_client import generate_latest as g;"
    environment = {
        **os.environ,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "metep.settings",
        "DATABASE_URL": "postgresql://localhost/unused",
        "SECRET_KEY": "for-tests-only",
    }

    def run(code: str) -> str:
        command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
        done = subprocess.run(
            command, cwd=configured.BASE_DIR, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    run(count)
    run(count)
    told = run(f"{tell} print(g(metrics._processes()).decode())")
    assert 'metep_http_requests_total{method="GET",route="home",status="200"} 2.0' in told
