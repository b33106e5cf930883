"""A million responses: what grows with their number, and that memory does not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from shutil import rmtree

from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.commands import Ran, run
from bench.dashboard import analyst
from bench.forgetting import forget_all
from bench.importing import write_rows
from bench.in_process import InProcess
from bench.results import Measurement, alternate, seconds_of
from bench.stage import Stage
from reports.workbench.pages import PAGES
from surveys.models import Assignment, Role, Round

MOST_MEMORY = 1.2  # times that of a round a tenth as large
MOST_TIME = 1.3
_PAGES = (
    *("dashboard-unit", "dashboard-items", "dashboard-context", "dashboard-progress"),
    *("work-round", "work-institutions", "work-review", "work-facts-suggestions"),
)


def measure(stage: Stage, responses: int, repeats: int) -> Measurement:
    """`responses`: of the large round; the other has a tenth of them."""
    found = Measurement(f"scale: {responses:,} responses against {responses // 10:,}")
    rounds = [stage.round_of(0, "tenth"), stage.round_of(0, "whole")]
    numbers = [responses // 10, responses]
    _both(found, "import", numbers, lambda place: _import(stage, rounds[place], numbers[place]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_database_size(current_database())")
        found.add("the database on the disk", cursor.fetchone()[0] / 2**30, "GB")
    _both(found, "recount", numbers, lambda place: run("recount", rounds[place].code))
    _both(found, "export of responses", numbers, lambda place: _export(stage, rounds[place], numbers[place]))
    _both(found, "scores", None, lambda place: run("score", rounds[place].code))
    report = str(stage.folder / "report.pdf")
    _both(found, "report", None, lambda place: run("report", rounds[place].code, "--language", "kk", "--out", report))
    _pages(found, rounds, repeats)
    archive = stage.folder / "whole.zip"
    for name, words in (("export of the round", ("export_round", rounds[1].code)), ("backup", ("backup",))):
        _tell(found, f"{name}, {responses:,}", run(*words, str(archive)), responses)
        found.add(f"{name}: size", archive.stat().st_size / 2**20, "MB")
        archive.unlink()
    found.notes.append("A command that does nothing holds the memory of the program: some 170 MB.")
    return found


def _import(stage: Stage, survey_round: Round, rows: int) -> Ran:
    file, before = stage.folder / "responses.csv", survey_round.responses.count()
    write_rows(file, survey_round, rows)
    ran = run("import_responses", survey_round.code, str(file))
    file.unlink()
    assert survey_round.responses.count() - before == rows, ran.told
    return ran


def _export(stage: Stage, survey_round: Round, rows: int) -> Ran:
    folder = stage.folder / "exported"
    ran = run("export_responses", survey_round.code, str(folder))
    with (folder / "responses.csv").open("rb") as stream:
        assert sum(1 for _line in stream) > rows, ran.told
    rmtree(folder)
    return ran


def _both(found: Measurement, name: str, numbers: Sequence[int] | None, work: Callable[[int], Ran]) -> None:
    """Of both rounds. `numbers`: of responses, where the time is to be judged by them; None: it must not grow."""
    few, many = work(0), work(1)
    _tell(found, f"{name}, a tenth", few, numbers[0] if numbers else None)
    _tell(found, f"{name}, all", many, numbers[1] if numbers else None)
    found.add(f"{name}: memory, all by a tenth", many.memory / few.memory, at_most=MOST_MEMORY)
    if numbers is None:
        grown = (many.processor + many.database) / (few.processor + few.database)
        found.add(f"{name}: processor time, PostgreSQL's too, all by a tenth", grown, at_most=MOST_TIME)


def _tell(found: Measurement, name: str, ran: Ran, number: int | None) -> None:
    """At once, too: an hour is long, and what is known then survives an end before the end."""
    processors = f"{ran.processor:.0f} s and {ran.database:.0f} s of PostgreSQL"
    sys.stderr.write(f"{name}: {ran.seconds:.0f} s, processor {processors}, {ran.memory:.0f} MB\n")
    found.add(f"{name}: time", ran.seconds, "s")
    found.add(f"{name}: of that, processor time of the command", ran.processor, "s")
    found.add(f"{name}: processor time of PostgreSQL", ran.database, "s")
    found.add(f"{name}: most memory", ran.memory, "MB")
    if number:
        found.add(f"{name}: responses", number / ran.seconds, "a second")


def _pages(found: Measurement, rounds: Sequence[Round], repeats: int) -> None:
    """Every page of analysts, and those of staff with numbers, in a process that has shown it before.

    Pages of the workbench also as the first reader after new answers waits for them.
    """
    visitor = InProcess(_staff(rounds))
    names = [(route, "", []) for route in _PAGES]
    names += [(f"analysis: {page.code}", "analysis-page", [page.code]) for page in PAGES]
    for name, route, rest in names:
        addresses = [reverse(route or name, args=[one.code, *rest]) for one in rounds]
        for address in addresses:
            _show(visitor, address)
        visitor.queries.clear()
        few, many = alternate(repeats, *(_timed(visitor, address) for address in addresses))
        _add_times(found, name, few, many, visitor.most[1])
    for page in PAGES:
        for words, query in (("", ""), (", chosen responses", "?kind=akimat&language=kk")):
            addresses = [reverse("analysis-page", args=[one.code, page.code]) + query for one in rounds]
            visitor.queries.clear()
            few, many = alternate(repeats, *(_timed(visitor, address, forget_all) for address in addresses))
            _add_times(found, f"analysis: {page.code}{words}, first reader", few, many, visitor.most[1])


def _add_times(found: Measurement, name: str, few: float, many: float, queries: int) -> None:
    found.add(f"{name}: queries", queries)
    found.add(f"{name}: time with all", many * 1000, "ms")
    found.add(f"{name}: time, all by a tenth", many / few, at_most=MOST_TIME)


def _staff(rounds: Sequence[Round]) -> Client:
    """The browser of an analyst who reviews, and coordinates every institution, too."""
    client = analyst()
    Assignment.objects.create(user_id=client.session[SESSION_KEY], role=Role.REVIEWER)
    for survey_round in rounds:
        for body in survey_round.institutions.all():
            Assignment.objects.create(
                user_id=client.session[SESSION_KEY], role=Role.COORDINATOR, round=survey_round, institution=body
            )
    return client


def _timed(visitor: InProcess, address: str, before: Callable[[], None] = lambda: None) -> Callable[[], float]:
    def work() -> float:
        before()
        return seconds_of(lambda: _show(visitor, address))

    return work


def _show(visitor: InProcess, address: str) -> None:
    page = visitor.get(address)
    assert page.status == 200, f"{address} answered {page.status}"
