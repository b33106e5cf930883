"""Keep tallies up to date: changes of counts are folded in and removed in one transaction, each exactly once.

The queue of changes is the watermark: what stands in it is not in the tallies yet, what is gone is (decision 0003).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, Sum

from scoring.catalogue import method_of
from scoring.models import Progress, Tally
from scoring.tallying import Batch, TallyBook, dump, undump
from surveys.catalogue import instrument_of
from surveys.models import CountChange, Round

TALLY_LOCK = 0x7A11  # the first half of the key of every advisory lock on tallies; the second is the round
CHUNK = 100_000  # changes folded in one transaction: some 16 MB of coded answers

# Takes changes out of the queue, adds them to the progress by day and hands their answers out: by institution, group
# and weight, so that a handful of rows come back however many responses there are. The chunk ends at an id found first:
# with a list of ids a database whose statistics lag behind a large import compares every change with every other.
_TAKE = """
    WITH taken AS (
        DELETE FROM surveys_countchange WHERE round_id = %(round)s AND id <= (
            SELECT max(id) FROM (
                SELECT id FROM surveys_countchange WHERE round_id = %(round)s ORDER BY id LIMIT %(chunk)s
            ) AS chunk
        )
        RETURNING institution_id, "group", sign, participants, data, language, sections, submitted_at
    ), progress AS (
        INSERT INTO scoring_progress AS stored (round_id, institution_id, day, language, sections, responses)
        SELECT %(round)s, institution_id, (submitted_at AT TIME ZONE %(zone)s)::date, language,
               array_to_string(sections, ';'), sum(sign)
        FROM taken GROUP BY 2, 3, 4, 5
        ON CONFLICT (round_id, institution_id, day, language, sections)
        DO UPDATE SET responses = stored.responses + excluded.responses
    )
    SELECT institution_id, "group", sign * CASE WHEN %(weighted)s THEN participants ELSE 1 END AS weight,
           string_agg(data, ''::bytea)
    FROM taken GROUP BY 1, 2, 3
"""


def fold(survey_round: Round) -> int:
    """Bring the tallies of a round up to date; returns how many changes were folded.

    Any number of processes may call it at once: one folds, the others wait and find nothing left.
    """
    folded = 0
    while CountChange.objects.filter(round=survey_round).exists():
        with transaction.atomic():
            lock_tallies(survey_round)
            folded += _fold_chunk(survey_round)
    return folded


def lock_tallies(survey_round: Round) -> None:
    """Until the transaction ends nobody else writes this round's tallies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TALLY_LOCK, survey_round.pk])


def _fold_chunk(survey_round: Round) -> int:
    method = method_of(survey_round.method)
    book = TallyBook(instrument_of(survey_round.version_id), method.groups)
    batches = list(_take(survey_round, is_weighted=method.weight_by_participants))
    units = {None, *(batch.institution for batch in batches)}
    is_touched = Q(institution__isnull=True) | Q(institution__in=units - {None})
    for tally in Tally.objects.filter(is_touched, round=survey_round):
        book.counts[tally.institution_id] = undump(tally.answers, tally.respondents, method.groups)
    book.add(batches)
    store(survey_round, book)
    width = len(instrument_of(survey_round.version_id).scored_items)
    return sum(len(batch.data) // width for batch in batches)


def _take(survey_round: Round, is_weighted: bool) -> Iterator[Batch]:
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {"round": survey_round.pk, "chunk": CHUNK, "weighted": is_weighted, "zone": settings.TIME_ZONE},
        )
        for institution, group, weight, data in cursor.fetchall():
            yield Batch(institution, group, weight, data)


def store(survey_round: Round, book: TallyBook) -> None:
    """Write the counts of a book in the place of those stored."""
    rows = []
    for unit, counts in book.counts.items():
        answers, respondents = dump(counts)
        rows.append(Tally(round=survey_round, institution_id=unit, answers=answers, respondents=respondents))
    Tally.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["round", "institution"],
        update_fields=["answers", "respondents"],
    )


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
