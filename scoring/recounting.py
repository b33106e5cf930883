"""Rebuild coded answers, tallies and progress from the stored answers: the proof that folding lost nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from scoring.catalogue import method_of
from scoring.folding import TALLY_LOCK, store
from scoring.models import Progress, Tally
from scoring.tallying import Batch, TallyBook, dump
from surveys.catalogue import coder_of, instrument_of
from surveys.models import CodedResponse, CountChange, Response, Round, group_of

CHUNK = 2000  # responses read, coded and counted at a time: memory does not grow with the round


class _Row(NamedTuple):
    """A counted response. `stored`: the coded answers that the database holds; None where they are missing."""

    id: UUID
    file_id: UUID | None
    institution_id: int | None
    sections: list[str]
    participants: int
    language: str
    submitted_at: datetime
    answers: dict[str, Any]
    stored: memoryview | None

    @property
    def group(self) -> int:
        """The jackknife group, as of the response."""
        return group_of(self.file_id or self.id)


class _Day(NamedTuple):
    """What progress is counted by."""

    institution_id: int | None
    day: date
    language: str
    sections: str


@dataclass(frozen=True)
class Recount:
    """What a recount found. `recoded`: responses whose coded answers were wrong. `changed_units`: tallies that were.

    `waiting`: changes that were not folded in yet; the tallies then differ without being wrong.
    """

    responses: int
    recoded: int
    changed_units: int
    waiting: int


def recount(survey_round: Round) -> Recount:
    """Rebuild everything that follows from the answers. Responses submitted meanwhile stay queued and are folded later.

    Raises RuntimeError inside another transaction: it needs a snapshot of its own.
    """
    with _alone(survey_round), _snapshot():
        return _recount(survey_round)


@contextmanager
def _alone(survey_round: Round) -> Iterator[None]:
    """Held before the snapshot is taken, so that no fold ends between the two."""
    key = [TALLY_LOCK, survey_round.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


@contextmanager
def _snapshot() -> Iterator[None]:
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _recount(survey_round: Round) -> Recount:
    method = method_of(survey_round.method)
    book = TallyBook(instrument_of(survey_round.version_id), method.groups)
    progress, zone = Counter[_Day](), timezone.get_default_timezone()
    responses = recoded = 0
    for rows in _chunks(survey_round):
        batches, wrong = _code(survey_round, rows, is_weighted=method.weight_by_participants)
        book.add(batches)
        progress.update(_day_of(row, zone) for row in rows)
        responses += len(rows)
        recoded += len(wrong)
        _store_coded(survey_round, wrong)
    waiting, _by_model = CountChange.objects.filter(round=survey_round).delete()
    Progress.objects.filter(round=survey_round).delete()
    Progress.objects.bulk_create(
        Progress(round=survey_round, responses=responses, **day._asdict()) for day, responses in progress.items()
    )
    return Recount(responses, recoded, _replace_tallies(survey_round, book), waiting)


def _chunks(survey_round: Round) -> Iterator[list[_Row]]:
    """Plain tuples rather than models: with these a recount would take half as long again."""
    columns = (
        "pk",
        "file_id",
        "institution_id",
        "sections",
        "participants",
        "language",
        "submitted_at",
        "answers",
        "coded__data",
    )
    counted = Response.objects.filter(round=survey_round).counted().order_by().values_list(*columns).iterator(CHUNK)
    rows = map(_Row._make, counted)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _code(survey_round: Round, rows: list[_Row], is_weighted: bool) -> tuple[list[Batch], list[tuple[_Row, bytes]]]:
    """The answers of a chunk as batches, and those whose stored code is missing or wrong."""
    coder = coder_of(survey_round.version_id)
    parts: dict[tuple[int | None, int, int], list[bytes]] = defaultdict(list)
    wrong = []
    for row in rows:
        data = coder.code(row.answers, row.sections, row.institution_id is not None)
        parts[row.institution_id, row.group, row.participants if is_weighted else 1].append(data)
        if row.stored is None or data != bytes(row.stored):
            wrong.append((row, data))
    return [Batch(unit, group, weight, b"".join(data)) for (unit, group, weight), data in parts.items()], wrong


def _day_of(row: _Row, zone: tzinfo) -> _Day:
    day = row.submitted_at.astimezone(zone).date()
    return _Day(row.institution_id, day, row.language, ";".join(row.sections))


def _store_coded(survey_round: Round, wrong: list[tuple[_Row, bytes]]) -> None:
    CodedResponse.objects.bulk_create(
        [
            CodedResponse(
                response_id=row.id,
                round=survey_round,
                institution_id=row.institution_id,
                group=row.group,
                participants=row.participants,
                data=data,
            )
            for row, data in wrong
        ],
        update_conflicts=True,
        unique_fields=["response"],
        update_fields=["institution", "group", "participants", "data"],
    )


def _replace_tallies(survey_round: Round, book: TallyBook) -> int:
    """Write the counted tallies; how many units differ from what was stored. A unit without counts equals none."""
    stored = {
        tally.institution_id: (bytes(tally.answers), bytes(tally.respondents))
        for tally in Tally.objects.filter(round=survey_round)
    }
    counted = {unit: dump(counts) for unit, counts in book.counts.items()}
    nothing = {unit: tuple(bytes(len(part)) for part in parts) for unit, parts in (stored | counted).items()}
    changed = [unit for unit in nothing if stored.get(unit, nothing[unit]) != counted.get(unit, nothing[unit])]
    Tally.objects.filter(round=survey_round).delete()
    store(survey_round, book)
    return len(changed)
