"""Count coded answers: bytes in, counts by piece and by unit out. Pure apart from numpy."""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from scoring.counts import Counts, IntArray
from scoring.frame import items_of
from surveys.coding import CODES
from surveys.content import Instrument, Tier

STORED = np.dtype("<i4")
_NARROW = (np.dtype("<i1"), np.dtype("<i2"), STORED)  # as deflated counts are stored: the first that has room for all


class FacetValues(NamedTuple):
    """By what respondents are told apart: language, mode, type of respondent (empty where unknown)."""

    language: str
    mode: str
    respondent_type: str


class PieceKey(NamedTuple):
    """Respondents of one institution (None: of none) who share their facets."""

    institution: int | None
    facets: FacetValues


@dataclass(frozen=True, eq=False)
class Batch:
    """Coded responses of one piece, one after another: begin (`sign` 1) or cease (-1) to count.

    `groups`, `participants`: of each response; `data`: their coded answers; `numbers`: likewise, if they are counted.
    """

    piece: PieceKey
    sign: int
    groups: IntArray
    participants: IntArray
    data: bytes | memoryview
    numbers: bytes | memoryview = b""


@dataclass(frozen=True, eq=False)
class PieceCounts:
    """Counts of a piece over all scored items, weighted as the method says.

    `together`: of each response that was given by several people, its answers once for each of them but one, in the
    shape of the answers; None where none was. So the other way to weight them is known, too.
    """

    counts: Counts
    together: IntArray | None = None

    def __add__(self, other: PieceCounts) -> PieceCounts:
        """Both; they must have no response in common."""
        parts = [one.together for one in (self, other) if one.together is not None]
        return PieceCounts(self.counts + other.counts, sum(parts[1:], parts[0]) if parts else None)

    def __neg__(self) -> PieceCounts:
        """What takes these responses out of others."""
        together = None if self.together is None else -self.together
        return PieceCounts(Counts(-self.counts.answers, -self.counts.respondents), together)

    def said(self, is_weighted: bool) -> IntArray:
        """How many responses said what to each item, whatever their weight: (items, codes)."""
        answers = self.counts.answers.sum(axis=2)
        return answers - self.together.sum(axis=2) if is_weighted and self.together is not None else answers


def tabulate(batch: Batch, items: int, groups: int, is_weighted: bool) -> PieceCounts:
    """How often each code was given to each of the scored items, by group. `is_weighted`: by participants."""
    coded = np.frombuffer(batch.data, np.uint8).reshape(-1, items)
    group = batch.groups % groups
    first = np.arange(0, items * CODES * groups, CODES * groups, dtype=np.int32)
    places = first + coded * np.int32(groups) + group[:, None].astype(np.int32)
    shape = (items, CODES, groups)
    is_several = batch.participants > 1
    answers = _count(places, None, shape)
    together = None
    if is_several.any():
        together = _count(places[is_several], batch.participants[is_several] - 1, shape)
        if is_weighted:
            answers += together
    found = PieceCounts(Counts(answers, np.bincount(group, minlength=groups)), together)
    return -found if batch.sign < 0 else found


def _count(places: IntArray, weights: IntArray | None, shape: tuple[int, int, int]) -> IntArray:
    size = int(np.prod(shape))
    if weights is None:
        return np.bincount(places.ravel(), minlength=size).reshape(shape)
    found = np.bincount(places.ravel(), np.repeat(weights, places.shape[1]), size)  # whole numbers as floats
    return found.astype(np.int64).reshape(shape)


@dataclass
class TallyBook:
    """Counts of the country (key None) and of each institution, added to piece by piece.

    `counts`: over the items about the unit. `said`: how many of its respondents (None: of all) said what to any item,
    about the unit or not, whatever their weight: (scored items, codes).
    """

    instrument: Instrument
    groups: int
    is_weighted: bool
    counts: dict[int | None, Counts] = field(default_factory=dict)
    said: defaultdict[int | None, IntArray] = field(init=False)

    def __post_init__(self) -> None:
        scored = self.instrument.scored_items
        places = {item.code: place for place, item in enumerate(scored)}
        self._columns = {
            tier: np.array([places[item.code] for item in items_of(self.instrument, tier)], np.intp) for tier in Tier
        }
        self.said = defaultdict(lambda: np.zeros((len(scored), CODES), np.int64))

    def load_said(self, unit: int | None, stored: bytes | memoryview) -> None:
        """Go on from what is stored of a unit; empty where nothing was kept yet."""
        if stored:
            self.said[unit] = undump_said(stored)

    def add(self, institution: int | None, piece: PieceCounts) -> None:
        """Count for the country and, where it is named, for the institution."""
        said = piece.said(self.is_weighted)
        tiers = {institution: Tier.INSTITUTION} | {None: Tier.NATIONAL}  # of no institution: for the country alone
        for unit, tier in tiers.items():
            self.of(unit).include(Counts(piece.counts.answers[self._columns[tier]], piece.counts.respondents))
            self.said[unit] += said

    def of(self, unit: int | None) -> Counts:
        """The counts of a unit; zeros where nothing was counted."""
        if unit not in self.counts:
            tier = Tier.NATIONAL if unit is None else Tier.INSTITUTION
            self.counts[unit] = Counts.nobody(len(self._columns[tier]), self.groups)
        return self.counts[unit]


def dump(counts: Counts) -> tuple[bytes, bytes]:
    """The two arrays as they are stored."""
    return counts.answers.astype(STORED).tobytes(), counts.respondents.astype(STORED).tobytes()


def undump(answers: bytes | memoryview, respondents: bytes | memoryview, groups: int) -> Counts:
    """The inverse of `dump`."""
    return Counts(
        np.frombuffer(answers, STORED).reshape(-1, CODES, groups).astype(np.int64), _undump_respondents(respondents)
    )


def undump_said(stored: bytes | memoryview) -> IntArray:
    """What the respondents of a unit said, as `TallyBook.said` has it."""
    return np.frombuffer(stored, STORED).reshape(-1, CODES).astype(np.int64)


def _undump_respondents(stored: bytes | memoryview) -> IntArray:
    return np.frombuffer(stored, STORED).astype(np.int64)


def deflate(answers: IntArray) -> bytes:
    """Counts as slices and pieces store them: most are zeros, few are large."""
    most = max(int(answers.max(initial=0)), -int(answers.min(initial=0)))
    narrow = next(kind for kind in _NARROW if most <= np.iinfo(kind).max)
    return zlib.compress(answers.astype(narrow).tobytes(), 1)


def inflate(stored: bytes | memoryview, items: int, groups: int) -> IntArray:
    """The inverse of `deflate`: (items, codes, groups)."""
    content = zlib.decompress(stored)
    kind = next(kind for kind in _NARROW if kind.itemsize * items * CODES * groups == len(content))
    return np.frombuffer(content, kind).reshape(items, CODES, groups).astype(np.int64)


def pack(counts: Counts) -> tuple[bytes, bytes]:
    """The two arrays as slices and pieces store them."""
    return deflate(counts.answers), counts.respondents.astype(STORED).tobytes()


def unpack(answers: bytes | memoryview, respondents: bytes | memoryview, items: int) -> Counts:
    """The inverse of `pack`."""
    kept = _undump_respondents(respondents)
    return Counts(inflate(answers, items, len(kept)), kept)
