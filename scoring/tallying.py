"""Count coded answers: bytes in, counts by unit out. Pure apart from numpy."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from scoring.counts import Counts, IntArray
from scoring.frame import items_of
from surveys.coding import CODES
from surveys.content import Instrument, Tier

STORED = np.dtype("<i4")


class FacetValues(NamedTuple):
    """By what respondents are told apart: language, mode, type of respondent (empty where unknown)."""

    language: str
    mode: str
    respondent_type: str


K = TypeVar("K")


@dataclass(frozen=True)
class Batch(Generic[K]):
    """Coded responses that share their key (an institution or None, or their facets), jackknife group and weight.

    `data`: their bytes one after another; `numbers`: likewise, where they are counted. `weight` is negative for
    responses that cease to count; its size is what each response counts for (1, or its participants where the method
    says so).
    """

    key: K
    group: int
    weight: int
    data: bytes | memoryview
    numbers: bytes | memoryview = b""

    @property
    def sign(self) -> int:
        """Whether the responses begin (1) or cease (-1) to count."""
        return 1 if self.weight > 0 else -1


@dataclass
class TallyBook:
    """Counts of the country (key None) and of each institution, added to batch by batch.

    `counts`: over the items about the unit. `said`: how many of its respondents (None: of all) said what to any item,
    about the unit or not, whatever their weight: (scored items, codes).
    """

    instrument: Instrument
    groups: int
    counts: dict[int | None, Counts] = field(default_factory=dict)
    said: defaultdict[int | None, IntArray] = field(init=False)

    def __post_init__(self) -> None:
        scored = self.instrument.scored_items
        places = {item.code: place for place, item in enumerate(scored)}
        self._width = len(scored)
        self._columns = {
            tier: np.array([places[item.code] for item in items_of(self.instrument, tier)], np.intp) for tier in Tier
        }
        self.said = defaultdict(lambda: np.zeros((self._width, CODES), np.int64))

    def load_said(self, unit: int | None, stored: bytes | memoryview) -> None:
        """Go on from what is stored of a unit; empty where nothing was kept yet."""
        if stored:
            self.said[unit] = undump_said(stored)

    def add(self, batches: Iterable[Batch[int | None]]) -> None:
        """Count every batch for the country and, where it has one, for its institution."""
        for batch in batches:
            table, responses = _tabulate(batch.data, self._width)
            tiers = {batch.key: Tier.INSTITUTION} | {None: Tier.NATIONAL}  # of no institution: for the country alone
            for unit, tier in tiers.items():
                _count(self.of(unit), table[self._columns[tier]], responses, batch)
                self.said[unit] += batch.sign * table

    def of(self, unit: int | None) -> Counts:
        """The counts of a unit; zeros where nothing was counted."""
        if unit not in self.counts:
            tier = Tier.NATIONAL if unit is None else Tier.INSTITUTION
            self.counts[unit] = Counts.nobody(len(self._columns[tier]), self.groups)
        return self.counts[unit]


@dataclass
class SliceBook(Generic[K]):
    """Counts over all scored items by any key, for example by facets, added to batch by batch."""

    instrument: Instrument
    groups: int
    counts: dict[K, Counts] = field(default_factory=dict)

    def add(self, batches: Iterable[Batch[K]]) -> None:
        """Count every batch for its key."""
        width = len(self.instrument.scored_items)
        for batch in batches:
            if batch.key not in self.counts:
                self.counts[batch.key] = Counts.nobody(width, self.groups)
            _count(self.counts[batch.key], *_tabulate(batch.data, width), batch)


def _count(counts: Counts, table: IntArray, responses: int, batch: Batch[Any]) -> None:
    group = batch.group % counts.respondents.shape[0]
    counts.answers[:, :, group] += batch.weight * table
    counts.respondents[group] += batch.sign * responses


def counted(instrument: Instrument, groups: int, batches: Sequence[Batch[Any]]) -> IntArray:
    """The answers of many small batches at once, whatever their keys: (scored items, codes, groups)."""
    width = len(instrument.scored_items)
    coded = [np.frombuffer(batch.data, np.uint8).reshape(-1, width) for batch in batches]
    times = [len(one) for one in coded]
    group = np.repeat([batch.group % groups for batch in batches], times)
    weight = np.repeat([batch.weight for batch in batches], times)
    cells = (np.arange(width) * CODES + np.concatenate(coded)) * groups + group[:, None]
    weights = np.broadcast_to(weight[:, None], cells.shape)
    found = np.bincount(cells.ravel(), weights.ravel(), minlength=width * CODES * groups)  # whole numbers as floats
    return found.astype(np.int64).reshape(width, CODES, groups)


def _tabulate(data: bytes | memoryview, items: int) -> tuple[IntArray, int]:
    """How often each code stands in each column, (items, codes), and of how many responses."""
    coded = np.frombuffer(data, np.uint8).reshape(-1, items)
    cells = coded + np.arange(items, dtype=np.uint16) * CODES
    return np.bincount(cells.ravel(), minlength=items * CODES).reshape(items, CODES), len(coded)


def dump(counts: Counts) -> tuple[bytes, bytes]:
    """The two arrays as they are stored."""
    return counts.answers.astype(STORED).tobytes(), counts.respondents.astype(STORED).tobytes()


def undump(answers: bytes | memoryview, respondents: bytes | memoryview, groups: int) -> Counts:
    """The inverse of `dump`."""
    return Counts(
        np.frombuffer(answers, STORED).reshape(-1, CODES, groups).astype(np.int64),
        np.frombuffer(respondents, STORED).astype(np.int64),
    )


def undump_said(stored: bytes | memoryview) -> IntArray:
    """What the respondents of a unit said, as `TallyBook.said` has it."""
    return np.frombuffer(stored, STORED).reshape(-1, CODES).astype(np.int64)


def pack(counts: Counts) -> tuple[bytes, bytes]:
    """The two arrays as slices store them: the answers deflated, for most of them are zeros."""
    answers, respondents = dump(counts)
    return zlib.compress(answers, 1), respondents


def unpack(answers: bytes | memoryview, respondents: bytes | memoryview, groups: int) -> Counts:
    """The inverse of `pack`."""
    return undump(zlib.decompress(answers), respondents, groups)
