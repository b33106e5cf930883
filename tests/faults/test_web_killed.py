"""A web server that dies while people save: every answer that was acknowledged is there, none twice."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveys.models import Round
from tests.faults.people import Person, busy
from tests.faults.site import TIMES, Web, require_all_kept, require_counted_once, serving

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 4


@pytest.fixture(scope="module")
def replaced(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A web server whose processes are replaced at once when they die, so that many moments are tried."""
    with serving(tmp_path_factory.mktemp("web")) as started:
        yield started


@pytest.fixture
def web(replaced: Web, survey_round: Round) -> Web:
    return replaced


class Crowd:
    """People who answer one after another in so many places: some saves, two entries, then the button."""

    def __init__(self, web: Web) -> None:
        self.people: list[Person] = []
        self._port = web.port

    def answer(self, place: int, turn: int) -> None:
        """One whole response."""
        person = Person(self._port)
        self.people.append(person)
        person.begin()
        for number in (turn % 100, (turn + 50) % 100):
            person.save("F1.1/", {"F1.1.share": str(number), "F1.1.a": "yes"})
            person.add(f"{place}-{turn}-{number}")
        person.save("F1.1/", {"F1.1.a": "no"})
        person.submit()

    @property
    def begun(self) -> list[Person]:
        return [person for person in self.people if person.base]


def test_processes_killed_at_random_moments_lose_no_answer_and_store_none_twice(web: Web, survey_round: Round) -> None:
    chance = random.Random(7)
    crowd = Crowd(web)
    with busy(PEOPLE, crowd.answer) as turns:
        for _kill in range(40 * TIMES):
            time.sleep(chance.uniform(0.02, 0.25))
            web.kill_one(chance)
    assert turns() >= PEOPLE
    assert sum(person.lost for person in crowd.people) > 0, "nobody noticed: the test tried nothing"
    assert {answer.status for person in crowd.people for answer in person.told} <= {200, 503}
    require_all_kept(crowd.begun)
    require_counted_once(survey_round, sum(person.is_submitted for person in crowd.people))


def test_a_server_killed_as_a_whole_goes_on_where_it_was(web: Web, survey_round: Round) -> None:
    chance = random.Random(8)
    crowd = Crowd(web)
    with busy(PEOPLE, crowd.answer):
        for _kill in range(2 * TIMES):
            time.sleep(chance.uniform(0.5, 1.0))
            web.kill_all()
            web.start()
    assert sum(person.lost for person in crowd.people) > 0
    require_all_kept(crowd.begun)
    require_counted_once(survey_round, sum(person.is_submitted for person in crowd.people))


def test_processes_are_replaced_under_load_without_one_failed_request(survey_round: Round, tmp_path: Path) -> None:
    with serving(tmp_path, is_preloaded=False) as web:  # which would keep the former code
        former = {worker.pid for worker in web.workers()}
        crowd = Crowd(web)
        with busy(PEOPLE, crowd.answer) as turns:
            time.sleep(0.5)
            web.reload()
            end = time.monotonic() + 40
            while former & {worker.pid for worker in web.workers()} and time.monotonic() < end:
                time.sleep(0.1)
            assert not former & {worker.pid for worker in web.workers()}
            before = turns()
            while turns() < before + 2 * PEOPLE and time.monotonic() < end:
                time.sleep(0.05)
    assert [(person.lost, person.told) for person in crowd.people if person.lost or person.told] == []
    require_all_kept(crowd.begun)
    require_counted_once(survey_round, len(crowd.people))
