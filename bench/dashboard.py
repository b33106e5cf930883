"""Pages of analysts: statements, and whether their time stays the same when a hundred times as many have answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.contrib.auth import get_user_model
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from bench.in_process import InProcess
from bench.results import Measurement, alternate, seconds_of
from bench.stage import Stage
from reports import results
from scoring.folding import fold
from surveys.models import Assignment, Role, Round

PROMISED = "nation, scores"  # the page whose time must not grow
_PAGES = {"dashboard-unit": "scores", "dashboard-items": "items", "dashboard-progress": "progress"}


def measure(stage: Stage, few: int, many: int, repeats: int) -> Measurement:
    """Every page in a process that has shown it before, with `few` responses and with `many`, in turns."""
    found = Measurement(f"dashboard: {few:,} responses against {many:,}")
    rounds = [stage.round_of(few), stage.round_of(many)]
    for survey_round in rounds:
        fold(survey_round)
    visitor = InProcess(analyst())
    units = {"nation": "", "institution": f"?unit=institution:{rounds[0].institutions.order_by('code')[0].code}"}
    for unit, query in units.items():
        for route, name in _PAGES.items():
            if unit == "nation" or route != "dashboard-progress":
                _compare(
                    found, visitor, f"{unit}, {name}", [f"{_address(route, one)}{query}" for one in rounds], repeats
                )
    _calculate(found, visitor, [_address("dashboard-unit", one) for one in rounds], repeats)
    return found


def _compare(found: Measurement, visitor: InProcess, name: str, addresses: list[str], repeats: int) -> None:
    for address in addresses:
        _show(visitor, address)
    visitor.queries.clear()
    small, large = alternate(repeats, *(_timed(visitor, address) for address in addresses))
    found.add(f"{name}: queries", visitor.most[1], at_most=15)
    found.add(f"{name}: time with few", small * 1000, "ms")
    found.add(f"{name}: time with many", large * 1000, "ms")
    found.add(f"{name}: many by few", large / small, at_most=1.3 if name == PROMISED else None)


def _calculate(found: Measurement, visitor: InProcess, addresses: list[str], repeats: int) -> None:
    """The same page in a process that has to compute the scores first: after each change of the answers."""

    def timed(address: str) -> Callable[[], float]:
        def work() -> None:
            results._scores.clear()
            _show(visitor, address)

        return lambda: seconds_of(work)

    small, large = alternate(repeats, *map(timed, addresses))
    found.add("nation, scores computed anew: time with few", small * 1000, "ms")
    found.add("nation, scores computed anew: time with many", large * 1000, "ms")
    found.add("nation, scores computed anew: many by few", large / small)


def _timed(visitor: InProcess, address: str) -> Callable[[], float]:
    return lambda: seconds_of(lambda: _show(visitor, address))


def _show(visitor: InProcess, address: str) -> None:
    page = visitor.get(address)
    assert page.status == 200, f"{address} answered {page.status}"


def _address(route: str, survey_round: Round) -> str:
    return reverse(route, args=[survey_round.code])


@cache
def analyst() -> Client:
    """A browser in which an analyst of all rounds has signed in."""
    setup_test_environment()
    user, _made = get_user_model().objects.get_or_create(email="measuring@example.org")
    Assignment.objects.get_or_create(user=user, role=Role.ANALYST)  # of all rounds
    client = Client()
    client.force_login(user)
    return client
