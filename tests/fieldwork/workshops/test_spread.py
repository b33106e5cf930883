"""Spread and agreement of votes."""

from __future__ import annotations

import math

import pytest

from fieldwork.workshops.spread import agreement, spread_of
from surveys.content import Instrument, Item


def find(instrument: Instrument, code: str) -> Item:
    return next(item for table in instrument.tables() for item in table.items if item.code == code)


@pytest.mark.parametrize(
    ("counts", "width", "expected"),
    [
        ({1: 5}, 1, 1),
        ({0: 3, 1: 3}, 1, 0),
        ({0: 1, 1: 3}, 1, 1 + 0.75 * math.log2(0.75) + 0.25 * math.log2(0.25)),
        ({0: 2, 5: 2}, 5, 0),
        ({3: 4, 0: 0}, 5, 1),
        ({}, 1, None),
        ({1: 0}, 1, None),
        ({1: 2}, 0, None),
    ],
)
def test_agreement_is_that_of_the_method(counts: dict[float, int], width: float, expected: float | None) -> None:
    found = agreement(counts, width)
    assert found == (expected if expected is None else pytest.approx(expected))


def test_do_not_know_is_counted_apart(small: Instrument) -> None:
    item = find(small, "F1.1.a")
    spread = spread_of(item, small.scale_of(item), {"yes": 4, "dk": 2})
    assert (spread.counts, spread.unknown, spread.base, spread.agreement) == ((("yes", 4), ("no", 0)), 2, 4, 1)


def test_numbers_stand_in_their_order(small: Instrument) -> None:
    item = find(small, "F1.1.share")
    spread = spread_of(item, small.scale_of(item), {"9": 1, "100": 1, "10.5": 2})
    assert [value for value, _count in spread.counts] == ["9", "10.5", "100"]
    assert spread.agreement is not None
    assert 0 < spread.agreement < 1


def test_nobody_who_knows_leaves_no_agreement(small: Instrument) -> None:
    item = find(small, "F1.1.a")
    assert spread_of(item, small.scale_of(item), {"dk": 3}).agreement is None
