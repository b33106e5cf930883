"""From counts by code to the answers of a group, item by item, as the method counts them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.counts import IntArray
from scoring.frame import build_frame
from scoring.group_tests import Answers
from scoring.methods import Method
from surveys.coding import POINTS, Code
from surveys.content import Instrument, ItemType, Tier


@dataclass(frozen=True)
class Worth:
    """What the method makes of each scored item, in the order of the instrument.

    `is_value` (items, codes, values): whether a code counts and stands for a value. `sizes`: how many values each has.
    """

    places: Mapping[str, int]
    is_value: IntArray
    sizes: Sequence[int]

    def of(self, answers: IntArray) -> list[Answers]:
        """A group's answers to every item, from its counts (items, codes)."""
        by_value = np.einsum("ic,icv->iv", answers, self.is_value).tolist()
        silent = answers[:, [Code.DO_NOT_KNOW, Code.MISSING]].tolist()
        rows = zip(by_value, self.sizes, silent, strict=True)
        return [Answers(tuple(counts[:size]), dk, missing) for counts, size, (dk, missing) in rows]


def worth_of(instrument: Instrument, method: Method) -> Worth:
    """For all scored items, whatever their tier."""
    frames = [build_frame(instrument, method, tier) for tier in Tier]
    by_code = {
        item.code: (frame.values[place], frame.is_valid[place])
        for frame in frames
        for place, item in enumerate(frame.items)
    }
    items = instrument.scored_items
    values, is_valid = (np.array([by_code[item.code][place] for item in items]) for place in (0, 1))
    is_valid[:, Code.DO_NOT_KNOW] = False  # it stands apart, also where the method counts it as No
    return Worth(
        places={item.code: place for place, item in enumerate(items)},
        is_value=((values[..., None] == np.arange(POINTS)) & is_valid[..., None]).astype(np.int64),
        sizes=[POINTS if item.type is ItemType.SCALE05 else 2 for item in items],
    )
