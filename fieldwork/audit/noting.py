"""The one kind of entry that no trigger writes: that personal data were erased, how much, and why."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from fieldwork.models import AuditAction
from surveys.models import Round


def note_erasure(survey_round: Round, told: dict[str, Any]) -> None:
    """An entry of the round; actor and role are those that the session tells, as with every other entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO fieldwork_auditentry (at, actor_id, actor_role, action, model, object_key, round_id, after) "
            "VALUES (clock_timestamp(), fieldwork_audit_actor(), COALESCE(current_setting('metep.role', true), ''), "
            "%s, 'surveys.round', %s, %s, %s)",
            [AuditAction.ERASE, str(survey_round.pk), survey_round.pk, json.dumps(told, ensure_ascii=False)],
        )
