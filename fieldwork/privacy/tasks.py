"""What the worker does for privacy."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from fieldwork.privacy.retention import due_at, is_due, purge
from surveys.models import Round


@task
def purge_contacts(round_key: int) -> None:
    """Remove the contacts of a round if its day has come: it may have been put off since this was planned."""
    survey_round = Round.objects.filter(pk=round_key).first()
    if survey_round is not None and is_due(survey_round):
        purge(survey_round)


def plan_purge(survey_round: Round) -> None:
    """Let a worker remove the contacts when the day has come. Planning it again does no harm."""
    if moment := due_at(survey_round):
        purge_contacts.using(run_after=max(moment, timezone.now())).enqueue(survey_round.pk)
