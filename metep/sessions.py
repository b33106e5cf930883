"""Sessions in the database, as Django keeps them, but read by one statement that is written and planned once.

Nearly every request reads its session; Django would put the same statement together anew each time, which is a fifth
of the work of a respondent's page (docs/performance.md).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import base, db
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from surveys.prepared import PreparedStatement

_READ = PreparedStatement(
    "read_session",
    {"key": "text", "now": "timestamptz"},
    "SELECT session_data, expire_date FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s",
)


class SessionStore(db.SessionStore):
    """Named by SESSION_ENGINE. `ends_at`: when the session that was read ends; None for a new one."""

    ends_at: datetime | None = None

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and a new key on the next save, where it is unknown or has ended."""
        with connection.cursor() as cursor:
            _READ.execute(cursor, {"key": self.session_key, "now": timezone.now()})
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        self.ends_at = row[1]
        return self.decode(row[0])

    def _get_new_session_key(self) -> str:
        """32 letters drawn by chance, without asking whether they are free: `create` draws again if they are not."""
        return get_random_string(32, base.VALID_KEY_CHARS)
