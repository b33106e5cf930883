"""How long a browser stays let in: nobody who works on her answers is shut out (WCAG 2.2.1)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

WARNING = 600
"""So many seconds before the end people are warned; a quarter of a session that is shorter than forty minutes."""


def seconds_left(request: HttpRequest) -> int:
    """For how long the session still lasts; all of its time where this request makes it begin anew."""
    ends_at: datetime | None = getattr(request.session, "ends_at", None)
    if ends_at is None or request.session.modified:
        return settings.SESSION_COOKIE_AGE
    return max(0, int((ends_at - timezone.now()).total_seconds()))


def seconds_of_warning() -> int:
    """How long before the end people are warned."""
    return min(WARNING, settings.SESSION_COOKIE_AGE // 4)


def keep_alive(request: HttpRequest) -> None:
    """Let the session begin anew once half of it is over: one statement a week for somebody who goes on answering."""
    if seconds_left(request) < settings.SESSION_COOKIE_AGE / 2:
        request.session.modified = True
