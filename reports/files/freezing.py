"""What files are printed from is kept as a score run: their codes lead back to it for as long as paper lasts."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from reports.models import Batch
from reports.passport.frozen import results_at
from reports.results import Results, results_of
from scoring.calculate import freeze
from scoring.models import ScoreRun
from surveys.models import Round


def keep_printed(results: Results) -> ScoreRun:
    """The score run of what is printed: one of the same counts and method where there is one, else a new one.

    Any number of files of one state share one run, also when they are made at the same time.
    """
    if results.run is not None:
        return results.run
    found = _kept(results)
    if found is not None:
        return found
    with transaction.atomic():
        Round.objects.select_for_update(no_key=True).get(pk=results.survey_round.pk)
        return _kept(results) or freeze(results.evidence)


def _kept(results: Results) -> ScoreRun | None:
    """The latest run of these counts that can be shown again; its large parts are not read."""
    runs = ScoreRun.objects.filter(
        round=results.survey_round, method=results.method.code, input_checksum=results.evidence.checksum
    )
    return runs.exclude(inputs=b"").defer("document", "inputs").first()


def results_for(batch: Batch) -> Results:
    """What every file of a batch is printed from: the results when a worker first began it, whatever came since."""
    live = results_of(batch.round)
    run = _run_of(batch, live)
    if (run.method, run.input_checksum) == (live.method.code, live.evidence.checksum):
        return replace(live, run=run)
    past = results_at(batch.round, str(run.pk))
    assert past is not None  # it was kept with its counts
    return past


@transaction.atomic
def _run_of(batch: Batch, live: Results) -> ScoreRun:
    """The run of a batch; the first of its workers keeps it."""
    locked = Batch.objects.select_for_update(of=("self",)).select_related("run").get(pk=batch.pk)
    if locked.run is None:
        locked.run = keep_printed(live)
        locked.save(update_fields=["run"])
    return locked.run
