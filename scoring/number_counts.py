"""How often each number was given to each item: bytes in, sorted counts by unit out. Pure apart from numpy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from scoring.tallying import Batch
from surveys.coding import NUMBER, number_items
from surveys.content import Instrument, Tier

RECORD = np.dtype([("item", "<u2"), ("value", "<f8"), ("responses", "<i4")])
"""The place of an item among `number_items`, a number, and how many responses gave it."""

WAITING = 4_000_000  # bytes of responses that are counted at once: the more, the less is merged


@dataclass
class NumberBook:
    """Counts of the country (key None) and of each institution, added to batch by batch.

    Each item is counted for what it is about; a response counts once, whatever its weight.
    """

    instrument: Instrument
    _counts: dict[int | None, np.ndarray] = field(default_factory=dict)
    _waiting: list[Batch] = field(default_factory=list)
    _bytes: int = 0

    def __post_init__(self) -> None:
        items = number_items(self.instrument)
        self._is_national = [item.tier is Tier.NATIONAL for item in items]

    def load(self, unit: int | None, stored: bytes | memoryview) -> None:
        """Go on from the counts of a unit as `dumped` gave them."""
        self._counts[unit] = np.frombuffer(stored, RECORD)

    def add(self, batch: Batch) -> None:
        """Count it for the country and, where it has one, for its institution."""
        if batch.numbers:
            self._waiting.append(batch)
            self._bytes += len(batch.numbers)
        if self._bytes >= WAITING:
            self._settle()

    def dumped(self) -> dict[int | None, bytes]:
        """The counts of each unit as they are stored, in the order of items and values; without those that are zero."""
        self._settle()
        return {unit: records.tobytes() for unit, records in self._counts.items()}

    def _settle(self) -> None:
        found: defaultdict[int | None, list[np.ndarray]] = defaultdict(list)
        for sign in (1, -1):
            signed = [batch for batch in self._waiting if batch.sign == sign]
            for unit, records in _counted(signed, self._is_national):
                records["responses"] *= sign
                found[unit].append(records)
        for unit, parts in found.items():
            known = [self._counts[unit]] if unit in self._counts else []
            self._counts[unit] = merged(known + parts)
        self._waiting.clear()
        self._bytes = 0


def merged(parts: Iterable[np.ndarray]) -> np.ndarray:
    """Records of several counts as those of one, in the order of items and values, without zeros."""
    records = np.concatenate([np.empty(0, RECORD), *parts])
    records = records[np.lexsort((records["value"], records["item"]))]
    is_first = np.ones(len(records), bool)
    is_first[1:] = (records["item"][1:] != records["item"][:-1]) | (records["value"][1:] != records["value"][:-1])
    starts = np.flatnonzero(is_first)
    found = records[starts]
    if len(starts):
        found["responses"] = np.add.reduceat(records["responses"], starts)
    return found[found["responses"] != 0]


def _counted(batches: list[Batch], is_national: list[bool]) -> Iterator[tuple[int | None, np.ndarray]]:
    """The records of each unit that is named."""
    if not batches:
        return
    units = list(dict.fromkeys([None, *(batch.piece.institution for batch in batches)]))
    places = {unit: place for place, unit in enumerate(units)}
    blocks = [np.frombuffer(batch.numbers, NUMBER).reshape(-1, len(is_national)) for batch in batches]
    values = np.concatenate(blocks)
    owners = np.repeat([places[batch.piece.institution] for batch in batches], [len(block) for block in blocks])
    columns = [
        _column(place, values[:, place], np.zeros_like(owners) if is_one else owners)
        for place, is_one in enumerate(is_national)
    ]
    whose = np.concatenate([owner for owner, _records in columns])
    records = np.concatenate([records for _owner, records in columns])
    order = np.argsort(whose, kind="stable")
    cuts = np.searchsorted(whose[order], np.arange(1, len(units)))
    yield from zip(units, np.split(records[order], cuts), strict=True)


def _column(item: int, values: np.ndarray, owners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Owners and records of one item: each number that an owner's responses gave, once."""
    is_given = ~np.isnan(values)
    numbers, which = np.unique(values[is_given], return_inverse=True)
    cells, responses = np.unique(owners[is_given] * len(numbers) + which, return_counts=True)
    records = np.empty(len(cells), RECORD)
    whose, which = np.divmod(cells, max(len(numbers), 1))
    records["item"], records["value"], records["responses"] = item, numbers[which], responses
    return whose, records
