"""Save answers: they change nowhere else. What becomes of a response as a whole stands in `surveys.lifecycle`."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from surveys.counters import CHANGED_MEANWHILE, NOT_OPEN, SAVED
from surveys.models import AlreadySubmitted, Response
from surveys.prepared import WRITES, PreparedStatement

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

# One statement saves a page: the patch is merged, what was taken back is removed, the change is remembered. Two people
# in different tables never overwrite each other. A submitted response matches no row: only those of EDITABLE states do.
# Each answer that a page has read must still be what it was: else the page asks the person. Containment is equality
# but for lists, which are compared one by one (`lists`); `absent` names answers that there were not.
_UNCHANGED = """
    {column} @> %(expected)s::jsonb AND NOT {column} ?| %(absent)s::text[] AND NOT EXISTS (
        SELECT FROM unnest(%(lists)s::text[]) AS code
        WHERE {column} -> code IS DISTINCT FROM %(expected)s::jsonb -> code
    )
"""
_SAVE_ANSWERS = f"""
    WITH saved AS (
        UPDATE surveys_response
        SET answers = (answers || %(patch)s::jsonb) - %(removed)s::text[], saved_at = %(now)s
        WHERE id = %(id)s AND state IN ('draft', 'returned') AND {_UNCHANGED.format(column="answers")}
        RETURNING id
    )
    INSERT INTO surveys_answerchange (response_id, at, by_id, link_id, patch, key)
    SELECT id, %(now)s, %(by)s, %(link)s, %(change)s::jsonb, %(key)s::uuid FROM saved
"""  # noqa: S608 - only the name of a column is put in
_SET_PROFILE = f"""
    UPDATE surveys_response
    SET profile = (profile || %(patch)s::jsonb) - %(removed)s::text[], saved_at = %(now)s
    WHERE id = %(id)s AND state IN ('draft', 'returned') AND {_UNCHANGED.format(column="profile")}
"""  # noqa: S608 - as above

_COMPARED = {"expected": "jsonb", "absent": "text[]", "lists": "text[]"}
_WRITTEN = {"patch": "jsonb", "removed": "text[]", "now": "timestamptz", "id": "uuid", **_COMPARED}
_REMEMBERED = {"by": "bigint", "link": "bigint", "change": "jsonb", "key": "uuid"}
_SAVE = PreparedStatement(f"{WRITES}answers", _WRITTEN | _REMEMBERED, _SAVE_ANSWERS)
_SAVE_PROFILE = PreparedStatement(f"{WRITES}profile", _WRITTEN, _SET_PROFILE)

# New entries stand behind those that the response has already.
_APPEND = """
    UPDATE surveys_response
    SET answers = jsonb_set(answers, ARRAY[%(table)s], coalesce(answers -> %(table)s, '[]') || new.entries)
    FROM unnest(%(keys)s::uuid[], %(entries)s::jsonb[]) AS new(id, entries)
    WHERE surveys_response.id = new.id
"""


class ChangedMeanwhile(Exception):
    """Raised when somebody else saved one of these answers since the response was read. Nothing was written."""


def save_answers(
    response: Response,
    patch: Mapping[str, Any],
    by: AbstractBaseUser | None = None,
    link: int | None = None,
    *,
    key: UUID | None = None,
    if_unchanged: bool = False,
) -> None:
    """Merge `patch` (code -> value; None takes an answer back) into the stored answers and remember who changed what:
    a user, or the holder of the personal link with the key `link`. `key`: names the attempt (`surveys.resending`).

    Nothing is written where nothing differs from `response.answers`. Raises RoundNotOpen or AlreadySubmitted, and
    with `if_unchanged` ChangedMeanwhile where an answer of the patch is no longer what `response.answers` says.
    """
    response.answers = _save(response, response.answers, patch, _SAVE, by, link, key, if_unchanged=if_unchanged)
    SAVED.inc()


def save_profile(response: Response, patch: Mapping[str, Any], *, if_unchanged: bool = False) -> None:
    """The same for what the respondent says about herself; no history of it is kept."""
    response.profile = _save(response, response.profile, patch, _SAVE_PROFILE, if_unchanged=if_unchanged)


def _save(
    response: Response,
    stored: dict[str, Any],
    patch: Mapping[str, Any],
    statement: PreparedStatement,
    by: AbstractBaseUser | None = None,
    link: int | None = None,
    key: UUID | None = None,
    *,
    if_unchanged: bool,
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
        "key": str(key) if key else None,
        **_expected(stored, patch if if_unchanged else ()),
    }
    with connection.cursor() as cursor:
        statement.execute(cursor, values)
        if cursor.rowcount == 0:
            _say_why_not(response, if_unchanged=if_unchanged)
    response.saved_at = now
    return {code: value for code, value in stored.items() if code not in removed} | given


def _expected(stored: Mapping[str, Any], codes: Collection[str]) -> dict[str, Any]:
    """What the statement compares: the answers with these codes as they were read."""
    known = {code: stored[code] for code in codes if code in stored}
    return {
        "expected": json.dumps(known, ensure_ascii=False),
        "absent": [code for code in codes if code not in stored],
        "lists": [code for code, value in known.items() if isinstance(value, list)],
    }


def _say_why_not(response: Response, *, if_unchanged: bool) -> None:
    """Raise what kept the answers from being saved."""
    if if_unchanged and Response.objects.drafts().filter(pk=response.pk).exists():
        CHANGED_MEANWHILE.inc()
        raise ChangedMeanwhile
    NOT_OPEN.inc()
    raise AlreadySubmitted


def append_entries(table: str, entries: Mapping[UUID, Sequence[Mapping[str, Any]]]) -> None:
    """Add entries of a repeating table, by the primary keys of the responses they belong to. They do not count."""
    values: dict[str, Any] = {
        "table": table,
        "keys": [str(key) for key in entries],
        "entries": [json.dumps(added, ensure_ascii=False) for added in entries.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
