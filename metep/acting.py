"""Tells the database who acts, and as what, so that its audit trail can say so.

Nothing is asked or told before something is written. Then two settings travel in front of the writing statement, in
the same round trip, and hold until the end of its transaction: they cost respondents no query, and a connection that
goes on to serve somebody else carries nothing over, not even after an error. (psycopg2 sends several statements as
one text.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from surveys.prepared import WRITES

WORKER = "worker"
_WRITES = re.compile(rf"\s*((INSERT|UPDATE|DELETE|WITH)\b|EXECUTE {WRITES})", re.IGNORECASE)

Acting = tuple[int | None, str]
"""Primary key of a user (None: no account), and as what she acts."""


@contextmanager
def announcing(find: Callable[[], Acting]) -> Iterator[None]:
    """While this lasts, every writing statement of this thread's connection is preceded by who acts."""

    def announce(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if isinstance(sql, str) and _WRITES.match(sql):
            sql = f"{_settings(*find())}; {sql}"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(announce):
        yield


@contextmanager
def acting(role: str) -> Iterator[None]:
    """Act without an account: a command, a worker."""
    with announcing(lambda: (None, role)):
        yield


def command_role(arguments: list[str]) -> str:
    """As what a run of manage.py acts."""
    name = arguments[1] if len(arguments) > 1 else ""
    return WORKER if name == "db_worker" else f"command {name}".strip()


def _settings(actor: int | None, role: str) -> str:
    """The statement; what could be anything but a name of ours is left out, for it is not a parameter."""
    name = re.sub(r"[^\w ,.-]", "", role)[:100]
    return f"SELECT set_config('metep.actor', '{actor or ''}', true), set_config('metep.role', '{name}', true)"
