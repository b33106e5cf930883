"""How the votes on an item spread: counts, and how far people agree. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.content import Item, ItemType, Scale

DO_NOT_KNOW = "dk"
_AS_NUMBERS: Mapping[ItemType, Mapping[str, float]] = {
    ItemType.YNDK: {"yes": 1, "no": 0},
    ItemType.SCALE05: {str(point): point for point in range(6)},
}


@dataclass(frozen=True)
class Spread:
    """The votes of one ballot. `counts`: (value, votes) in the order of the scale, or of the numbers; without
    `unknown`, those who do not know. `agreement`: 0 to 1; None where the answers have no distances, or nobody gave one.
    """

    counts: tuple[tuple[str, int], ...]
    unknown: int
    agreement: float | None

    @property
    def base(self) -> int:
        """How many gave an answer other than Do not know."""
        return sum(count for _value, count in self.counts)


def spread_of(item: Item, scale: Scale | None, votes: Mapping[str, int]) -> Spread:
    """The spread of votes (value -> how many)."""
    if scale is not None:
        values = [point.value for point in scale.points if point.value != DO_NOT_KNOW]
    else:
        values = sorted((value for value in votes if value != DO_NOT_KNOW), key=_as_number)
    counts = tuple((value, votes.get(value, 0)) for value in values)
    return Spread(counts, votes.get(DO_NOT_KNOW, 0), _agreement_on(item, counts))


def agreement(counts: Mapping[float, int], width: float) -> float | None:
    """Tastle and Wierman's measure (method, section 3): 1 + sum of p log2(1 - |x - m| / d), for values x with shares p
    and mean m on a scale of width d. 1 when all answer alike, 0 when half stand at each end; None without answers."""
    number = sum(counts.values())
    if not number or width <= 0:
        return None
    mean = math.fsum(value * count for value, count in counts.items()) / number
    return 1 + math.fsum(
        count / number * math.log2(1 - abs(value - mean) / width) for value, count in counts.items() if count
    )


def _agreement_on(item: Item, counts: Sequence[tuple[str, int]]) -> float | None:
    if numbers := _AS_NUMBERS.get(item.type):
        by_number = {numbers[value]: count for value, count in counts if value in numbers}
        return agreement(by_number, max(numbers.values()))
    if item.minimum is not None and item.maximum is not None and item.type in (ItemType.PERCENT, ItemType.COUNT):
        return agreement({_as_number(value): count for value, count in counts}, item.maximum - item.minimum)
    return None


def _as_number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return math.inf
