"""Rebuild coded answers, tallies and progress from the stored answers: the proof that folding lost nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import islice
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from scoring.catalogue import method_of
from scoring.folding import TALLY_LOCK, national_numbers, store
from scoring.models import NumberCount, Progress, Slice, Tally
from scoring.tallying import Batch, FacetValues, SliceBook, TallyBook, dump
from surveys.catalogue import coder_of, instrument_of
from surveys.models import CodedResponse, CountChange, Response, Round, group_of
from surveys.models.counts import FACETS, RESPONDENT_TYPE

K = TypeVar("K")

CHUNK = 2000  # responses read, coded and counted at a time: memory does not grow with the round


class _Row(NamedTuple):
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
    stored_numbers: dict[str, float] | None
    stored_language: str | None
    stored_mode: str | None
    stored_type: str | None

    @property
    def group(self) -> int:
        """The jackknife group, as of the response."""
        return group_of(self.file_id or self.id)

    @property
    def facets(self) -> FacetValues:
        """By what the respondent is told apart."""
        return FacetValues(self.language, self.mode, self.respondent_type or "")


class _Coded(NamedTuple):
    """A counted response with what its answers are coded as."""

    row: _Row
    data: bytes
    numbers: dict[str, float]

    @property
    def is_stored(self) -> bool:
        """Whether the database holds just this, with these facets."""
        row = self.row
        facets = (row.stored_language, row.stored_mode, row.stored_type)
        is_same = row.stored is not None and bytes(row.stored) == self.data and row.stored_numbers == self.numbers
        return is_same and facets == row.facets


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
    instrument = instrument_of(survey_round.version_id)
    book, slices = TallyBook(instrument, method.groups), SliceBook[FacetValues](instrument, method.groups)
    progress, zone = Counter[_Day](), timezone.get_default_timezone()
    numbers, national = Counter[tuple[int | None, str, float]](), set(national_numbers(instrument))
    responses = recoded = 0
    for rows in _chunks(survey_round):
        coded = _code(survey_round, rows)
        weighted = method.weight_by_participants
        book.add(_batches(coded, lambda row: row.institution_id, weighted))
        slices.add(_batches(coded, lambda row: row.facets, weighted))
        wrong = [one for one in coded if not one.is_stored]
        progress.update(_day_of(row, zone) for row in rows)
        numbers.update(_numbers_of(coded, national))
        responses += len(rows)
        recoded += len(wrong)
        _store_coded(survey_round, wrong)
    waiting, _by_model = CountChange.objects.filter(round=survey_round).delete()
    Progress.objects.filter(round=survey_round).delete()
    Progress.objects.bulk_create(
        Progress(round=survey_round, responses=responses, **day._asdict()) for day, responses in progress.items()
    )
    NumberCount.objects.filter(round=survey_round).delete()
    NumberCount.objects.bulk_create(
        NumberCount(round=survey_round, institution_id=institution, item=item, value=value, responses=given)
        for (institution, item, value), given in numbers.items()
    )
    return Recount(responses, recoded, _replace_tallies(survey_round, book, slices), waiting)


def _chunks(survey_round: Round) -> Iterator[list[_Row]]:
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
        *(f"coded__{facet}" for facet in FACETS),
    )
    counted = Response.objects.filter(round=survey_round).counted().order_by().values_list(*columns).iterator(CHUNK)
    rows = map(_Row._make, counted)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _code(survey_round: Round, rows: list[_Row]) -> list[_Coded]:
    coder = coder_of(survey_round.version_id)
    given = ((row, (row.answers, row.sections, row.institution_id is not None)) for row in rows)
    return [_Coded(row, coder.code(*what), coder.numbers(*what)) for row, what in given]


def _numbers_of(coded: list[_Coded], national: set[str]) -> Iterator[tuple[int | None, str, float]]:
    """Institution, item and value of each number: plain tuples, for there are millions."""
    for row, _data, numbers in coded:
        institution = row.institution_id
        for item, value in numbers.items():
            yield None if item in national else institution, item, value


def _batches(coded: list[_Coded], key_of: Callable[[_Row], K], is_weighted: bool) -> Iterator[Batch[K]]:
    parts: defaultdict[tuple[K, int, int], list[bytes]] = defaultdict(list)
    for row, data, _numbers in coded:
        parts[key_of(row), row.group, row.participants if is_weighted else 1].append(data)
    for (key, group, weight), pieces in parts.items():
        yield Batch(key, group, weight, b"".join(pieces))


def _day_of(row: _Row, zone: tzinfo) -> _Day:
    day = row.submitted_at.astimezone(zone).date()
    return _Day(row.institution_id, day, row.language, ";".join(row.sections))


def _store_coded(survey_round: Round, wrong: list[_Coded]) -> None:
    CodedResponse.objects.bulk_create(
        [
            CodedResponse(
                response_id=row.id,
                round=survey_round,
                institution_id=row.institution_id,
                group=row.group,
                participants=row.participants,
                **row.facets._asdict(),
                data=data,
                numbers=numbers,
            )
            for row, data, numbers in wrong
        ],
        update_conflicts=True,
        unique_fields=["response"],
        update_fields=["institution", "group", "participants", *FACETS, "data", "numbers"],
    )


def _replace_tallies(survey_round: Round, book: TallyBook, slices: SliceBook[FacetValues]) -> int:
    """Write the counted tallies; how many units differ from what was stored. A unit without counts equals none."""
    stored = {
        tally.institution_id: (bytes(tally.answers), bytes(tally.respondents))
        for tally in Tally.objects.filter(round=survey_round)
    }
    counted = {unit: dump(counts) for unit, counts in book.counts.items()}
    nothing = {unit: tuple(bytes(len(part)) for part in parts) for unit, parts in (stored | counted).items()}
    changed = [unit for unit in nothing if stored.get(unit, nothing[unit]) != counted.get(unit, nothing[unit])]
    Tally.objects.filter(round=survey_round).delete()
    Slice.objects.filter(round=survey_round).delete()
    store(survey_round, book, slices)
    return len(changed)
