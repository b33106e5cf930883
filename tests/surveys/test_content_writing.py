"""Writing instrument files: what is written reads as the same instrument."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from surveys.content import Instrument, Item, ItemType, Scored, Tier, read_instrument, write_instrument

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)
TEXTS = st.dictionaries(st.sampled_from(["kk", "ru", "en"]), WORDS)
CODES = st.lists(WORDS, max_size=3).map(tuple)
BOUNDS = st.none() | st.floats(-1e14, 1e14) | st.integers(-(10**14), 10**14)
ITEMS = st.builds(
    Item,
    code=WORDS,
    type=st.sampled_from(ItemType),
    text=TEXTS.filter(bool),
    help=TEXTS,
    parent=WORDS,
    tier=st.sampled_from(Tier),
    levels=CODES,
    technologies=CODES,
    reverse=st.booleans(),
    scored=st.sampled_from(Scored),
    minimum=BOUNDS,
    maximum=BOUNDS,
    note=WORDS,
)


def test_the_small_instrument_survives_the_round_trip(small: Instrument) -> None:
    assert read_instrument(write_instrument(small)) == small


def test_writing_twice_gives_the_same_file(small: Instrument) -> None:
    written = write_instrument(small)
    assert write_instrument(read_instrument(written)) == written


def test_languages_stand_on_neighbouring_lines(small: Instrument) -> None:
    lines = write_instrument(small).splitlines()
    place = lines.index('text.kk = "Заң бар ма?"')
    assert lines[place + 1 : place + 3] == ['text.ru = "Есть ли закон?"', 'text.en = "Is there a law?"']


@given(ITEMS)
def test_any_item_survives_the_round_trip(item: Item) -> None:
    instrument = Instrument(code="x", version="1", title={"kk": "x"}, profile=(item, replace(item, code="other")))
    assert read_instrument(write_instrument(instrument)) == instrument
