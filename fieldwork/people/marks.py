"""What is written of letters while they are sent: few statements, since each letter waits for them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from fieldwork.models import Letter, LetterState
from surveys.links import hash_of
from surveys.models import Participant, PersonalLink, Round

# Written once: Django would put it together anew for each of ten thousand letters.
_MARK = """
UPDATE fieldwork_letter SET
    state = CASE WHEN id = %(begins)s THEN 'sending' ELSE %(state)s END,
    sender = CASE WHEN id = %(begins)s THEN sender END,
    problem = CASE WHEN id = %(begins)s THEN '' ELSE %(problem)s END,
    sent_at = CASE WHEN id = %(begins)s THEN NULL ELSE %(sent_at)s::timestamptz END,
    attempts = CASE WHEN id = %(begins)s THEN attempts ELSE %(attempts)s::smallint END,
    try_after = CASE WHEN id = %(begins)s THEN NULL ELSE %(try_after)s::timestamptz END
WHERE sender = %(sender)s AND (id = %(done)s AND state = 'sending' OR id = %(begins)s AND state = 'waiting')
RETURNING id
"""


@dataclass(frozen=True)
class Fate:
    """What became of a letter in its conversation with the mail server."""

    key: int
    state: LetterState
    problem: str
    attempts: int
    sent_at: datetime | None = None
    try_after: datetime | None = None


def mark(sender: int, begins: int | None = None, done: Fate | None = None) -> bool:
    """Write the fate of a letter, and that another is being sent from now on: in one statement, so in one transaction.

    Only letters of this sender; whether the other may be sent: it still waited.
    """
    if begins is None and done is None:
        return False
    fate = done or Fate(-1, LetterState.WAITING, "", 0)
    values: dict[str, Any] = {
        "begins": begins if begins is not None else -1,
        "done": fate.key,
        "state": fate.state.value,
        "problem": fate.problem[:500],
        "sent_at": fate.sent_at,
        "attempts": fate.attempts,
        "try_after": fate.try_after,
        "sender": sender,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MARK, values)
        return (begins,) in cursor.fetchall()


def create_links(survey_round: Round, people: Sequence[Participant]) -> list[tuple[PersonalLink, str]]:
    """A new link for each participant (her response loaded, if she has one), and its secret, as `create_link` does."""
    words = [secrets.token_urlsafe(32) for _one in people]
    links = PersonalLink.objects.bulk_create(
        PersonalLink(
            round=survey_round,
            secret_hash=hash_of(secret),
            institution_id=one.institution_id,
            sections=one.sections,
            participant=one,
            response=getattr(one, "response", None),
        )
        for one, secret in zip(people, words, strict=True)
    )
    return list(zip(links, words, strict=True))


def remove_unsent_links(letters: QuerySet[Letter]) -> None:
    """Take away the links of letters that have not gone out: nobody has received them."""
    unsent = (LetterState.WAITING, LetterState.FAILED, LetterState.SKIPPED)
    keys = list(letters.filter(state__in=unsent, link__isnull=False).values_list("link", flat=True))
    if keys:
        PersonalLink.objects.filter(pk__in=keys).delete()
