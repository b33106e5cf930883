"""Work for the worker: look at links, then run the checks."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from fieldwork.models import CheckRun
from fieldwork.quality.links.checking import check_links
from fieldwork.quality.running import run_checks
from surveys.models import Round

STOPPED = "stopped"
LOST = timedelta(hours=2)  # a run that has not ended by then has lost its worker


@task()
def check_round(run: int) -> None:
    """Do a run that waits. One that has ended, or is gone, is left alone: running this twice does nothing more."""
    found = CheckRun.objects.select_related("round").filter(pk=run, finished_at=None).first()
    if found is None:
        return
    try:
        check_links(found.round)
        run_checks(found.round, found)
    finally:
        # Whatever ended it early, the page says so and the next run may begin.
        CheckRun.objects.filter(pk=run, finished_at=None).update(problem=STOPPED)


@transaction.atomic
def ask_for_run(survey_round: Round) -> CheckRun:
    """Let a worker run the checks; the run that waits or goes on already, where there is one."""
    Round.objects.select_for_update(of=("self",)).get(pk=survey_round.pk)
    waiting = run_under_way(survey_round)
    if waiting is not None:
        return waiting
    run = CheckRun.objects.create(round=survey_round)
    transaction.on_commit(lambda: check_round.enqueue(run.pk))
    return run


def run_under_way(survey_round: Round) -> CheckRun | None:
    """The run that waits for a worker or goes on."""
    since = timezone.now() - LOST
    runs = CheckRun.objects.filter(round=survey_round, finished_at=None, problem="", started_at__gte=since)
    return runs.order_by("-started_at").first()
