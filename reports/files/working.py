"""Making the files of a batch: any number of workers, each file once, whatever dies in between.

A worker takes one file at a time (SELECT ... FOR UPDATE SKIP LOCKED) and writes its number to it; a lock of the
database shows that it lives. A file whose worker died is taken anew, at most MAX_ATTEMPTS times. What is made is never
made again. Errors are kept in English: pages translate them.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from reports.files import keeping
from reports.files.freezing import results_for
from reports.files.kinds import Kind, NothingToCompare, make_file
from reports.models import Batch, BatchFile, BatchState
from reports.results import Results
from surveys.not_ours import NotOurs
from surveys.presence import bereft, present
from surveys.printing import TooLong

if TYPE_CHECKING:
    from django.db.models import QuerySet

MAX_ATTEMPTS = 3
ENDED = (BatchState.DONE, BatchState.CANCELLED, BatchState.FAILED)


class NoSuchUnit(ValueError):
    """Raised for a file of a unit that the round has no longer."""

    SENTENCE = gettext_noop("This round has no such unit any more.")

    def __init__(self) -> None:
        super().__init__(self.SENTENCE)


STOPPED = gettext_noop("The worker stopped each time it made this file.")
FORESEEN = {NoSuchUnit.SENTENCE, NothingToCompare.SENTENCE, TooLong.SENTENCE, STOPPED}
"""What may stand beside a file that could not be made, in English; anything else are words of the system."""


def make_waiting(batch: Batch) -> None:
    """Make what waits in a batch until nothing does or somebody cancels it; then pack it."""
    Batch.objects.filter(pk=batch.pk, state=BatchState.WAITING).update(state=BatchState.RUNNING)
    results = results_for(batch)
    with present() as number:
        release_orphans(batch)
        while (file := _take(batch, number)) is not None:
            _make(file, results)
    if Batch.objects.filter(pk=batch.pk, state=BatchState.CANCELLED).exists():
        keeping.drop_files(batch.pk)  # the last one was finished after somebody cancelled
    finish(batch)


def release_orphans(batch: Batch) -> None:
    """Let go of what dead workers had begun; what was begun too often has failed."""
    running = batch.files.filter(state=BatchState.RUNNING)
    _release(running.filter(worker=None))
    for number in filter(None, set(running.values_list("worker", flat=True))):
        with bereft(number) as is_gone:
            if is_gone:
                _release(running.filter(worker=number))


def _release(orphans: QuerySet[BatchFile]) -> None:
    orphans.filter(attempts__gte=MAX_ATTEMPTS).update(state=BatchState.FAILED, worker=None, error=STOPPED)
    orphans.update(state=BatchState.WAITING, worker=None)


@transaction.atomic
def _take(batch: Batch, number: int) -> BatchFile | None:
    """The next file, which nobody else has; None when there is none or the batch has ended."""
    if Batch.objects.filter(pk=batch.pk, state__in=ENDED).exists():
        return None
    waiting = batch.files.filter(state=BatchState.WAITING).order_by("pk").select_for_update(skip_locked=True)
    file = waiting.first()
    if file is not None:
        file.state, file.worker, file.attempts = BatchState.RUNNING, number, file.attempts + 1
        file.save(update_fields=["state", "worker", "attempts"])
    return file


def _make(file: BatchFile, results: Results) -> None:
    """Make one file. What goes wrong is told beside it; where nobody foresaw it, this run of the worker ends, too, and
    the next one goes on with the other files."""
    fate: dict[str, Any] = {"state": BatchState.FAILED, "worker": None}
    try:
        content = _content(file, results)
        keeping.keep(file.batch_id, file.name, content)
        fate |= {"state": BatchState.DONE, "error": "", "size": len(content)}
    except (NoSuchUnit, NothingToCompare, TooLong, NotOurs, OSError) as error:
        fate |= {"error": str(error)}
    finally:
        unforeseen = sys.exc_info()[0]
        if unforeseen is not None:
            fate |= {"error": unforeseen.__name__}
        BatchFile.objects.filter(pk=file.pk, state=BatchState.RUNNING).update(**fate)


def _content(file: BatchFile, results: Results) -> bytes:
    scores = results.unit(file.tier, file.unit)
    if scores is None:
        raise NoSuchUnit
    return make_file(Kind(file.kind), results, scores, file.language)


@transaction.atomic
def finish(batch: Batch) -> None:
    """Pack what was made, once every file has met its fate. Two workers at once pack once."""
    locked = Batch.objects.select_for_update(of=("self",)).select_related("round").get(pk=batch.pk)
    if locked.state in ENDED or locked.files.filter(state__in=(BatchState.WAITING, BatchState.RUNNING)).exists():
        return
    names = list(locked.files.filter(state=BatchState.DONE).values_list("name", flat=True))
    locked.ended_at = timezone.now()
    try:
        if names:
            locked.archive = keeping.pack(locked.pk, names, f"{locked.round.code}-{locked.pk}.zip")
        locked.state = BatchState.DONE if names else BatchState.FAILED
    except OSError as error:
        locked.state, locked.problem = BatchState.FAILED, str(error)
    locked.save(update_fields=["state", "archive", "ended_at", "problem"])
    if locked.archive:
        transaction.on_commit(lambda: _tidy(locked))


def _tidy(batch: Batch) -> None:
    """The archive holds everything: the single files go, and archives that are old."""
    keeping.drop_files(batch.pk, except_for=f"{batch.round.code}-{batch.pk}.zip")
    keeping.remove_old()
