"""Two web servers and two workers on one PostgreSQL, behind a balancer that remembers nobody (docs/deployment.md)."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from bench.clients import Browser
from bench.forms import forms_of
from bench.walk import answer_everything
from metep.models import User
from metep.observing import state
from reports.files.tasks import make_batch
from scoring.folding import fold
from scoring.models import Tally
from scoring.recounting import recount
from surveys.models import Institution, Response, ResponseState, Round, RoundState
from surveys.publishing import load
from tests.browsers import browser_of
from tests.contents import metep
from tests.metep.observing.nodes import RoundRobin, running, wait_until, web_node

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "a token that is used in tests only"
JOBS = 24


class OneRequestBrowser(Browser):
    """Comes anew with each request, so that the balancer sends each to the next server."""

    def ask(self, method: str, path: str, form: str = "") -> Any:
        """One request on a connection of its own."""
        self._connection.close()
        return super().ask(method, path, form)


@pytest.fixture
def real_round(transactional_db: None) -> Round:
    version = load(metep())[0]
    made = Round.objects.create(
        code="kz-nodes",
        country="KZ",
        title_kk="Сынақ",
        title_ru="Проба",
        title_en="A test",
        version=version,
        method="metep-2014/1",
        languages=["kk", "ru", "en"],
        sections=[section.code for section in version.sections.all()],
        state=RoundState.OPEN,
        has_open_link=True,
        is_synthetic=True,
    )
    made.institutions.add(Institution.objects.create(code="S1", country="KZ", name_kk="М", name_ru="У", name_en="I"))
    return made


@pytest.fixture
def nodes(real_round: Round, tmp_path: Path) -> Iterator[tuple[RoundRobin, Path]]:
    """The balancer, and the folder with a log for each process."""
    with ExitStack() as stack:
        ports = [
            stack.enter_context(web_node(tmp_path / f"web-{n}.log", tmp_path / "var", METRICS_TOKEN=TOKEN))
            for n in (1, 2)
        ]
        for n in (1, 2):
            command = ["manage.py", "db_worker", "--interval", "0.2"]
            stack.enter_context(running(command, tmp_path / f"worker-{n}.log", tmp_path / "var"))
        balancer = RoundRobin(ports)
        stack.callback(balancer.close)
        yield balancer, tmp_path


def has_two_workers() -> bool:
    return len({one.process for one in state.connections() if one.process.is_worker}) == 2


def read_metrics(port: int) -> str:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return answer.read().decode()


def lines_of(folder: Path, kind: str) -> list[dict[str, Any]]:
    """Every line of the logs of one kind of process: all are JSON."""
    texts = [path.read_text() for path in sorted(folder.glob(f"{kind}-*.log"))]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def test_a_whole_response_is_answered_across_two_servers(real_round: Round, nodes: tuple[RoundRobin, Path]) -> None:
    balancer, folder = nodes
    browser = OneRequestBrowser(balancer.port, seen=[])
    answer_everything(browser, real_round.code, forms_of(real_round, seed=1))
    response = Response.objects.get()
    assert response.state == ResponseState.SUBMITTED
    assert len(response.answers) > 100
    assert len(balancer.given) == 2
    assert min(balancer.given.values()) >= len(browser.seen or ()) // 2 - 2  # each had its half

    fold(real_round)
    kept = {tally.institution_id: bytes(tally.answers) for tally in Tally.objects.filter(round=real_round)}
    recount(real_round)
    assert kept == {tally.institution_id: bytes(tally.answers) for tally in Tally.objects.filter(round=real_round)}

    told = [line for line in lines_of(folder, "web") if line["logger"] == "metep.requests"]
    assert len(told) >= len(browser.seen or ())
    everything = "".join(path.read_text() for path in folder.glob("*.log"))
    assert str(response.pk) not in everything
    assert "respondent@example.org" not in everything
    assert "/kk/" not in everything
    assert {line["request_id"] for line in told if line["route"] == "response-check"}


def test_each_job_is_done_once_and_both_workers_are_seen(real_round: Round, nodes: tuple[RoundRobin, Path]) -> None:
    balancer, folder = nodes
    wait_until(has_two_workers, "two workers")
    for _number in range(JOBS):
        make_batch.enqueue(0)  # of no batch: nothing to do
    finished = DBTaskResult.objects.finished()
    wait_until(lambda: finished.count() == JOBS, "the jobs")
    assert all(len(job.worker_ids) == 1 for job in finished)
    done_by = {job.worker_ids[0].rpartition("-")[0] for job in finished}
    seen = {one.process.identifier for one in state.connections() if one.process.is_worker}
    assert done_by <= seen
    begun = [line["task_id"] for line in lines_of(folder, "worker") if line["message"] == "task begun"]
    assert sorted(begun) == sorted(str(job.pk) for job in finished)

    page = browser_of(User.objects.create_superuser("root@example.org")).get("/en/admin/state/").content.decode()
    assert "Workers connected: 2" in page

    for _server in (1, 2):
        told = read_metrics(balancer.port)
        assert "metep_workers 2.0" in told
        assert 'metep_database_connections{kind="web"' in told
