"""Count coded answers: bytes in, counts by unit out. Pure apart from numpy."""

from __future__ import annotations

import zlib
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


@dataclass
class TallyBook:
    """Counts of the country (key None) and of each institution, added to batch by batch."""

    instrument: Instrument
    groups: int
    counts: dict[int | None, Counts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        scored = self.instrument.scored_items
        places = {item.code: place for place, item in enumerate(scored)}
        self._width = len(scored)
        self._columns = {
            tier: np.array([places[item.code] for item in items_of(self.instrument, tier)], np.intp) for tier in Tier
        }

    def add(self, batches: Iterable[Batch[int | None]]) -> None:
        """Count every batch for the country and, where it has one, for its institution."""
        for batch in batches:
            coded = np.frombuffer(batch.data, np.uint8).reshape(-1, self._width)
            _count(self.of(None), coded[:, self._columns[Tier.NATIONAL]], batch)
            if batch.key is not None:
                _count(self.of(batch.key), coded[:, self._columns[Tier.INSTITUTION]], batch)

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
            _count(self.counts[batch.key], np.frombuffer(batch.data, np.uint8).reshape(-1, width), batch)


def _count(counts: Counts, coded: np.ndarray, batch: Batch[Any]) -> None:
    group = batch.group % counts.respondents.shape[0]
    counts.answers[:, :, group] += batch.weight * _tabulate(coded)
    counts.respondents[group] += len(coded) * (1 if batch.weight > 0 else -1)


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


def _tabulate(coded: np.ndarray) -> IntArray:
    """How often each code stands in each column. (responses, items) -> (items, codes)."""
    items = coded.shape[1]
    cells = coded + np.arange(items, dtype=np.uint16) * CODES
    return np.bincount(cells.ravel(), minlength=items * CODES).reshape(items, CODES)


def dump(counts: Counts) -> tuple[bytes, bytes]:
    """The two arrays as they are stored."""
    return counts.answers.astype(STORED).tobytes(), counts.respondents.astype(STORED).tobytes()


def undump(answers: bytes | memoryview, respondents: bytes | memoryview, groups: int) -> Counts:
    """The inverse of `dump`."""
    return Counts(
        np.frombuffer(answers, STORED).reshape(-1, CODES, groups).astype(np.int64),
        np.frombuffer(respondents, STORED).astype(np.int64),
    )


def pack(counts: Counts) -> tuple[bytes, bytes]:
    """The two arrays as slices store them: the answers deflated, for most of them are zeros."""
    answers, respondents = dump(counts)
    return zlib.compress(answers, 1), respondents


def unpack(answers: bytes | memoryview, respondents: bytes | memoryview, groups: int) -> Counts:
    """The inverse of `pack`."""
    return undump(zlib.decompress(answers), respondents, groups)
