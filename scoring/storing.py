"""Counts of a round as the database keeps them: read, written in the place of those stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet

from scoring.books import Books, DumpedUnit, PackedPiece
from scoring.counts import Counts
from scoring.models import Piece, Slice, Tally
from scoring.tallying import FacetValues, PieceCounts, PieceKey, pack, undump, unpack
from surveys.content import Instrument
from surveys.models import Round
from surveys.models.counts import FACETS

_AT_ONCE = 200  # pieces that are held


def load(books: Books, survey_round: Round, touched: Collection[PieceKey]) -> None:
    """Go on from what is stored of these pieces, and of the units and slices that they are of."""
    units, facets = {key.institution for key in touched}, {key.facets for key in touched}
    for tally in Tally.objects.filter(_of(units | {None}), round=survey_round):
        books.tallies.counts[tally.institution_id] = undump(tally.answers, tally.respondents, books.method.groups)
        books.tallies.load_said(tally.institution_id, tally.said)
        books.numbers.load(tally.institution_id, tally.numbers)
    books.slices |= {key: counts for key, counts in slices_of(survey_round, books.instrument).items() if key in facets}
    stored = Piece.objects.filter(_of(units), round=survey_round)
    books.pieces |= {key: packed for key, packed in _packed(stored) if key in touched}


def slices_of(survey_round: Round, instrument: Instrument) -> dict[FacetValues, Counts]:
    """The stored counts of a round by facets, over all scored items."""
    items = len(instrument.scored_items)
    return {
        FacetValues(one.language, one.mode, one.respondent_type): unpack(one.answers, one.respondents, items)
        for one in Slice.objects.filter(round=survey_round)
    }


def read_pieces(stored: QuerySet[Piece], instrument: Instrument) -> Iterator[tuple[PieceKey, PieceCounts]]:
    """The counts of some pieces, a few at a time."""
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
    Piece.objects.bulk_create(
        (
            Piece(round=survey_round, institution_id=key.institution, **key.facets._asdict(), **packed._asdict())
            for key, packed in books.pieces.items()
        ),
        update_conflicts=True,
        unique_fields=["round", "institution", *FACETS],
        update_fields=PackedPiece._fields,
    )


def _packed(stored: QuerySet[Piece]) -> Iterator[tuple[PieceKey, PackedPiece]]:
    rows = stored.values_list("institution_id", *FACETS, *PackedPiece._fields)
    for institution, *rest in rows.iterator(_AT_ONCE):
        yield PieceKey(institution, FacetValues(*rest[:3])), PackedPiece(*rest[3:])


def _of(units: Collection[int | None]) -> Q:
    named = Q(institution__in=set(units) - {None})
    return named | Q(institution__isnull=True) if None in units else named
