"""Counts: all that scores need of the responses, whatever their number. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveys.coding import CODES

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Counts:
    """How often each code was given, for a unit or any part of its responses (a sub-population scores the same way).

    `answers` has the shape (items, codes, groups): the items of the unit's tier in the order of `items_of`, the codes
    of `surveys.coding.Code`, the groups of the jackknife. `respondents` has the shape (groups,): the counted responses
    that belong to the unit, each once, also those that answered none of its items.
    """

    answers: IntArray
    respondents: IntArray

    @classmethod
    def nobody(cls, items: int, groups: int) -> Counts:
        """Counts of a unit without responses."""
        return cls(np.zeros((items, CODES, groups), np.int64), np.zeros(groups, np.int64))

    def __add__(self, other: Counts) -> Counts:
        """Counts of both together; the two must have no response in common."""
        return Counts(self.answers + other.answers, self.respondents + other.respondents)

    def include(self, other: Counts) -> None:
        """Become the counts of both together; the two must have no response in common."""
        np.add(self.answers, other.answers, out=self.answers)
        np.add(self.respondents, other.respondents, out=self.respondents)
