"""The workbench: statements and server time of every page, with many responses, in a process that knows the scores."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from urllib.parse import urlencode

from django.urls import reverse

from bench.dashboard import analyst
from bench.forgetting import forget_all, forget_numbers
from bench.in_process import InProcess
from bench.results import Measurement, alternate, seconds_of
from bench.stage import Stage
from reports.charts import canvas
from reports.workbench.pages import PAGES
from scoring.folding import fold
from surveys.models import Round

QUERIES, MILLISECONDS, PROCESSOR = 15, 300, 150


def measure(stage: Stage, few: int, many: int, repeats: int) -> Measurement:
    """Every page: of the nation, of an institution, and of responses chosen by region, language and mode."""
    found = Measurement(f"workbench: {many:,} responses")
    beside, survey_round = stage.round_of(few), stage.round_of(many)
    for one in (beside, survey_round):
        fold(one)
    visitor = InProcess(analyst())
    for page in PAGES:
        for name, query in _queries(survey_round, beside).items():
            address = f"{reverse('analysis-page', args=[survey_round.code, page.code])}?{urlencode(query)}"
            _measure(found, visitor, f"{page.code}, {name}", address, repeats)
    _select(found, visitor, survey_round, repeats)
    found.notes.append(
        "Times are those of a process that has shown the page before. Processor: of this process, so that a disturbed "
        "machine can be told from a slow page. Pictures anew: the first time after a number changed. Cold: scores and "
        "pictures anew, as for the first reader after answers came in; the last line is what the first reader of a "
        "selection waits for."
    )
    return found


def _queries(survey_round: Round, beside: Round) -> dict[str, list[tuple[str, str]]]:
    body = survey_round.institutions.filter(region__isnull=False).select_related("region").order_by("code")[0]
    region = body.region.code if body.region else ""
    return {
        "nation": [("with", beside.code)],
        "institution": [("unit", f"institution:{body.code}"), ("with", beside.code)],
        "filtered": [("region", region), ("language", "kk"), ("language", "ru"), ("mode", "individual")],
    }


def _measure(found: Measurement, visitor: InProcess, name: str, address: str, repeats: int) -> None:
    _show(visitor, address)
    visitor.queries.clear()
    taken, busy = alternate(
        repeats, lambda: seconds_of(lambda: _show(visitor, address)), lambda: _busy(visitor, address)
    )
    queries = visitor.most[1]
    drawn, cold = alternate(
        repeats, lambda: _busy(visitor, address, canvas.forget), lambda: _busy(visitor, address, forget_all)
    )
    found.add(f"{name}: queries", queries, at_most=QUERIES)
    found.add(f"{name}: time", taken * 1000, "ms", at_most=MILLISECONDS)
    found.add(f"{name}: processor", busy * 1000, "ms", at_most=PROCESSOR)
    found.add(f"{name}: processor, pictures anew", drawn * 1000, "ms")
    found.add(f"{name}: processor, cold", cold * 1000, "ms")


def _select(found: Measurement, visitor: InProcess, survey_round: Round, repeats: int) -> None:
    """A selection of institutions and languages together, for the first who asks after answers came in."""
    address = reverse("analysis-page", args=[survey_round.code, PAGES[0].code])
    query = urlencode([("kind", "ministry"), ("language", "kk")])

    def work() -> None:
        forget_numbers()
        _show(visitor, f"{address}?{query}")

    (taken,) = alternate(repeats, lambda: seconds_of(work))
    found.add("a selection, for its first reader: time", taken * 1000, "ms")


def _busy(visitor: InProcess, address: str, before: Callable[[], None] = lambda: None) -> float:
    """Seconds of the processor in this process: what else the machine does does not count, nor does the database."""
    before()
    start = process_time()
    _show(visitor, address)
    return process_time() - start


def _show(visitor: InProcess, address: str) -> None:
    page = visitor.get(address)
    assert page.status == 200, f"{address} answered {page.status}"
