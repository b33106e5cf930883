"""The responses that count, read from their documents and coded anew, beside what the database holds of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from scoring.tallying import FacetValues
from surveys.catalogue import coder_of
from surveys.models import Response, Round, group_of
from surveys.models.counts import FACETS, RESPONDENT_TYPE

CHUNK = 2000  # responses read, coded and counted at a time: memory does not grow with the round


class Row(NamedTuple):
    """A counted response. `stored`: the coded answers that the database holds; None where they are missing."""

    id: UUID
    file_id: UUID | None
    institution_id: int | None
    sections: list[str]
    participants: int
    language: str
    mode: str
    respondent_type: str | None
    submitted_at: datetime
    answers: dict[str, Any]
    stored: memoryview | None
    stored_numbers: memoryview | None
    stored_language: str | None
    stored_mode: str | None
    stored_type: str | None
    stored_institution: int | None
    stored_group: int | None
    stored_participants: int | None

    @property
    def group(self) -> int:
        """The jackknife group, as of the response."""
        return group_of(self.file_id or self.id)

    @property
    def facets(self) -> FacetValues:
        """By what the respondent is told apart."""
        return FacetValues(self.language, self.mode, self.respondent_type or "")


class Counted(NamedTuple):
    """A counted response with what its answers are coded as."""

    row: Row
    data: bytes
    numbers: bytes

    @property
    def is_stored(self) -> bool:
        """Whether the database holds just this, of this institution, with this weight and these facets."""
        row = self.row
        if row.stored is None or row.stored_numbers is None:
            return False
        stored = bytes(row.stored), bytes(row.stored_numbers), row.stored_language, row.stored_mode, row.stored_type
        where = row.stored_institution, row.stored_group, row.stored_participants
        return (stored, where) == (
            (self.data, self.numbers, *row.facets),
            (row.institution_id, row.group, row.participants),
        )


def read_counted(survey_round: Round) -> Iterator[list[Counted]]:
    """All of them, in no order, a chunk at a time."""
    for rows in _chunks(survey_round):
        yield _code(survey_round, rows)


def _chunks(survey_round: Round) -> Iterator[list[Row]]:
    """Plain tuples rather than models: with these a recount would take half as long again."""
    columns = (
        "pk",
        "file_id",
        "institution_id",
        "sections",
        "participants",
        "language",
        "mode",
        f"profile__{RESPONDENT_TYPE}",
        "submitted_at",
        "answers",
        "coded__data",
        "coded__numbers",
        *(f"coded__{facet}" for facet in (*FACETS, "institution_id", "group", "participants")),
    )
    counted = Response.objects.filter(round=survey_round).counted().order_by().values_list(*columns).iterator(CHUNK)
    rows = map(Row._make, counted)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _code(survey_round: Round, rows: list[Row]) -> list[Counted]:
    coder = coder_of(survey_round.version_id)
    given = ((row, (row.answers, row.sections, row.institution_id is not None)) for row in rows)
    return [Counted(row, *coder.code(*what)) for row, what in given]
