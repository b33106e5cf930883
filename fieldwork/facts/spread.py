"""How the counted answers to facts spread, by institution. Pure apart from numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveys.coding import Code

ANSWERS = (Code.YES, Code.NO, Code.DO_NOT_KNOW)
"""What is counted. A No that only follows from a parent's No is left out: the parent is what is to be settled."""

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Answers:
    """How many responses answered so."""

    yes: int
    no: int
    do_not_know: int

    @property
    def number(self) -> int:
        """How many answered at all."""
        return self.yes + self.no + self.do_not_know

    @property
    def differ(self) -> bool:
        """Whether some say Yes and some say No."""
        return self.yes > 0 and self.no > 0

    @property
    def evenness(self) -> float:
        """The smaller part of those who say Yes or No, 0 (they agree) to 0.5 (half and half); 0 for nobody."""
        decided = self.yes + self.no
        return min(self.yes, self.no) / decided if decided else 0.0


@dataclass(frozen=True)
class Spread:
    """Counts of a whole round. `counts`: institutions (the last row: none) x items x ANSWERS."""

    counts: IntArray

    def of_country(self, item: int) -> Answers:
        """All answers to an item, whatever the institution."""
        return _answers(self.counts[:, item].sum(axis=0))

    def of_institution(self, institution: int, item: int) -> Answers:
        """The answers to an item for one institution, by its place; the place after the last is that of none."""
        return _answers(self.counts[institution, item])


def _answers(counts: IntArray) -> Answers:
    yes, no, do_not_know = counts.tolist()
    return Answers(yes, no, do_not_know)


def spread_of(said: Mapping[int | None, IntArray], institutions: Sequence[int], columns: Sequence[int]) -> Spread:
    """The spread of some items: (scored items, codes) by institution, all respondents under None.

    `columns`: the places of the items. Who answered for an institution that is not named counts as for none.
    """
    chosen = np.ix_(columns, ANSWERS)
    nobody = np.zeros((len(columns), len(ANSWERS)), np.int64)
    counts = [said[one][chosen] if one in said else nobody for one in institutions]
    everybody = said[None][chosen] if None in said else nobody
    return Spread(np.stack([*counts, everybody - sum(counts, nobody)]))
