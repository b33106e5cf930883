"""Count coded answers: bytes in, counts by unit out. Pure apart from numpy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from scoring.counts import Counts, IntArray
from scoring.frame import items_of
from surveys.coding import CODES
from surveys.content import Instrument, Tier

STORED = np.dtype("<i4")


@dataclass(frozen=True)
class Batch:
    """Coded responses that share their institution (None: no institution), jackknife group and weight.

    `data`: their bytes one after another. `weight` is negative for responses that cease to count; its size is what
    each response counts for (1, or its participants where the method says so).
    """

    institution: int | None
    group: int
    weight: int
    data: bytes | memoryview


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

    def add(self, batches: Iterable[Batch]) -> None:
        """Count every batch for the country and, where it has one, for its institution."""
        for batch in batches:
            coded = np.frombuffer(batch.data, np.uint8).reshape(-1, self._width)
            self._count(None, Tier.NATIONAL, coded, batch)
            if batch.institution is not None:
                self._count(batch.institution, Tier.INSTITUTION, coded, batch)

    def of(self, unit: int | None) -> Counts:
        """The counts of a unit; zeros where nothing was counted."""
        if unit not in self.counts:
            tier = Tier.NATIONAL if unit is None else Tier.INSTITUTION
            self.counts[unit] = Counts.nobody(len(self._columns[tier]), self.groups)
        return self.counts[unit]

    def _count(self, unit: int | None, tier: Tier, coded: np.ndarray, batch: Batch) -> None:
        counts = self.of(unit)
        group = batch.group % self.groups
        counts.answers[:, :, group] += batch.weight * _tabulate(coded[:, self._columns[tier]])
        counts.respondents[group] += len(coded) * (1 if batch.weight > 0 else -1)


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
