"""What the worker does for privacy: contacts go on their day, at the second look.

A clock that is far ahead must not erase what nobody can bring back. So the site looks twice, a day apart: on the eve,
which only notes the moment, and on the day. Whoever sets a clock right within that day has lost nothing. The note
stands in the queue, with the second look that is planned there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from fieldwork.privacy.erasing import Erased
from fieldwork.privacy.retention import due_at, is_due, purge
from surveys.models import Contact, Round

BETWEEN_LOOKS = timedelta(days=1)
_SOONEST, _LATEST = timedelta(hours=20), timedelta(days=4)  # so long after the first look the second one counts


@task
def purge_contacts(round_key: int, seen_at: str = "") -> None:
    """Look at a round; its day may have been put off since this was planned. `seen_at`: when the first look was."""
    survey_round = Round.objects.filter(pk=round_key).first()
    if survey_round is not None:
        look_at(survey_round, [seen_at])


def look_at(survey_round: Round, notes: Iterable[str]) -> Erased | None:
    """Purge if the day has come and an earlier look confirms it; else note this look. `notes`: moments of earlier ones.

    What was removed; None where nothing may be yet.
    """
    now, moment = timezone.now(), due_at(survey_round)
    if moment is None or now < moment - BETWEEN_LOOKS:
        return None
    ages = [now - datetime.fromisoformat(note) for note in notes if note]
    if is_due(survey_round) and any(_SOONEST <= age <= _LATEST for age in ages):
        return purge(survey_round)
    if not any(timedelta() <= age < _SOONEST for age in ages):
        second = max(now + BETWEEN_LOOKS, moment)
        purge_contacts.using(run_after=second).enqueue(survey_round.pk, now.isoformat())
    return None


def plan_purge(survey_round: Round) -> None:
    """Let a worker look when the eve has come. Planning it again does no harm."""
    if moment := due_at(survey_round):
        first = max(moment - BETWEEN_LOOKS, timezone.now())
        purge_contacts.using(run_after=first).enqueue(survey_round.pk)


def plan_missing() -> None:
    """Plan a look at each round that has none in time: one that a clock ran past is over, or waits for next year."""
    for survey_round in Round.objects.filter(retention_on__isnull=False):
        moment = due_at(survey_round)
        if moment is None or (is_due(survey_round) and not _has_contacts(survey_round)):
            continue
        in_time = max(moment, timezone.now()) + BETWEEN_LOOKS
        if not _planned(survey_round).filter(run_after__lte=in_time).exists():
            plan_purge(survey_round)


def purge_due() -> tuple[dict[str, Erased], list[str]]:
    """For sites without a worker, once a day: what was removed, by code of the round, where anything was; and the codes
    of rounds whose contacts go at the next look."""
    purged, waiting = {}, []
    for survey_round in Round.objects.filter(retention_on__isnull=False):
        looks = _planned(survey_round)
        erased = look_at(survey_round, [(*plan.args_kwargs["args"], "")[1] for plan in looks])
        if erased is not None:
            looks.delete()
            purged[survey_round.code] = erased
        elif is_due(survey_round) and _has_contacts(survey_round):
            waiting.append(survey_round.code)
    return {code: erased for code, erased in purged.items() if erased != Erased()}, waiting


def _planned(survey_round: Round) -> QuerySet[DBTaskResult]:
    path, ready = purge_contacts.module_path, TaskResultStatus.READY
    return DBTaskResult.objects.filter(task_path=path, status=ready, args_kwargs__args__0=survey_round.pk)


def _has_contacts(survey_round: Round) -> bool:
    return Contact.objects.filter(round=survey_round).exists()
