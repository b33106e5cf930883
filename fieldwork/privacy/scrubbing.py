"""Names taken out of what others wrote, and out of the audit trail. The rest of the words stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from django.db import connection
from django.utils import timezone

from fieldwork.audit.reading import ERASED
from fieldwork.audit.tables import BY_MODEL
from surveys.models import Round

_OF_ROUND = "round_id = %s"
_OF_RESPONSE = "response_id IN (SELECT id FROM surveys_response WHERE round_id = %s)"
_OF_CARD = "card_id IN (SELECT id FROM fieldwork_card WHERE round_id = %s)"
_OF_WORKSHOP = "workshop_id IN (SELECT id FROM fieldwork_workshop WHERE round_id = %s)"
_OF_SEAT = (
    "seat_id IN (SELECT seat.id FROM fieldwork_seat seat JOIN fieldwork_workshop workshop "
    "ON workshop.id = seat.workshop_id WHERE workshop.round_id = %s)"
)
_OF_LETTER = "mailing_id IN (SELECT id FROM fieldwork_mailing WHERE round_id = %s)"

# Where people write freely: table, its round, columns.
TEXTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("surveys_response", _OF_ROUND, ("exclusion_reason",)),
    ("surveys_responseevent", _OF_RESPONSE, ("reason",)),
    ("surveys_reviewcomment", _OF_RESPONSE, ("text",)),
    ("surveys_evidence", _OF_RESPONSE, ("note", "file_name")),
    ("surveys_validation", _OF_ROUND, ("reason",)),
    ("surveys_personallink", _OF_ROUND, ("label",)),
    ("fieldwork_card", _OF_ROUND, ("outcome",)),
    ("fieldwork_carddecision", _OF_CARD, ("reason",)),
    ("fieldwork_remark", _OF_CARD, ("text",)),
    ("fieldwork_signoff", _OF_ROUND, ("note", "withdrawal_reason")),
    ("fieldwork_agreement", _OF_WORKSHOP, ("rationale", "minority_view")),
    ("fieldwork_vote", _OF_SEAT, ("reason",)),
    ("fieldwork_letter", _OF_LETTER, ("problem",)),
)
DOCUMENTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("surveys_response", _OF_ROUND, ("answers",)),
    ("surveys_answerchange", _OF_RESPONSE, ("patch",)),
    ("surveys_responseversion", _OF_RESPONSE, ("answers",)),
)


def is_telling(name: str) -> bool:
    """Whether a name says who is meant wherever it stands: an address, or a name of several words."""
    return "@" in name or len(name.split()) > 1


def pattern_of(names: Iterable[str], *, in_json: bool = False) -> str:
    """A regular expression of PostgreSQL for whole words; in JSON the names are written as JSON writes them."""
    written = (json.dumps(name, ensure_ascii=False)[1:-1] if in_json else name for name in names)
    return r"(?<!\w)(" + "|".join(re.sub(r"(\W)", _escaped, name) for name in written) + r")(?!\w)"


def _escaped(found: re.Match[str]) -> str:
    return found[1] if found[1].isspace() else "\\" + found[1]


def scrub_round(survey_round: Round, names: Sequence[str]) -> int:
    """Take telling names out of everything that was written in a round; how many rows they stood in."""
    telling = [name for name in names if is_telling(name)]
    if not telling:
        return 0
    rows = 0
    with connection.cursor() as cursor:
        for kind, places, in_json in (("text", TEXTS, False), ("jsonb", DOCUMENTS, True)):
            pattern = pattern_of(telling, in_json=in_json)
            for table, of_round, columns in places:
                for column in columns:
                    cursor.execute(
                        # Only names of the list above are put in.
                        f"UPDATE {table} SET {column} = regexp_replace({column}::text, %s, %s, 'gi')::{kind} "  # noqa: S608
                        f"WHERE {of_round} AND {column}::text ~* %s",
                        [pattern, ERASED, survey_round.pk, pattern],
                    )
                    rows += cursor.rowcount
        cursor.execute(
            "UPDATE django_admin_log SET object_repr = regexp_replace(object_repr, %s, %s, 'gi'), "
            "change_message = regexp_replace(change_message, %s, %s, 'gi') "
            "WHERE object_repr ~* %s OR change_message ~* %s",
            [(plain := pattern_of(telling)), ERASED, plain, ERASED, plain, plain],
        )
    return rows


def scrub_audit(survey_round: Round, names: Sequence[str], objects: Sequence[tuple[str, str]]) -> None:
    """Take personal values of these objects out of the audit trail, and telling names out of all that it says of the
    round. Who did what, and when, stays. Call it last: whatever is erased before is told there too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('metep.erasing', 'on', true)")
        for model, key in objects:
            for column in BY_MODEL[model].personal:
                _scrub_column(cursor, model, key, column)
        telling = [name for name in names if is_telling(name)]
        if telling:
            pattern = pattern_of(telling, in_json=True)
            cursor.execute(
                "UPDATE fieldwork_auditentry SET erased_at = %s, "
                "before = regexp_replace(before::text, %s, %s, 'gi')::jsonb, "
                "after = regexp_replace(after::text, %s, %s, 'gi')::jsonb "
                "WHERE round_id = %s AND (before::text ~* %s OR after::text ~* %s)",
                [timezone.now(), pattern, ERASED, pattern, ERASED, survey_round.pk, pattern, pattern],
            )
        cursor.execute("SELECT set_config('metep.erasing', 'off', true)")


def _scrub_column(cursor, model: str, key: str, column: str) -> None:  # type: ignore[no-untyped-def]
    erased = json.dumps(ERASED)
    cursor.execute(
        "UPDATE fieldwork_auditentry SET erased_at = %s, "
        "before = CASE WHEN before ? %s THEN before || jsonb_build_object(%s, %s::jsonb) ELSE before END, "
        "after = CASE WHEN after ? %s THEN after || jsonb_build_object(%s, %s::jsonb) ELSE after END "
        "WHERE model = %s AND object_key = %s AND (before ? %s OR after ? %s)",
        [timezone.now(), column, column, erased, column, column, erased, model, key, column, column],
    )
