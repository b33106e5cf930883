"""Reports of institutions made by the worker in one batch, against the same reports made one at a time.

Compared is the time of the processor; the database answers a few dozen short queries for each report on top of it.
"""

from __future__ import annotations

import os
from itertools import islice, product
from time import perf_counter, process_time

import psutil
from django.conf import settings

from bench.results import Measurement
from bench.stage import Stage
from metep.models import User
from reports.files import tasks, working
from reports.files.kinds import Kind, make_file
from reports.models import Batch, BatchState
from reports.results import Results, results_of
from scoring.results import UnitScores, UnitTier

RESPONSES = 1500  # as in the demonstration
LANGUAGES = ("kk", "ru", "en")
WARM = 10  # reports after which the memory of a worker has what it keeps


def measure(stage: Stage, reports: int) -> Measurement:
    """`reports`: how many PDFs the batch makes. Every tenth of them is made alone as well, before and after."""
    settings.VAR_DIR = stage.folder
    results = results_of(stage.round_of(RESPONSES))
    institutions = results.units(UnitTier.INSTITUTION)
    wanted = list(islice(product(institutions, LANGUAGES), reports))
    sample = wanted[:: max(1, reports // 10)]
    before = _alone(results, sample)
    batch = _order(results, institutions, wanted)
    memory: list[float] = []
    began, busy = perf_counter(), process_time()
    _work(batch, memory)
    whole, each = perf_counter() - began, (process_time() - busy) / len(wanted)
    batch.refresh_from_db()
    alone = (before + _alone(results, sample)) / 2
    warm = memory[min(WARM, len(memory) - 1)]
    measured = Measurement(f"batch: {len(wanted)} reports of institutions in {len(LANGUAGES)} languages")
    measured.add("a report alone, of the processor", alone, "s")
    measured.add("a report in the batch, packing included, of the processor", each, "s")
    measured.add("in the batch, in one alone", each / alone, at_most=1.3)
    measured.add("the whole batch by the clock", whole, "s")
    measured.add(f"memory of the worker after {min(WARM, len(memory))} reports", warm, "MB")
    measured.add("memory of the worker at the end, in that", memory[-1] / warm, at_most=1.3)
    measured.add("files that failed", batch.files.exclude(state=BatchState.DONE).count(), at_most=0)
    measured.add("size of the archive", (stage.folder / "batches" / batch.archive).stat().st_size / 2**20, "MB")
    return measured


def _alone(results: Results, sample: list[tuple[UnitScores, str]]) -> float:
    """Seconds of the processor for each of the sample as the page makes it: the clock also tells of other programs."""
    began = process_time()
    for scores, language in sample:
        make_file(Kind.REPORT, results, scores, language)
    return (process_time() - began) / len(sample)


def _order(results: Results, institutions: list[UnitScores], wanted: list[tuple[UnitScores, str]]) -> Batch:
    """A batch of exactly the wanted files."""
    by = User.objects.get_or_create(email="batch@example.org")[0]
    units = [one.unit for one in institutions]
    batch = tasks.order(results.survey_round, units, [Kind.REPORT], LANGUAGES, by)
    kept = [file.pk for file in batch.files.order_by("pk")[: len(wanted)]]
    batch.files.exclude(pk__in=kept).delete()
    return batch


def _work(batch: Batch, memory: list[float]) -> None:
    """What the worker does; the memory of the process after each file is added to `memory`."""
    process, keep = psutil.Process(os.getpid()), working.keeping.keep

    def keep_and_weigh(number: int, name: str, content: bytes) -> None:
        keep(number, name, content)
        memory.append(process.memory_info().rss / 2**20)

    working.keeping.keep = keep_and_weigh
    try:
        tasks.make_batch.call(batch.pk)
    finally:
        working.keeping.keep = keep
