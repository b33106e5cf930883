"""What uncertain answers could have been: counts with some answers read as others. Pure.

Each function takes answers of the shape (items, codes), answers of one unit over all groups, and returns new ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import IntEnum

import numpy as np

from scoring.counts import IntArray
from scoring.frame import Frame
from surveys.coding import CODES, VALUES, Code
from surveys.content import Item, ItemType

_GIVEN = [Code.YES, Code.NO, Code.STRUCTURAL]


class Reading(IntEnum):
    """How uncertain answers are read; the value is the place on the last axis of `readings_of`."""

    AS_ANSWERED = 0
    DO_NOT_KNOW_LOW = 1  # each Do not know as the answer that lowers the score
    DO_NOT_KNOW_HIGH = 2  # ... that raises it
    MISSING_LOW = 3  # each Do not know and each answer left empty likewise
    MISSING_HIGH = 4
    UNSHOWN = 5  # each Yes that nothing shows as No


def readings_of(frame: Frame, answers: IntArray, settled: Mapping[str, str], shown: Collection[str]) -> IntArray:
    """The answers of a unit in every reading. Shape: (items, codes, readings).

    `settled`: answers set by a reviewer, by item; `shown`: items with evidence. What is settled needs none.
    """
    as_answered = settle(frame, answers, settled)
    unknown, empty = [Code.DO_NOT_KNOW], [Code.DO_NOT_KNOW, Code.MISSING]
    unshown = read_unshown_as_no(frame, answers, set(shown) | {item for item in settled if settled[item] == "yes"})
    return np.stack(
        [
            as_answered,
            *(read_as(frame, as_answered, unknown, is_high) for is_high in (False, True)),
            *(read_as(frame, as_answered, empty, is_high) for is_high in (False, True)),
            settle(frame, unshown, settled),
        ],
        axis=-1,
    )


def settle(frame: Frame, answers: IntArray, settled: Mapping[str, str]) -> IntArray:
    """With the answers that a reviewer set in the place of all others to their items."""
    answers = answers.copy()
    for code, value in settled.items():
        if code in frame.places:
            answers[frame.places[code]] = 0
            answers[frame.places[code], VALUES[ItemType.YNDK][value]] = 1
    return answers


def read_as(frame: Frame, answers: IntArray, codes: Collection[int], is_high: bool) -> IntArray:
    """Each answer of these codes as the one that raises the item's score most, or lowers it most."""
    answers, places = answers.copy(), np.arange(len(frame.items))
    raises = np.where(frame.is_scale, Code.SCALE_ZERO + 5, Code.YES)
    lowers = np.where(frame.is_scale, int(Code.SCALE_ZERO), int(Code.NO))
    target = np.where(frame.is_reverse == is_high, lowers, raises)
    for code in codes:
        moved = answers[:, code].copy()
        answers[:, code] = 0
        np.add.at(answers, (places, target), moved)
    return answers


def read_unshown_as_no(frame: Frame, answers: IntArray, shown: Collection[str]) -> IntArray:
    """Each Yes to an item that nothing shows as No, with what follows for the items below it (method, section 2).

    What shows an item shows the items above it. Where Yes is unfavourable it needs no proof and stays.
    """
    proven = {parent.code for code in shown for parent in (_item(frame, code), *_above(frame, code)) if parent}
    read = answers.copy()
    for place, item in enumerate(frame.items):
        if item.type is not ItemType.YNDK:
            continue
        doubted = [one for one in (item, *_above(frame, item.code)) if not one.reverse and one.code not in proven]
        if not doubted:
            continue
        top = doubted[-1]
        if top is item:
            read[place, Code.NO] += read[place, Code.YES]
            read[place, Code.YES] = 0
        else:
            read[place] = _below(answers[frame.places[top.code]], answers[place])
    return read


def _below(top: IntArray, own: IntArray) -> IntArray:
    """The answers to an item, where all answers Yes or No to one above it are No."""
    answers = np.zeros(CODES, np.int64)
    answers[Code.STRUCTURAL] = top[_GIVEN].sum()
    answers[Code.DO_NOT_KNOW] = top[Code.DO_NOT_KNOW]
    answers[Code.MISSING] = top[Code.MISSING]
    answers[Code.NOT_ASKED] = own[Code.NOT_ASKED]
    return answers


def _item(frame: Frame, code: str) -> Item | None:
    return frame.items[frame.places[code]] if code in frame.places else None


def _above(frame: Frame, code: str) -> Iterator[Item]:
    """The scored items above one, the nearest first."""
    item = _item(frame, code)
    while item is not None and (item := _item(frame, item.parent)) is not None:
        yield item
