"""All that is counted of a round, added up batch by batch: by unit, by facets, by piece, and the numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from scoring.counts import Counts
from scoring.methods import Method
from scoring.number_counts import NumberBook
from scoring.tallying import (
    STORED,
    Batch,
    FacetValues,
    PieceCounts,
    PieceKey,
    TallyBook,
    deflate,
    dump,
    inflate,
    pack,
    tabulate,
    unpack,
)
from surveys.content import Instrument


class PackedPiece(NamedTuple):
    """The counts of a piece as they are stored. `together`: empty where no response was given by several people."""

    answers: bytes | memoryview
    respondents: bytes | memoryview
    together: bytes | memoryview

    @classmethod
    def of(cls, piece: PieceCounts) -> PackedPiece:
        """Packed."""
        return cls(*pack(piece.counts), b"" if piece.together is None else deflate(piece.together))

    def unpacked(self, items: int) -> PieceCounts:
        """The inverse of `of`. `items`: how many are scored."""
        counts = unpack(self.answers, self.respondents, items)
        together = inflate(self.together, items, len(counts.respondents)) if self.together else None
        return PieceCounts(counts, together)


class DumpedUnit(NamedTuple):
    """The counts of a unit as its tally stores them."""

    answers: bytes
    respondents: bytes
    numbers: bytes
    said: bytes


@dataclass
class Books:
    """Empty at first, or loaded with what is stored. Pieces are kept packed: there may be thousands of them."""

    instrument: Instrument
    method: Method
    slices: dict[FacetValues, Counts] = field(default_factory=dict)
    pieces: dict[PieceKey, PackedPiece] = field(default_factory=dict)
    tallies: TallyBook = field(init=False)
    numbers: NumberBook = field(init=False)

    def __post_init__(self) -> None:
        self.tallies = TallyBook(self.instrument, self.method.groups, self.method.weight_by_participants)
        self.numbers = NumberBook(self.instrument)

    def add(self, batches: Iterable[Batch]) -> int:
        """Count them all; how many responses they are."""
        items, responses = len(self.instrument.scored_items), 0
        for batch in batches:
            piece = tabulate(batch, items, self.method.groups, self.method.weight_by_participants)
            responses += len(batch.groups)
            self.numbers.add(batch)
            self.tallies.add(batch.piece.institution, piece)
            self._slice(batch.piece.facets).include(piece.counts)
            known = self.pieces.get(batch.piece)
            self.pieces[batch.piece] = PackedPiece.of(known.unpacked(items) + piece if known else piece)
        return responses

    def dumped_units(self) -> dict[int | None, DumpedUnit]:
        """The counts of each unit."""
        given = self.numbers.dumped()
        return {
            unit: DumpedUnit(*dump(counts), given.get(unit, b""), self.tallies.said[unit].astype(STORED).tobytes())
            for unit, counts in self.tallies.counts.items()
        }

    def _slice(self, facets: FacetValues) -> Counts:
        if facets not in self.slices:
            self.slices[facets] = Counts.nobody(len(self.instrument.scored_items), self.method.groups)
        return self.slices[facets]
