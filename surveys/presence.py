"""How one worker knows whether another still lives: a lock of the database that goes with its connection."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_LOCKS = 2014_0003  # the first number of these locks; the second is that of a worker


@contextmanager
def present() -> Iterator[int]:
    """A number that shows others, for as long as this connection lives, that its worker does."""
    number = 1 + secrets.randbelow(2**31 - 1)
    _ask("SELECT pg_advisory_lock(%s, %s)", number)
    try:
        yield number
    finally:
        _ask("SELECT pg_advisory_unlock(%s, %s)", number)


@contextmanager
def bereft(number: int) -> Iterator[bool]:
    """Whether the worker of this number has died or ended; while this lasts, nobody else is told so too."""
    is_gone = _ask("SELECT pg_try_advisory_lock(%s, %s)", number)
    try:
        yield is_gone
    finally:
        if is_gone:
            _ask("SELECT pg_advisory_unlock(%s, %s)", number)


def _ask(statement: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [_LOCKS, number])
        return bool(cursor.fetchone()[0])
