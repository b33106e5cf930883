"""The database stops, or ends connections, while people save: a clear page, then everything goes on by itself."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from reports.files.tasks import make_batch
from surveys.models import Round
from tests.faults.cluster import Cluster
from tests.faults.people import Person, busy, typed_in
from tests.faults.site import Web, kill, manage, require_all_kept, require_counted_once, serving
from tests.faults.test_web_killed import PEOPLE, Crowd
from tests.metep.observing.nodes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def copied(survey_round: Round, cluster: Cluster) -> Round:
    """The round, in a PostgreSQL that may be broken too."""
    cluster.copy_database()
    return survey_round


@pytest.fixture
def web(copied: Round, cluster: Cluster, tmp_path: Path) -> Iterator[Web]:
    with serving(tmp_path, DATABASE_URL=cluster.url) as started:
        yield started


def status_of(web: Web, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{web.port}/{path}", timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_database_that_stops_at_once_costs_no_answer_and_comes_back_without_a_restart(
    copied: Round, cluster: Cluster, web: Web
) -> None:
    crowd = Crowd(web)
    first = Person(web.port, "kk").begin()
    first.save("F1.1/", {"F1.1.share": "11"})
    started = web.workers()
    with busy(PEOPLE, crowd.answer) as turns:
        time.sleep(1)
        cluster.stop_at_once()
        try:
            page = first.get("F1.1/")
            assert (page.status, page.headers["Retry-After"]) == (503, "10")
            assert "Дерекқор қазір жауап бермей тұр." in page.body
            assert '<html lang="kk"' in page.body
            posted = first.post("F1.1/", {"F1.1.share": "77", "go": "list"})
            assert (posted.status, posted.headers["Retry-After"]) == (503, "10")
            assert typed_in(posted.body, "F1.1.share") == "77"
            assert (status_of(web, "healthz"), status_of(web, "readyz"), status_of(web, "ru/")) == (200, 503, 503)
        finally:
            cluster.start()
        before = turns()
        wait_until(lambda: turns() >= before + PEOPLE, "people who go on")
    assert first.post("F1.1/", {"F1.1.share": "77", "go": "list"}).status == 302
    first.saved["F1.1.share"] = "77"
    assert status_of(web, "readyz") == 200
    assert web.workers() == started, "a web process had to be restarted"
    assert any(answer.status == 503 for person in crowd.people for answer in person.told)
    with cluster.looked_into():
        require_all_kept([first, *crowd.begun])
        require_counted_once(copied, sum(person.is_submitted for person in crowd.people))


def test_connections_that_are_ended_again_and_again_cost_no_answer(copied: Round, cluster: Cluster, web: Web) -> None:
    crowd = Crowd(web)
    with busy(PEOPLE, crowd.answer) as turns:
        for _time in range(15):
            time.sleep(0.15)
            cluster.end_connections()
        before = turns()
        wait_until(lambda: turns() >= before + PEOPLE, "people who go on")
    assert {answer.status for person in crowd.people for answer in person.told} <= {503}
    assert all("Retry-After" in answer.headers for person in crowd.people for answer in person.told)
    assert not any(person.lost for person in crowd.people), "a web process died"
    with cluster.looked_into():
        require_all_kept(crowd.begun)
        require_counted_once(copied, sum(person.is_submitted for person in crowd.people))


def test_a_worker_goes_on_when_the_database_comes_back(copied: Round, cluster: Cluster, tmp_path: Path) -> None:
    worker = manage(tmp_path, "db_worker", "--interval", "0.2", DATABASE_URL=cluster.url)
    try:
        with cluster.looked_into():
            wait_until(lambda: _workers(cluster) == 1, "the worker")
        cluster.stop_at_once()
        time.sleep(0.5)
        cluster.start()
        with cluster.looked_into():
            make_batch.enqueue(0)  # of no batch: nothing to do
            wait_until(lambda: DBTaskResult.objects.successful().count() == 1, "the job")
        assert worker.poll() is None
    finally:
        kill(worker)


def _workers(cluster: Cluster) -> int:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'metep:worker:%'"
    return int(cluster.ask(asked)[0][0])
