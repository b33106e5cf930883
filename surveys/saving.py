"""Save, submit, exclude and reopen responses, or bring them in from elsewhere: answers change nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from surveys.counting import start_counting, stop_counting
from surveys.models import AlreadySubmitted, Response, ResponseState

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

# One statement saves a page: the patch is merged, what was taken back is removed, the change is remembered. Two people
# in different tables never overwrite each other. A submitted response matches no row.
_SAVE = """
    WITH saved AS (
        UPDATE surveys_response
        SET answers = (answers || %(patch)s::jsonb) - %(removed)s::text[], saved_at = %(now)s
        WHERE id = %(id)s AND state = 'draft'
        RETURNING id
    )
    INSERT INTO surveys_answerchange (response_id, at, by_id, patch)
    SELECT id, %(now)s, %(by)s, %(change)s::jsonb FROM saved
"""

_SAVE_PROFILE = """
    UPDATE surveys_response
    SET profile = (profile || %(patch)s::jsonb) - %(removed)s::text[], saved_at = %(now)s
    WHERE id = %(id)s AND state = 'draft'
"""

# New entries stand behind those that the response has already.
_APPEND = """
    UPDATE surveys_response
    SET answers = jsonb_set(answers, ARRAY[%(table)s], coalesce(answers -> %(table)s, '[]') || new.entries)
    FROM unnest(%(keys)s::uuid[], %(entries)s::jsonb[]) AS new(id, entries)
    WHERE surveys_response.id = new.id
"""


def save_answers(response: Response, patch: Mapping[str, Any], by: AbstractBaseUser | None = None) -> None:
    """Merge `patch` (code -> value; None takes an answer back) into the stored answers and remember who changed what.

    Nothing is written where nothing differs from `response.answers`. Raises RoundNotOpen or AlreadySubmitted.
    """
    response.answers = _save(response, response.answers, patch, _SAVE, by)


def save_profile(response: Response, patch: Mapping[str, Any]) -> None:
    """The same for what the respondent says about herself; no history of it is kept."""
    response.profile = _save(response, response.profile, patch, _SAVE_PROFILE)


def _save(
    response: Response,
    stored: dict[str, Any],
    patch: Mapping[str, Any],
    statement: str,
    by: AbstractBaseUser | None = None,
) -> dict[str, Any]:
    """Write what differs from `stored`; what is stored then."""
    response.round.require_open()
    patch = {code: value for code, value in patch.items() if stored.get(code) != value}
    if not patch and response.is_draft:
        return stored
    given = {code: value for code, value in patch.items() if value is not None}
    removed = [code for code, value in patch.items() if value is None]
    now = timezone.now()
    values: dict[str, Any] = {
        "patch": json.dumps(given, ensure_ascii=False),
        "removed": removed,
        "change": json.dumps(patch, ensure_ascii=False),
        "now": now,
        "id": response.pk,
        "by": by.pk if by else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if cursor.rowcount == 0:
            raise AlreadySubmitted
    response.saved_at = now
    return {code: value for code, value in stored.items() if code not in removed} | given


@transaction.atomic
def submit(response: Response, language: str = "") -> None:
    """Submit a draft: from now on it counts. Raises RoundNotOpen, or AlreadySubmitted the second time.

    `language`: that in which it was answered in the end; empty for the one in which it began.
    """
    locked = Response.objects.select_for_update(of=["self"]).select_related("round").get(pk=response.pk)
    locked.round.require_open()
    locked.require_draft()
    locked.state = ResponseState.SUBMITTED
    locked.submitted_at = timezone.now()
    locked.language = language or locked.language
    locked.save(update_fields=["state", "submitted_at", "language"])
    start_counting([locked])
    response.state, response.submitted_at, response.language = locked.state, locked.submitted_at, locked.language
    response.answers = locked.answers


@transaction.atomic
def exclude(response: Response, reason: str) -> None:
    """Take a submitted response out of the scores, with the reason."""
    locked = Response.objects.select_for_update().get(pk=response.pk, state=ResponseState.SUBMITTED)
    locked.state = ResponseState.EXCLUDED
    locked.exclusion_reason = reason
    locked.save(update_fields=["state", "exclusion_reason"])
    stop_counting(locked)


@transaction.atomic
def include(response: Response) -> None:
    """Let an excluded response count again."""
    locked = (
        Response.objects.select_for_update(of=["self"])
        .select_related("round")
        .get(pk=response.pk, state=ResponseState.EXCLUDED)
    )
    locked.state = ResponseState.SUBMITTED
    locked.exclusion_reason = ""
    locked.save(update_fields=["state", "exclusion_reason"])
    start_counting([locked])


@transaction.atomic
def reopen(response: Response) -> None:
    """Give a submitted response back to its respondent; it ceases to count until it is submitted again."""
    locked = Response.objects.select_for_update().get(pk=response.pk, state=ResponseState.SUBMITTED)
    stop_counting(locked)  # while its day of submission is known: progress is counted by it
    locked.state = ResponseState.DRAFT
    locked.submitted_at = None
    locked.save(update_fields=["state", "submitted_at"])


def add_submitted(responses: Iterable[Response]) -> list[Response]:
    """Store new submitted responses that nobody typed in here (their rounds loaded); from now on they count."""
    stored = Response.objects.bulk_create(responses)
    start_counting(stored)
    return stored


def append_entries(table: str, entries: Mapping[UUID, Sequence[Mapping[str, Any]]]) -> None:
    """Add entries of a repeating table, by the primary keys of the responses they belong to. They do not count."""
    values: dict[str, Any] = {
        "table": table,
        "keys": [str(key) for key in entries],
        "entries": [json.dumps(added, ensure_ascii=False) for added in entries.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
