"""Numbers given: counted batch by batch, put together and taken out again."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import number_counts
from scoring.number_counts import RECORD, NumberBook, merged
from scoring.tallying import Batch, FacetValues, PieceKey
from surveys.coding import NUMBER
from surveys.content import Chapter, Instrument, Item, ItemType, Section, Source, Table, Tier

ITEMS = (
    Item("share", ItemType.PERCENT, {}, tier=Tier.NATIONAL),
    Item("staff", ItemType.COUNT, {}, tier=Tier.INSTITUTION),
)
SECTION = Section("F", {}, source=Source.FACTS, chapters=(Chapter("F1", {}, tables=(Table("F1.1", {}, items=ITEMS),)),))
INSTRUMENT = Instrument("numbers", "1", {}, sections=(SECTION,))
NUMBERS = st.one_of(st.just(float("nan")), st.sampled_from([0.0, 1.0, 2.5, 100.0]), st.floats(-1e9, 1e9))
ANSWERS = st.tuples(st.sampled_from([None, 1, 2]), st.sampled_from([1, -1]), st.tuples(NUMBERS, NUMBERS))


def batch(unit: int | None, sign: int, *rows: tuple[float, float]) -> Batch:
    each = np.ones(len(rows), np.int64)
    piece = PieceKey(unit, FacetValues("kk", "individual", ""))
    return Batch(piece, sign, each, each, b"", np.array(rows, NUMBER).tobytes())


def read(book: NumberBook) -> dict[tuple[int | None, int, float], int]:
    return {
        (unit, item, value): responses
        for unit, stored in book.dumped().items()
        for item, value, responses in np.frombuffer(stored, RECORD).tolist()
    }


@given(st.lists(ANSWERS, max_size=30), st.sampled_from([1, 64, 10**6]))
def test_each_number_is_counted_for_what_its_item_is_about(
    answers: list[tuple[int | None, int, tuple[float, float]]], waiting: int
) -> None:
    expected = Counter[tuple[int | None, int, float]]()
    book = NumberBook(INSTRUMENT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(number_counts, "WAITING", waiting)
        for unit, sign, row in answers:
            book.add(batch(unit, sign, row))
            for item, (whose, value) in enumerate(zip((None, unit), row, strict=True)):
                if value == value:
                    expected[whose, item, value] += sign
    assert read(book) == {key: responses for key, responses in expected.items() if responses}


def test_stored_counts_are_gone_on_from_in_order() -> None:
    first = NumberBook(INSTRUMENT)
    first.add(batch(1, 1, (50, 7), (20, 7)))
    second = NumberBook(INSTRUMENT)
    for unit, stored in first.dumped().items():
        second.load(unit, stored)
    second.add(batch(1, -1, (50, 7)))
    second.add(batch(1, 1, (30, 3)))
    stored = second.dumped()
    assert np.frombuffer(stored[None], RECORD).tolist() == [(0, 20.0, 1), (0, 30.0, 1)]
    assert np.frombuffer(stored[1], RECORD).tolist() == [(1, 3.0, 1), (1, 7.0, 1)]


def test_responses_whose_numbers_were_not_kept_count_for_none() -> None:
    book = NumberBook(INSTRUMENT)
    book.add(batch(1, -1))
    assert book.dumped() == {}


def test_nothing_together_is_nothing() -> None:
    assert len(merged([])) == 0
