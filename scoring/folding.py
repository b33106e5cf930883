"""Keep tallies up to date: changes of counts are folded in and removed in one transaction, each exactly once.

The queue of changes is the watermark: what stands in it is not in the tallies yet, what is gone is (decision 0003).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Q, Sum

from scoring.batches import GATHERED, batch_of
from scoring.books import Books
from scoring.catalogue import method_of
from scoring.garbage import no_search_for_cycles
from scoring.models import Piece, Progress, Slice, Tally
from scoring.storing import load, store
from scoring.tallying import Batch
from surveys.catalogue import instrument_of
from surveys.models import CountChange, Round

TALLY_LOCK = 0x7A11  # the first half of the key of every advisory lock on tallies; the second is the round
CHUNK = 100_000  # changes folded in one transaction: some 50 MB of coded answers and numbers
ROOM = "64MB"  # for a chunk in the memory of the database: else it is sorted on the disk

# Takes changes out of the queue, adds them to the progress by day, and hands out what was given by piece, so that
# a handful of rows come back however many responses there are. The chunk ends at an id found first: with a list of ids
# a database whose statistics lag behind a large import compares every change with every other.
_TAKE = f"""
    WITH taken AS (
        DELETE FROM surveys_countchange WHERE round_id = %(round)s AND id <= (
            SELECT max(id) FROM (
                SELECT id FROM surveys_countchange WHERE round_id = %(round)s ORDER BY id LIMIT %(chunk)s
            ) AS chunk
        )
        RETURNING institution_id, "group", sign, participants, data, numbers, language, mode, respondent_type, sections,
                  submitted_at
    ), progress AS (
        INSERT INTO scoring_progress AS stored (round_id, institution_id, day, language, sections, responses)
        SELECT %(round)s, institution_id, (submitted_at AT TIME ZONE %(zone)s)::date, language,
               array_to_string(sections, ';'), sum(sign)
        FROM taken GROUP BY 2, 3, 4, 5
        ON CONFLICT (round_id, institution_id, day, language, sections)
        DO UPDATE SET responses = stored.responses + excluded.responses
    )
    SELECT institution_id, language, mode, respondent_type, sign, {GATHERED}
    FROM taken GROUP BY 1, 2, 3, 4, 5, numbers = ''
"""  # noqa: S608 (constant)


# What the start of counting puts into the queue for one response, for all of a round. One statement sees one moment:
# a response that begins or ceases to count meanwhile is in the old queue and in the coded answers, or in neither.
_QUEUE = """
    WITH gone AS (DELETE FROM surveys_countchange WHERE round_id = %(round)s)
    INSERT INTO surveys_countchange
        (round_id, institution_id, "group", participants, sign, data, numbers, language, mode, respondent_type,
         sections, submitted_at)
    SELECT coded.round_id, coded.institution_id, coded."group", coded.participants, 1, coded.data, coded.numbers,
           coded.language, coded.mode, coded.respondent_type, response.sections, response.submitted_at
    FROM surveys_codedresponse AS coded JOIN surveys_response AS response ON response.id = coded.response_id
    WHERE coded.round_id = %(round)s
"""


def is_behind(survey_round: Round) -> Q:
    """A condition: whether changes wait to be folded, or the round was counted before there were pieces."""
    return Q(Exists(CountChange.objects.filter(round=survey_round))) | _is_of_before(survey_round)


def _is_of_before(survey_round: Round) -> Q:
    slices, pieces = (kept.objects.filter(round=survey_round) for kept in (Slice, Piece))
    return Q(Exists(slices)) & ~Q(Exists(pieces))


def fold(survey_round: Round) -> int:
    """Bring the tallies of a round up to date; returns how many changes were folded.

    Any number of processes may call it at once: one folds, the others wait and find nothing left.
    """
    folded, this = 0, Round.objects.filter(pk=survey_round.pk)
    while this.filter(is_behind(survey_round)).exists():
        with transaction.atomic(), no_search_for_cycles():
            _lock_tallies(survey_round)
            if this.filter(_is_of_before(survey_round)).exists():
                queue_all(survey_round)
            folded += _fold_chunk(survey_round)
    return folded


def queue_all(survey_round: Round) -> None:
    """Forget what was counted of a round, and put all its coded answers into the queue."""
    for counted in (Tally, Slice, Piece, Progress):
        counted.objects.filter(round=survey_round).delete()
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, {"round": survey_round.pk})


def _lock_tallies(survey_round: Round) -> None:
    """Until the transaction ends nobody else writes this round's tallies, and a chunk has room in memory."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('work_mem', %s, true), pg_advisory_xact_lock(%s, %s)",
            [ROOM, TALLY_LOCK, survey_round.pk],
        )


def _fold_chunk(survey_round: Round) -> int:
    books = Books(instrument_of(survey_round.version_id), method_of(survey_round.method))
    batches = _take(survey_round)
    load(books, survey_round, {batch.piece for batch in batches})
    folded = books.add(batches)
    store(books, survey_round)
    return folded


def _take(survey_round: Round) -> list[Batch]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"round": survey_round.pk, "chunk": CHUNK, "zone": settings.TIME_ZONE})
        return [batch_of(*row) for row in cursor.fetchall()]


class DayCount(NamedTuple):
    """Counted responses of one day in one language that were asked the same sections (codes with semicolons)."""

    day: date
    language: str
    sections: str
    responses: int


def progress_of(survey_round: Round) -> list[DayCount]:
    """Counted responses by day, language and sections. How many name an institution stands in its tally."""
    kept = Progress.objects.filter(round=survey_round).order_by("day", "language", "sections")
    counts = kept.values_list("day", "language", "sections").annotate(total=Sum("responses")).filter(total__gt=0)
    return [DayCount(*row) for row in counts]
