"""Keep tallies up to date: changes of counts are folded in and removed in one transaction, each exactly once.

The queue of changes is the watermark: what stands in it is not in the tallies yet, what is gone is (decision 0003).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, Sum

from scoring.catalogue import method_of
from scoring.counts import Counts
from scoring.models import Progress, Slice, Tally
from scoring.number_counts import NumberBook
from scoring.tallying import STORED, Batch, FacetValues, SliceBook, TallyBook, dump, pack, undump, unpack
from surveys.catalogue import instrument_of
from surveys.models import CountChange, Round
from surveys.models.counts import FACETS

TALLY_LOCK = 0x7A11  # the first half of the key of every advisory lock on tallies; the second is the round
CHUNK = 100_000  # changes folded in one transaction: some 16 MB of coded answers

# Takes changes out of the queue, adds them to the progress by day, and hands answers out, once by institution (with the
# numbers given) and once by facets, with group and weight, so that a handful of rows come back however many
# responses there are. The chunk ends at an id found first: with a list of ids a database whose statistics lag behind a
# large import compares every change with every other.
_TAKE = """
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
    ), weighed AS NOT MATERIALIZED (
        SELECT *, sign * CASE WHEN %(weighted)s THEN participants ELSE 1 END AS weight FROM taken
    )
    SELECT false, institution_id, NULL, NULL, NULL, "group", weight,
           string_agg(data, ''::bytea), string_agg(numbers, ''::bytea)
    FROM weighed GROUP BY institution_id, "group", weight
    UNION ALL
    SELECT true, NULL, language, mode, respondent_type, "group", weight, string_agg(data, ''::bytea), ''::bytea
    FROM weighed GROUP BY language, mode, respondent_type, "group", weight
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
    method, instrument = method_of(survey_round.method), instrument_of(survey_round.version_id)
    by_unit, by_facets = _take(survey_round, is_weighted=method.weight_by_participants)
    book, slices = TallyBook(instrument, method.groups), SliceBook[FacetValues](instrument, method.groups)
    numbers = NumberBook(instrument)
    units = {batch.key for batch in by_unit} - {None}
    is_touched = Q(institution__isnull=True) | Q(institution__in=units)
    for tally in Tally.objects.filter(is_touched, round=survey_round):
        book.counts[tally.institution_id] = undump(tally.answers, tally.respondents, method.groups)
        numbers.load(tally.institution_id, tally.numbers)
        book.load_said(tally.institution_id, tally.said)
    touched = {batch.key for batch in by_facets}
    slices.counts |= {key: counts for key, counts in slices_of(survey_round, method.groups).items() if key in touched}
    book.add(by_unit)
    slices.add(by_facets)
    numbers.add(by_unit)
    store(survey_round, book, slices, numbers)
    return sum(len(batch.data) for batch in by_unit) // len(instrument.scored_items)


def _take(survey_round: Round, is_weighted: bool) -> tuple[list[Batch[int | None]], list[Batch[FacetValues]]]:
    """The same changes by institution and by facets."""
    by_unit, by_facets = [], []
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {
                "round": survey_round.pk,
                "chunk": CHUNK,
                "weighted": is_weighted,
                "zone": settings.TIME_ZONE,
            },
        )
        for is_slice, institution, language, mode, respondent_type, group, weight, data, numbers in cursor.fetchall():
            if is_slice:
                by_facets.append(Batch(FacetValues(language, mode, respondent_type), group, weight, data))
            else:
                by_unit.append(Batch(institution, group, weight, data, numbers))
    return by_unit, by_facets


class DumpedUnit(NamedTuple):
    """The counts of a unit as its tally stores them."""

    answers: bytes
    respondents: bytes
    numbers: bytes
    said: bytes


def dump_units(book: TallyBook, numbers: NumberBook) -> dict[int | None, DumpedUnit]:
    """The counts of two books by unit."""
    given = numbers.dumped()
    return {
        unit: DumpedUnit(*dump(counts), given.get(unit, b""), book.said[unit].astype(STORED).tobytes())
        for unit, counts in book.counts.items()
    }


def slices_of(survey_round: Round, groups: int) -> dict[FacetValues, Counts]:
    """The stored counts of a round by facets, over all scored items."""
    kept = Slice.objects.filter(round=survey_round)
    return {
        FacetValues(one.language, one.mode, one.respondent_type): unpack(one.answers, one.respondents, groups)
        for one in kept
    }


def store(survey_round: Round, book: TallyBook, slices: SliceBook[FacetValues], numbers: NumberBook) -> None:
    """Write the counts of three books in the place of those stored."""
    Tally.objects.bulk_create(
        (
            Tally(round=survey_round, institution_id=unit, **dumped._asdict())
            for unit, dumped in dump_units(book, numbers).items()
        ),
        update_conflicts=True,
        unique_fields=["round", "institution"],
        update_fields=DumpedUnit._fields,
    )
    packed = [(facets, *pack(counts)) for facets, counts in slices.counts.items()]
    Slice.objects.bulk_create(
        (
            Slice(round=survey_round, **facets._asdict(), answers=answers, respondents=respondents)
            for facets, answers, respondents in packed
        ),
        update_conflicts=True,
        unique_fields=["round", *FACETS],
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
