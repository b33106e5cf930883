"""A new key for the session of a browser that is let in by a secret."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase


def renew_key(session: SessionBase) -> None:
    """Keep what the session holds under a key that nobody knew before.

    Whoever put the old key into the browser, or saw it there, is not let in with it. A session that is not stored yet
    gets its first key when it is saved: no statement is spent on it here.
    """
    session.keys()  # reads the session: a key that the site never gave out is forgotten by this
    if session.session_key:
        session.cycle_key()
