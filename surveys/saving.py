"""Save answers: they change nowhere else. What becomes of a response as a whole stands in `surveys.lifecycle`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from surveys.models import AlreadySubmitted, Response

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

# One statement saves a page: the patch is merged, what was taken back is removed, the change is remembered. Two people
# in different tables never overwrite each other. A submitted response matches no row: only those of EDITABLE states do.
_SAVE = """
    WITH saved AS (
        UPDATE surveys_response
        SET answers = (answers || %(patch)s::jsonb) - %(removed)s::text[], saved_at = %(now)s
        WHERE id = %(id)s AND state IN ('draft', 'returned')
        RETURNING id
    )
    INSERT INTO surveys_answerchange (response_id, at, by_id, link_id, patch)
    SELECT id, %(now)s, %(by)s, %(link)s, %(change)s::jsonb FROM saved
"""

_SAVE_PROFILE = """
    UPDATE surveys_response
    SET profile = (profile || %(patch)s::jsonb) - %(removed)s::text[], saved_at = %(now)s
    WHERE id = %(id)s AND state IN ('draft', 'returned')
"""

# New entries stand behind those that the response has already.
_APPEND = """
    UPDATE surveys_response
    SET answers = jsonb_set(answers, ARRAY[%(table)s], coalesce(answers -> %(table)s, '[]') || new.entries)
    FROM unnest(%(keys)s::uuid[], %(entries)s::jsonb[]) AS new(id, entries)
    WHERE surveys_response.id = new.id
"""


def save_answers(
    response: Response, patch: Mapping[str, Any], by: AbstractBaseUser | None = None, link: int | None = None
) -> None:
    """Merge `patch` (code -> value; None takes an answer back) into the stored answers and remember who changed what:
    a user, or the holder of the personal link with the key `link`.

    Nothing is written where nothing differs from `response.answers`. Raises RoundNotOpen or AlreadySubmitted.
    """
    response.answers = _save(response, response.answers, patch, _SAVE, by, link)


def save_profile(response: Response, patch: Mapping[str, Any]) -> None:
    """The same for what the respondent says about herself; no history of it is kept."""
    response.profile = _save(response, response.profile, patch, _SAVE_PROFILE)


def _save(
    response: Response,
    stored: dict[str, Any],
    patch: Mapping[str, Any],
    statement: str,
    by: AbstractBaseUser | None = None,
    link: int | None = None,
) -> dict[str, Any]:
    """Write what differs from `stored`; what is stored then."""
    response.require_answerable()
    patch = {code: value for code, value in patch.items() if stored.get(code) != value}
    if not patch and response.is_editable:
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
        "link": link,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if cursor.rowcount == 0:
            raise AlreadySubmitted
    response.saved_at = now
    return {code: value for code, value in stored.items() if code not in removed} | given


def append_entries(table: str, entries: Mapping[UUID, Sequence[Mapping[str, Any]]]) -> None:
    """Add entries of a repeating table, by the primary keys of the responses they belong to. They do not count."""
    values: dict[str, Any] = {
        "table": table,
        "keys": [str(key) for key in entries],
        "entries": [json.dumps(added, ensure_ascii=False) for added in entries.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
