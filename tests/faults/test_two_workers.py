"""Two at once where one is meant, and one that dies in the middle: everything is done, and once.

A worker killed in a batch: tests/reports/files/test_killed_worker.py; while sending: tests/fieldwork/people/.
"""

from __future__ import annotations

import random
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings as configured
from django.db import connection

from metep.models import User
from reports.files import keeping, tasks
from reports.files.kinds import Kind
from reports.models import BatchState
from reports.results import results_of
from scoring.folding import TALLY_LOCK, fold
from scoring.models import Tally
from scoring.recounting import recount
from surveys.lifecycle import add_submitted
from surveys.models import CountChange, Round
from tests.answering import random_response
from tests.faults.site import kill, manage, require_counted_once
from tests.metep.observing.nodes import test_database as database_of_test
from tests.metep.observing.nodes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

RESPONSES = 300


@pytest.fixture
def waiting_round(survey_round: Round) -> Round:
    """Responses that no tally holds yet."""
    chance = random.Random(3)
    add_submitted([random_response(survey_round, chance) for _response in range(RESPONSES)])
    assert CountChange.objects.count() == RESPONSES
    return survey_round


def test_two_workers_make_each_file_of_a_batch_once(
    waiting_round: Round, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configured, "VAR_DIR", tmp_path / "var")
    units = [one.unit for one in results_of(waiting_round).scores.units]
    analyst = User.objects.create_user("analyst@example.org")
    batch = tasks.order(waiting_round, units, [Kind.BRIEF], ["kk", "ru", "en"], analyst)
    tasks.resume(batch)  # the same job once more, for the other worker
    workers = [manage(tmp_path, "db_worker", "--batch", "--interval", "0.1") for _worker in range(2)]
    try:
        assert [worker.wait(120) for worker in workers] == [0, 0]
    finally:
        for worker in workers:
            kill(worker)
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert set(batch.files.values_list("state", "attempts")) == {(BatchState.DONE, 1)}
    archive = keeping.archive_of(batch)
    assert archive is not None
    with zipfile.ZipFile(archive) as packed:
        assert sorted(packed.namelist()) == sorted(batch.files.values_list("name", flat=True))
        assert packed.testzip() is None
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]
    require_counted_once(waiting_round, RESPONSES)


def test_a_process_killed_while_folding_leaves_the_tallies_as_they_were(waiting_round: Round, tmp_path: Path) -> None:
    add = random_response(waiting_round, random.Random(4))
    fold(waiting_round)  # tallies stand, so that the next fold has to wait for a row of them
    add_submitted([add])
    before = _tallies(waiting_round)
    with psycopg2.connect(database_of_test()) as somebody, somebody.cursor() as cursor:
        cursor.execute("SELECT FROM scoring_tally FOR UPDATE")
        process = manage(tmp_path, "score", waiting_round.code)
        wait_until(_is_folding, "the fold")
        kill(process)
        somebody.rollback()
    wait_until(lambda: not _is_folding(), "the end of its connection")
    assert _tallies(waiting_round) == before
    assert CountChange.objects.count() == 1
    require_counted_once(waiting_round, RESPONSES + 1)


def test_folds_recounts_and_answers_at_once_count_everything_once(waiting_round: Round) -> None:
    chance = random.Random(5)
    later = [random_response(waiting_round, chance) for _response in range(60)]

    def work(place: int) -> None:
        try:
            for number in range(3):
                add_submitted(later[place * 15 + number * 5 : place * 15 + number * 5 + 5])
                recount(waiting_round) if place == 0 else fold(waiting_round)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    require_counted_once(waiting_round, RESPONSES + 60)


def _tallies(survey_round: Round) -> list[tuple[int | None, bytes]]:
    kept = Tally.objects.filter(round=survey_round).order_by("institution").values_list("institution", "answers")
    return [(unit, bytes(answers)) for unit, answers in kept]


def _is_folding() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [TALLY_LOCK])
        return bool(cursor.fetchone()[0])
