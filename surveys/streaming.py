"""Coded answers by the hundred thousand, aggregated by PostgreSQL and fetched piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

_BY_PARTS = ", get_byte(uuid_send(response_id), 15) %% 16"  # of the responses, by chance
_AT_ONCE = 8  # groups that are held


def groups_of(statement: str, values: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement, a few at a time: memory does not grow with the responses that they are made of.

    The statement ends with what it groups by. Each of its groups comes in up to sixteen parts, so that none holds all
    answers of alike respondents.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement + _BY_PARTS, values)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows
