"""Rebuild coded answers, tallies and progress from the stored answers: the proof that folding lost nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from scoring.catalogue import method_of
from scoring.folding import TALLY_LOCK, store
from scoring.models import Progress, Tally
from scoring.tallying import Batch, TallyBook, dump
from surveys.catalogue import coder_of, instrument_of
from surveys.models import CodedResponse, CountChange, Response, Round

CHUNK = 2000  # responses read, coded and counted at a time: memory does not grow with the round


class _Row(NamedTuple):
    response: Response
    stored: bytes | None  # the coded answers that the database holds; None where they are missing


@dataclass(frozen=True)
class Recount:
    """What a recount found. `recoded`: responses whose coded answers were wrong. `changed_units`: tallies that were."""

    responses: int
    recoded: int
    changed_units: int


def recount(survey_round: Round) -> Recount:
    """Rebuild everything that follows from the answers. Responses submitted meanwhile stay queued and are folded later.

    Raises TransactionManagementError inside another transaction: it needs a snapshot of its own.
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
    progress: Counter[tuple[object, ...]] = Counter()
    responses = recoded = 0
    for rows in _chunks(survey_round):
        batches, wrong = _code(survey_round, rows, is_weighted=method.weight_by_participants)
        book.add(batches)
        progress.update(_day_of(row.response) for row in rows)
        responses += len(rows)
        recoded += len(wrong)
        _store_coded(wrong)
    CountChange.objects.filter(round=survey_round).delete()
    Progress.objects.filter(round=survey_round).delete()
    Progress.objects.bulk_create(
        Progress(round=survey_round, institution_id=unit, day=day, language=language, sections=sections, responses=n)
        for (unit, day, language, sections), n in progress.items()
    )
    return Recount(responses, recoded, _replace_tallies(survey_round, book))


def _chunks(survey_round: Round) -> Iterator[list[_Row]]:
    counted = Response.objects.filter(round=survey_round).counted().order_by().select_related("coded")
    chunk: list[_Row] = []
    for response in counted.defer("profile").iterator(CHUNK):
        response.round = survey_round
        coded = getattr(response, "coded", None)
        chunk.append(_Row(response, bytes(coded.data) if coded else None))
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _code(survey_round: Round, rows: list[_Row], is_weighted: bool) -> tuple[list[Batch], list[tuple[Response, bytes]]]:
    """The answers of a chunk as batches, and those whose stored code is missing or wrong."""
    coder = coder_of(survey_round.version_id)
    parts: dict[tuple[int | None, int, int], list[bytes]] = defaultdict(list)
    wrong = []
    for response, stored in rows:
        data = coder.code(response.answers, response.sections, response.institution_id is not None)
        weight = response.participants if is_weighted else 1
        parts[response.institution_id, response.group, weight].append(data)
        if data != stored:
            wrong.append((response, data))
    return [Batch(unit, group, weight, b"".join(data)) for (unit, group, weight), data in parts.items()], wrong


def _day_of(response: Response) -> tuple[object, ...]:
    day = timezone.localtime(response.submitted_at).date()
    return response.institution_id, day, response.language, ";".join(response.sections)


def _store_coded(wrong: list[tuple[Response, bytes]]) -> None:
    CodedResponse.objects.bulk_create(
        [
            CodedResponse(
                response=response,
                round_id=response.round_id,
                institution_id=response.institution_id,
                group=response.group,
                participants=response.participants,
                data=data,
            )
            for response, data in wrong
        ],
        update_conflicts=True,
        unique_fields=["response"],
        update_fields=["institution", "group", "participants", "data"],
    )


def _replace_tallies(survey_round: Round, book: TallyBook) -> int:
    """Write the counted tallies; how many units differ from what was stored."""
    before = {
        tally.institution_id: (bytes(tally.answers), bytes(tally.respondents))
        for tally in Tally.objects.filter(round=survey_round)
    }
    after = {unit: dump(counts) for unit, counts in book.counts.items()}
    nothing = {unit: tuple(bytes(len(part)) for part in parts) for unit, parts in (before | after).items()}
    changed = [unit for unit in nothing if before.get(unit, nothing[unit]) != after.get(unit, nothing[unit])]
    Tally.objects.filter(round=survey_round).delete()
    store(survey_round, book)
    return len(changed)
