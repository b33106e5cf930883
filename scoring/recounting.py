"""Rebuild coded answers, tallies and progress from the stored answers: the proof that folding lost nothing."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import NamedTuple, TypeVar

from django.db import connection, transaction
from django.utils import timezone

from scoring.catalogue import method_of
from scoring.counted import Counted, Row, read_counted
from scoring.folding import TALLY_LOCK, DumpedUnit, dump_units, store
from scoring.models import Progress, Slice, Tally
from scoring.number_counts import NumberBook
from scoring.tallying import Batch, FacetValues, SliceBook, TallyBook
from surveys.catalogue import instrument_of
from surveys.models import CodedResponse, CountChange, Round
from surveys.models.counts import FACETS

K = TypeVar("K")


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
    with _alone(survey_round), _snapshot(), _no_search_for_cycles():
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


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Documents hold no cycles: they are freed when their chunk is counted. Searching them took a tenth of the time."""
    was_searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_searching:
            gc.enable()


def _recount(survey_round: Round) -> Recount:
    method = method_of(survey_round.method)
    instrument = instrument_of(survey_round.version_id)
    book, slices = TallyBook(instrument, method.groups), SliceBook[FacetValues](instrument, method.groups)
    progress, zone = Counter[_Day](), timezone.get_default_timezone()
    numbers = NumberBook(instrument)
    responses = recoded = 0
    for coded in read_counted(survey_round):
        weighted = method.weight_by_participants
        by_unit = _batches(coded, lambda row: row.institution_id, weighted)
        book.add(by_unit)
        numbers.add(by_unit)
        slices.add(_batches(coded, lambda row: row.facets, weighted))
        wrong = [one for one in coded if not one.is_stored]
        progress.update(_day_of(one.row, zone) for one in coded)
        responses += len(coded)
        recoded += len(wrong)
        _store_coded(survey_round, wrong)
    waiting, _by_model = CountChange.objects.filter(round=survey_round).delete()
    Progress.objects.filter(round=survey_round).delete()
    Progress.objects.bulk_create(
        Progress(round=survey_round, responses=responses, **day._asdict()) for day, responses in progress.items()
    )
    return Recount(responses, recoded, _replace_tallies(survey_round, book, slices, numbers), waiting)


def _batches(coded: list[Counted], key_of: Callable[[Row], K], is_weighted: bool) -> list[Batch[K]]:
    parts: defaultdict[tuple[K, int, int], list[Counted]] = defaultdict(list)
    for one in coded:
        parts[key_of(one.row), one.row.group, one.row.participants if is_weighted else 1].append(one)
    return [
        Batch(*key, b"".join([one.data for one in pieces]), b"".join([one.numbers for one in pieces]))
        for key, pieces in parts.items()
    ]


def _day_of(row: Row, zone: tzinfo) -> _Day:
    day = row.submitted_at.astimezone(zone).date()
    return _Day(row.institution_id, day, row.language, ";".join(row.sections))


def _store_coded(survey_round: Round, wrong: list[Counted]) -> None:
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


def _replace_tallies(survey_round: Round, book: TallyBook, slices: SliceBook[FacetValues], numbers: NumberBook) -> int:
    """Write the counted tallies; how many units differ from what was stored. A unit without counts equals none."""
    tallies = Tally.objects.filter(round=survey_round).values_list("institution_id", *DumpedUnit._fields)
    stored = {unit: DumpedUnit(*map(bytes, parts)) for unit, *parts in tallies}
    counted = dump_units(book, numbers)
    nothing = {
        unit: DumpedUnit(bytes(len(one.answers)), bytes(len(one.respondents)), b"", bytes(len(one.said)))
        for unit, one in (stored | counted).items()
    }
    changed = [unit for unit in nothing if stored.get(unit, nothing[unit]) != counted.get(unit, nothing[unit])]
    Tally.objects.filter(round=survey_round).delete()
    Slice.objects.filter(round=survey_round).delete()
    store(survey_round, book, slices, numbers)
    return len(changed)
