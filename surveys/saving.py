"""Save, submit, exclude and reopen a response: the only places where answers and counts change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.catalogue import coder_of
from surveys.models import AlreadySubmitted, CodedResponse, CountChange, Response, ResponseState

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


def save_answers(response: Response, patch: Mapping[str, Any], by: AbstractBaseUser | None = None) -> None:
    """Merge `patch` (code -> value; None takes an answer back) into the stored answers and remember who changed what.

    Nothing is written where nothing differs from `response.answers`. Raises RoundNotOpen or AlreadySubmitted.
    """
    response.round.require_open()
    patch = {code: value for code, value in patch.items() if response.answers.get(code) != value}
    if not patch and response.is_draft:
        return
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
        cursor.execute(_SAVE, values)
        if cursor.rowcount == 0:
            raise AlreadySubmitted(_("These answers were submitted and can no longer be changed."))
    response.answers = {code: v for code, v in response.answers.items() if code not in removed} | given
    response.saved_at = now


def save_profile(response: Response, patch: Mapping[str, Any]) -> None:
    """Merge `patch` (code -> value; None takes an answer back) into what the respondent says about herself.

    Nothing is written where nothing differs from `response.profile`. Raises RoundNotOpen or AlreadySubmitted.
    """
    response.round.require_open()
    patch = {code: value for code, value in patch.items() if response.profile.get(code) != value}
    if not patch and response.is_draft:
        return
    given = {code: value for code, value in patch.items() if value is not None}
    removed = [code for code, value in patch.items() if value is None]
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _SAVE_PROFILE,
            {
                "patch": json.dumps(given, ensure_ascii=False),
                "removed": removed,
                "now": now,
                "id": response.pk,
            },
        )
        if cursor.rowcount == 0:
            raise AlreadySubmitted(_("These answers were submitted and can no longer be changed."))
    response.profile = {code: v for code, v in response.profile.items() if code not in removed} | given
    response.saved_at = now


@transaction.atomic
def submit(response: Response, language: str = "") -> None:
    """Submit a draft: from now on it counts. Raises RoundNotOpen, or AlreadySubmitted the second time.

    `language`: that in which it was answered in the end; empty for the one in which it began.
    """
    locked = Response.objects.select_for_update(of=["self"]).select_related("round").get(pk=response.pk)
    locked.round.require_open()
    if not locked.is_draft:
        raise AlreadySubmitted(_("These answers were submitted before."))
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


def start_counting(responses: list[Response]) -> None:
    """Code submitted responses (their rounds loaded) and announce them to the tallies: two statements in all."""
    coded = [
        CodedResponse(
            response=response,
            round=response.round,
            institution_id=response.institution_id,
            group=response.group,
            participants=response.participants,
            data=coder_of(response.round.version_id).code(
                response.answers, response.sections, response.institution_id is not None
            ),
        )
        for response in responses
    ]
    CodedResponse.objects.bulk_create(coded, batch_size=2000)
    CountChange.objects.bulk_create(
        (_change(code, response, +1) for code, response in zip(coded, responses, strict=True)), batch_size=2000
    )


def stop_counting(response: Response) -> None:
    """Remove the coded form and announce to the tallies exactly what was counted."""
    coded = CodedResponse.objects.get(response=response)
    _change(coded, response, -1).save()
    coded.delete()


def _change(coded: CodedResponse, response: Response, sign: int) -> CountChange:
    return CountChange(
        round_id=coded.round_id,
        institution_id=coded.institution_id,
        group=coded.group,
        participants=coded.participants,
        sign=sign,
        data=coded.data,
        language=response.language,
        sections=response.sections,
        submitted_at=response.submitted_at or timezone.now(),
    )
