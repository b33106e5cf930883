"""Fetch a response with its round by one statement that is written once.

Every page of a respondent begins so. Django would put the same statement together anew each time: a quarter of the
work of a page (decision 0012).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

from surveys.models import Response, Round

M = TypeVar("M", bound=Model)


def fetch_response(pk: UUID) -> Response:
    """The response, its round loaded. Raises Response.DoesNotExist."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [pk])
        row = cursor.fetchone()
    if row is None:
        raise Response.DoesNotExist
    split = len(Response._meta.concrete_fields)
    response = _make(Response, row[:split])
    response.round = _make(Round, row[split:])
    return response


@lru_cache(maxsize=1)
def _statement() -> str:
    columns = ", ".join(
        f'"{model._meta.db_table}"."{field.column}"'
        for model in (Response, Round)
        for field in model._meta.concrete_fields
    )
    response, survey_round = Response._meta.db_table, Round._meta.db_table
    # Only names of the models' tables and columns are put in.
    return (
        f'SELECT {columns} FROM "{response}" '  # noqa: S608
        f'JOIN "{survey_round}" ON "{survey_round}"."id" = "{response}"."round_id" WHERE "{response}"."id" = %s'
    )


@lru_cache(maxsize=2)
def _converters(model: type[Model]) -> list[tuple[int, Any]]:
    """(place, converter) of the columns whose values are not what the database driver returns."""
    return [
        (place, convert)
        for place, field in enumerate(model._meta.concrete_fields)
        for convert in field.get_db_converters(connection)
    ]


def _make(model: type[M], row: Sequence[Any]) -> M:
    values = list(row)
    for place, convert in _converters(model):
        values[place] = convert(values[place], None, connection)
    return model.from_db(connection.alias, [field.attname for field in model._meta.concrete_fields], values)
