"""What workers do with batches of reports, and what sets them in motion or stops them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from reports.files import keeping
from reports.files.kinds import Kind, kinds_for, name_of
from reports.files.working import ENDED, make_waiting
from reports.models import Batch, BatchFile, BatchState
from scoring.results import Unit
from surveys.models import Round

LOOK_AGAIN = timedelta(minutes=1)


@task()
def make_batch(batch: int) -> None:
    """Make what waits in a batch; one that has ended since is left alone.

    It first asks for itself to be run again in a minute: if this worker dies, that run goes on where this one stopped.
    """
    found = Batch.objects.select_related("round", "round__version").filter(pk=batch).exclude(state__in=ENDED).first()
    if found is None:
        return
    make_batch.using(run_after=timezone.now() + LOOK_AGAIN).enqueue(batch)
    make_waiting(found)


@transaction.atomic
def order(
    survey_round: Round,
    units: Sequence[Unit],
    kinds: Sequence[Kind],
    languages: Sequence[str],
    by: AbstractBaseUser,
) -> Batch:
    """A new batch: each of the kinds of each unit in each language, for the worker to make."""
    batch = Batch.objects.create(
        round=survey_round, what={"kinds": list(kinds), "languages": list(languages)}, by_id=by.pk
    )
    BatchFile.objects.bulk_create(
        BatchFile(
            batch=batch,
            tier=unit.tier,
            unit=unit.code,
            language=language,
            kind=kind,
            name=name_of(kind, survey_round.code, unit.tier, unit.code, language),
        )
        for unit in units
        for kind in kinds_for(unit.tier)
        if kind in kinds
        for language in languages
    )
    make_batch.enqueue(batch.pk)
    return batch


def resume(batch: Batch) -> None:
    """Ask a worker to go on at once, where one was lost."""
    make_batch.enqueue(batch.pk)


@transaction.atomic
def cancel(batch: Batch) -> bool:
    """Stop a batch: what has not been made is not made, what has been is thrown away. Whether there was one to stop."""
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.state in ENDED:
        return False
    locked.state, locked.ended_at = BatchState.CANCELLED, timezone.now()
    locked.save(update_fields=["state", "ended_at"])
    locked.files.filter(state=BatchState.WAITING).update(state=BatchState.CANCELLED)
    transaction.on_commit(lambda: keeping.drop_files(batch.pk))
    return True
