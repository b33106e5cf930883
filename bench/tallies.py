"""Folding coded answers into tallies, and counting everything anew from the stored documents."""

from __future__ import annotations

import os
from statistics import median
from time import perf_counter, process_time

from bench.results import Measurement, seconds_of
from bench.servers import database_cpu
from bench.stage import Stage
from scoring.folding import fold, queue_all
from scoring.recounting import recount
from surveys.models import Round


def measure(stage: Stage, responses: int, repeats: int) -> Measurement:
    """`responses`: in the round that is counted."""
    survey_round = stage.round_of(responses)
    found = Measurement(f"tallies: {responses:,} responses")
    _fold(survey_round)
    seconds, site, database = (
        median(column) for column in zip(*(_fold(survey_round) for _ in range(repeats)), strict=True)
    )
    found.add("responses folded", responses / seconds, "a second", at_least=100_000)
    found.add("of that, processor time of the site", site * 1000, "ms")
    found.add("of that, processor time of PostgreSQL", database * 1000, "ms")
    before = process_time()
    taken = seconds_of(lambda: _recount(survey_round))
    found.add("responses recounted from their documents", responses / taken, "a second", at_least=10_000)
    found.add("of that, processor time of the site", (process_time() - before) * 1000, "ms")
    found.notes.append(f"Both run in one process and one connection, on one of {os.cpu_count()} cores at a time.")
    return found


def _fold(survey_round: Round) -> tuple[float, float, float]:
    """Fold all responses of a round from nothing: seconds, of which processor time here and in PostgreSQL."""
    queue_all(survey_round)
    database, site, start = database_cpu(), process_time(), perf_counter()
    fold(survey_round)
    return perf_counter() - start, process_time() - site, database_cpu() - database


def _recount(survey_round: Round) -> None:
    found = recount(survey_round)
    assert (found.recoded, found.changed_units) == (0, 0), "the recount found other numbers than the fold"
