"""Counts of a round as the database keeps them: read, written in the place of those stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet

from scoring.books import Books, DumpedUnit, PackedCell
from scoring.counts import Counts
from scoring.models import Cell, Slice, Tally
from scoring.tallying import CellCounts, CellKey, FacetValues, pack, undump, unpack
from surveys.content import Instrument
from surveys.models import Round
from surveys.models.counts import FACETS

_AT_ONCE = 200  # cells that are held


def load(books: Books, survey_round: Round, touched: Collection[CellKey]) -> None:
    """Go on from what is stored of these cells, and of the units and slices that they are of."""
    units, facets = {key.institution for key in touched}, {key.facets for key in touched}
    for tally in Tally.objects.filter(_of(units | {None}), round=survey_round):
        books.tallies.counts[tally.institution_id] = undump(tally.answers, tally.respondents, books.method.groups)
        books.tallies.load_said(tally.institution_id, tally.said)
        books.numbers.load(tally.institution_id, tally.numbers)
    books.slices |= {key: counts for key, counts in slices_of(survey_round, books.instrument).items() if key in facets}
    stored = Cell.objects.filter(_of(units), round=survey_round)
    books.cells |= {key: packed for key, packed in _packed(stored) if key in touched}


def slices_of(survey_round: Round, instrument: Instrument) -> dict[FacetValues, Counts]:
    """The stored counts of a round by facets, over all scored items."""
    items = len(instrument.scored_items)
    return {
        FacetValues(one.language, one.mode, one.respondent_type): unpack(one.answers, one.respondents, items)
        for one in Slice.objects.filter(round=survey_round)
    }


def read_cells(stored: QuerySet[Cell], instrument: Instrument) -> Iterator[tuple[CellKey, CellCounts]]:
    """The counts of some cells, a few at a time."""
    items = len(instrument.scored_items)
    return ((key, packed.unpacked(items)) for key, packed in _packed(stored))


def store(books: Books, survey_round: Round) -> None:
    """Write the counts in the place of those stored."""
    Tally.objects.bulk_create(
        (
            Tally(round=survey_round, institution_id=unit, **dumped._asdict())
            for unit, dumped in books.dumped_units().items()
        ),
        update_conflicts=True,
        unique_fields=["round", "institution"],
        update_fields=DumpedUnit._fields,
    )
    packed = [(facets, *pack(counts)) for facets, counts in books.slices.items()]
    Slice.objects.bulk_create(
        (
            Slice(round=survey_round, **facets._asdict(), answers=answers, respondents=respondents)
            for facets, answers, respondents in packed
        ),
        update_conflicts=True,
        unique_fields=["round", *FACETS],
        update_fields=["answers", "respondents"],
    )
    Cell.objects.bulk_create(
        (
            Cell(round=survey_round, institution_id=key.institution, **key.facets._asdict(), **packed._asdict())
            for key, packed in books.cells.items()
        ),
        update_conflicts=True,
        unique_fields=["round", "institution", *FACETS],
        update_fields=PackedCell._fields,
    )


def _packed(stored: QuerySet[Cell]) -> Iterator[tuple[CellKey, PackedCell]]:
    rows = stored.values_list("institution_id", *FACETS, *PackedCell._fields)
    for institution, *rest in rows.iterator(_AT_ONCE):
        yield CellKey(institution, FacetValues(*rest[:3])), PackedCell(*rest[3:])


def _of(units: Collection[int | None]) -> Q:
    named = Q(institution__in=set(units) - {None})
    return named | Q(institution__isnull=True) if None in units else named
