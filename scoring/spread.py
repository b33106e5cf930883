"""Where respondents disagree, and how much hangs on it (method, section "Comparing groups"). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.frame import Frame, SourceFrame
from scoring.results import Family, ItemScore

CONTESTED = 0.6  # below this agreement an item is contested
UNKNOWN = 0.25  # from this share of Do not know on, an item is little known
HEAVY = 0.75  # an important item weighs at least as much as three in four of those of its source
NO_WEIGHT = 0.0


@dataclass(frozen=True)
class ItemSpread:
    """How far answers to an item go apart. `n`: answers that agreement rests on; `answers`: those and Do not know.

    `weight`: the part of its source's overall score that hangs on it, 0 for an item that stands beside the levels.
    `share`: its place among the weights of its source, 1 for the heaviest.
    """

    code: str
    agreement: float | None
    n: int
    dk: int
    answers: int
    dk_share: float | None
    missing: int
    weight: float
    share: float

    @property
    def is_contested(self) -> bool:
        """Whether respondents disagree."""
        return self.agreement is not None and self.agreement < CONTESTED

    @property
    def is_unknown(self) -> bool:
        """Whether many do not know."""
        return self.dk_share is not None and self.dk_share >= UNKNOWN

    @property
    def is_important(self) -> bool:
        """Whether much of the overall score hangs on it."""
        return self.weight > 0 and self.share >= HEAVY


def weights_of(frame: Frame) -> Mapping[str, float]:
    """By how much the overall score of its source moves when an item goes from 0 to 1, with every item answered."""
    weights = dict.fromkeys((item.code for item in frame.items), NO_WEIGHT)
    for source in (frame.facts, frame.perceptions):
        for place, weight in _weights(source).items():
            weights[frame.items[place].code] += weight
    return weights


def _weights(source: SourceFrame) -> dict[int, float]:
    """By place: levels weigh alike, in a level its cells with items, in a cell its items."""
    cells = source.members_of(Family.CELLS)
    by_level = [cells[first : first + len(source.areas)] for first in range(0, len(cells), len(source.areas))]
    levels = [[cell for cell in cells if len(cell)] for cells in by_level]
    levels = [cells for cells in levels if cells]
    weights: dict[int, float] = {}
    for cells in levels:
        for cell in cells:
            for place in cell:
                weights[int(place)] = weights.get(int(place), 0.0) + 1 / len(levels) / len(cells) / len(cell)
    return weights


def find_spread(items: Sequence[ItemScore], weights: Mapping[str, float], minimum: int) -> list[ItemSpread]:
    """The items with enough answers, in the order given. Agreement needs as many that count in the score."""
    by_source = {
        source: sorted(weights[item.code] for item in items if item.source is source and weights[item.code])
        for source in {item.source for item in items}
    }
    found = []
    for item in items:
        answers = item.n if item.dk_share is None else item.yes + item.no + item.dk
        if answers < minimum or item.is_validated:
            continue
        rivals, weight = by_source[item.source], weights[item.code]
        found.append(
            ItemSpread(
                code=item.code,
                agreement=item.agreement if item.n >= minimum else None,
                n=item.n,
                dk=item.dk,
                answers=answers,
                dk_share=item.dk_share,
                missing=item.missing,
                weight=weight,
                share=sum(rival <= weight for rival in rivals) / len(rivals) if rivals and weight else 0.0,
            )
        )
    return found
