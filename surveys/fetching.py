"""Fetch a response with its round and the link that opens it by one statement that is written and planned once.

Every page of a respondent begins so. Django would put the same statement together anew each time: a quarter of the
work of a page (decision 0012).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from surveys.models import PersonalLink, Response, Round
from surveys.prepared import PreparedStatement

M = TypeVar("M", bound=Model)


def fetch_response(pk: UUID, secret_hash: str) -> tuple[Response, PersonalLink | None]:
    """The response, its round loaded, and its link with this hash: None where it has none such.

    Raises Response.DoesNotExist.
    """
    with connection.cursor() as cursor:
        _statement().execute(cursor, {"secret_hash": secret_hash, "id": pk})
        row, database = cursor.fetchone(), cursor.db
    if row is None:
        raise Response.DoesNotExist
    with_round = len(Response._meta.concrete_fields)
    with_link = with_round + len(Round._meta.concrete_fields)
    response = _make(Response, row[:with_round], database)
    response.round = _make(Round, row[with_round:with_link], database)
    has_link = row[with_link] is not None
    return response, _make(PersonalLink, row[with_link:], database) if has_link else None


@lru_cache(maxsize=1)
def _statement() -> PreparedStatement:
    columns = ", ".join(
        f'"{model._meta.db_table}"."{field.column}"'
        for model in (Response, Round, PersonalLink)
        for field in model._meta.concrete_fields
    )
    response, survey_round, link = (model._meta.db_table for model in (Response, Round, PersonalLink))
    # Only names of the models' tables and columns are put in.
    sql = (
        f'SELECT {columns} FROM "{response}" '  # noqa: S608
        f'JOIN "{survey_round}" ON "{survey_round}"."id" = "{response}"."round_id" '
        f'LEFT JOIN "{link}" ON "{link}"."response_id" = "{response}"."id" '
        f'AND "{link}"."secret_hash" = %(secret_hash)s '
        f'WHERE "{response}"."id" = %(id)s'
    )
    return PreparedStatement("fetch_response", {"secret_hash": "text", "id": "uuid"}, sql)


@lru_cache(maxsize=3)
def _columns(model: type[Model]) -> tuple[list[str], list[tuple[int, Any]]]:
    """The names of a model's columns; (place, converter) of those whose values are not what the driver returns."""
    fields = list(enumerate(model._meta.concrete_fields))
    converters = [(place, convert) for place, field in fields for convert in field.get_db_converters(connection)]
    return [field.attname for _, field in fields], converters


def _make(model: type[M], row: Sequence[Any], database: BaseDatabaseWrapper) -> M:
    names, converters = _columns(model)
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place], None, database)
    return model.from_db(database.alias, names, values)
