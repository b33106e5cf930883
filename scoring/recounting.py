"""Rebuild coded answers, tallies and progress from the stored answers: the proof that folding lost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from scoring.batches import GATHERED, batch_of
from scoring.books import Books, DumpedUnit
from scoring.catalogue import method_of
from scoring.counted import Counted, read_counted
from scoring.folding import TALLY_LOCK
from scoring.garbage import no_search_for_cycles
from scoring.models import Piece, Progress, Slice, Tally
from scoring.storing import store
from scoring.tallying import Batch
from surveys.catalogue import instrument_of
from surveys.models import CodedResponse, CountChange, Response, Round
from surveys.models.counts import FACETS

_IN_PARTS = 50_000  # responses of a round, for each of which pieces are cut once more: so memory does not grow
_AT_ONCE = 8  # batches that are held

_COUNT = f"""
    SELECT institution_id, language, mode, respondent_type, 1, {GATHERED}
    FROM surveys_codedresponse WHERE round_id = %(round)s
    GROUP BY 1, 2, 3, 4, numbers = '', get_byte(uuid_send(response_id), 15) %% %(parts)s
"""  # noqa: S608 (constant)
_PROGRESS = """
    INSERT INTO scoring_progress (round_id, institution_id, day, language, sections, responses)
    SELECT %(round)s, coded.institution_id, (response.submitted_at AT TIME ZONE %(zone)s)::date, coded.language,
           array_to_string(response.sections, ';'), count(*)
    FROM surveys_codedresponse AS coded JOIN surveys_response AS response ON response.id = coded.response_id
    WHERE coded.round_id = %(round)s GROUP BY 2, 3, 4, 5
"""


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
    with _alone(survey_round), _snapshot(), no_search_for_cycles():
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
    """First the coded answers become those of the documents, then everything is counted from them."""
    responses = recoded = 0
    for coded in read_counted(survey_round):
        wrong = [one for one in coded if not one.is_stored]
        responses += len(coded)
        recoded += len(wrong)
        _store_coded(survey_round, wrong)
    recoded += _remove_coded_of_none(survey_round)
    waiting, _by_model = CountChange.objects.filter(round=survey_round).delete()
    books = Books(instrument_of(survey_round.version_id), method_of(survey_round.method))
    books.add(_read_batches(survey_round, responses))
    _replace_progress(survey_round)
    return Recount(responses, recoded, _replace_counts(survey_round, books), waiting)


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
        update_fields=["round", "institution", "group", "participants", *FACETS, "data", "numbers"],
    )


def _remove_coded_of_none(survey_round: Round) -> int:
    """Coded answers whose response does not count; there are none unless somebody changed the tables by hand."""
    counted = Response.objects.filter(pk=OuterRef("pk"), round=survey_round).counted().order_by()
    # Not "in": a list of a million keys has no room in memory, and would be searched for each row.
    removed, _by_model = CodedResponse.objects.filter(~Exists(counted), round=survey_round).delete()
    return removed


def _read_batches(survey_round: Round, responses: int) -> Iterator[Batch]:
    """All coded answers, piece by piece. `responses`: how many there are; large pieces come in several parts."""
    parts = min(1 + responses // _IN_PARTS, 256)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_COUNT, {"round": survey_round.pk, "parts": parts})
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from (batch_of(*row) for row in rows)


def _replace_progress(survey_round: Round) -> None:
    Progress.objects.filter(round=survey_round).delete()
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, {"round": survey_round.pk, "zone": settings.TIME_ZONE})


def _replace_counts(survey_round: Round, books: Books) -> int:
    """Write what was counted; how many units differ from what was stored. A unit without counts equals none."""
    tallies = Tally.objects.filter(round=survey_round).values_list("institution_id", *DumpedUnit._fields)
    stored = {unit: DumpedUnit(*map(bytes, parts)) for unit, *parts in tallies}
    counted = books.dumped_units()
    nothing = {
        unit: DumpedUnit(bytes(len(one.answers)), bytes(len(one.respondents)), b"", bytes(len(one.said)))
        for unit, one in (stored | counted).items()
    }
    changed = [unit for unit in nothing if stored.get(unit, nothing[unit]) != counted.get(unit, nothing[unit])]
    for kept in (Tally, Slice, Piece):
        kept.objects.filter(round=survey_round).delete()
    store(books, survey_round)
    return len(changed)
