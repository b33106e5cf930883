"""Skip logic: what each item of a response counts as (method, section 2)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.coding import CODES, NUMBER, Code, Coder, number_items
from surveys.content import Chapter, Instrument, Item, ItemType, Scored, Section, Source, Table, Tier

Y, N, S, D, M = Code.YES, Code.NO, Code.STRUCTURAL, Code.DO_NOT_KNOW, Code.MISSING
OUT = Code.NOT_ASKED


def yndk(code: str, parent: str = "", tier: Tier = Tier.NATIONAL) -> Item:
    return Item(code, ItemType.YNDK, {}, parent=parent, tier=tier, scored=Scored.LEVEL)


def section(code: str, source: Source, *items: Item) -> Section:
    return Section(code, {}, source=source, chapters=(Chapter(f"{code}1", {}, tables=(Table(code, {}, items=items),)),))


INSTRUMENT = Instrument(
    "chain",
    "1",
    {},
    sections=(
        section(
            "F",
            Source.FACTS,
            yndk("a"),
            yndk("a.1", "a"),
            yndk("a.1.1", "a.1"),
            Item("a.1.count", ItemType.COUNT, {}, parent="a.1"),
            yndk("b", tier=Tier.INSTITUTION),
            yndk("b.1", "b", tier=Tier.INSTITUTION),
        ),
        section(
            "P",
            Source.PERCEPTIONS,
            Item("p", ItemType.SCALE05, {}, scored=Scored.LEVEL),
            Item("q", ItemType.SCALE05, {}, tier=Tier.INSTITUTION, scored=Scored.LEVEL),
        ),
    ),
)
CODER = Coder(INSTRUMENT)
CHAIN = ("a", "a.1", "a.1.1")


def coded(answers: dict[str, Any], sections: str = "FP", has_institution: bool = True) -> dict[str, int]:
    data = CODER.code(answers, list(sections), has_institution).data
    return {item.code: byte for item, byte in zip(INSTRUMENT.scored_items, data, strict=True)}


@pytest.mark.parametrize(
    ("given_answers", "expected"),
    [
        (("yes", "yes", "yes"), (Y, Y, Y)),
        (("yes", "yes", "no"), (Y, Y, N)),
        (("yes", "yes", "dk"), (Y, Y, D)),
        (("yes", "yes", None), (Y, Y, M)),
        (("yes", "no", None), (Y, N, S)),
        (("yes", "dk", None), (Y, D, D)),
        (("yes", None, None), (Y, M, M)),
        (("no", None, None), (N, S, S)),
        (("dk", None, None), (D, D, D)),
        ((None, None, None), (M, M, M)),
        # Whatever is stored under a parent that is not Yes is ignored, down the chain.
        (("no", "yes", "yes"), (N, S, S)),
        (("dk", "yes", "no"), (D, D, D)),
        ((None, "yes", "yes"), (M, M, M)),
        (("yes", "no", "yes"), (Y, N, S)),
        (("yes", None, "yes"), (Y, M, M)),
    ],
)
def test_a_chain_of_questions_counts_by_its_first_answer_that_is_not_yes(
    given_answers: tuple[str | None, ...], expected: tuple[int, ...]
) -> None:
    answers = {code: answer for code, answer in zip(CHAIN, given_answers, strict=True) if answer}
    assert tuple(coded(answers)[code] for code in CHAIN) == expected


@pytest.mark.parametrize("point", range(6))
def test_a_point_of_the_scale_keeps_its_value(point: int) -> None:
    assert coded({"p": str(point)})["p"] == Code.SCALE_ZERO + point


def test_items_of_sections_that_were_not_asked_are_not_asked() -> None:
    answers = {"a": "yes", "a.1": "no", "p": "3"}
    assert set(coded(answers, sections="P").items()) >= {("a", OUT), ("a.1", OUT), ("p", Code.SCALE_ZERO + 3)}
    assert coded(answers, sections="F")["p"] == OUT


def test_a_respondent_of_no_institution_is_not_asked_about_one() -> None:
    found = coded({"b": "yes", "b.1": "yes", "q": "5", "a": "no"}, has_institution=False)
    assert (found["b"], found["b.1"], found["q"], found["a"]) == (OUT, OUT, OUT, N)


def test_only_items_that_can_be_scored_have_a_byte() -> None:
    assert len(CODER.code({"a.1.count": 3}, ["F"], True).data) == len(INSTRUMENT.scored_items) == 7


@pytest.mark.parametrize("answer", ["maybe", "3", "", 1, True])
def test_an_answer_that_the_item_does_not_know_counts_as_none(answer: Any) -> None:
    assert coded({"a": answer})["a"] == M


@given(
    st.dictionaries(
        st.sampled_from([*INSTRUMENT.items_by_code, "unknown"]), st.sampled_from(["yes", "no", "dk", "0", "5"])
    ),
    st.sets(st.sampled_from("FP")),
    st.booleans(),
)
def test_every_response_codes_to_known_bytes(
    answers: dict[str, str], sections: set[str], has_institution: bool
) -> None:
    data = CODER.code(answers, sections, has_institution).data
    assert len(data) == len(INSTRUMENT.scored_items)
    assert max(data) < CODES


def test_the_order_of_bytes_is_the_order_of_the_instrument() -> None:
    """Stored bytes are read by their place: nothing may reorder them."""
    assert [item.code for item in INSTRUMENT.scored_items] == ["a", "a.1", "a.1.1", "b", "b.1", "p", "q"]
    assert list(Code) == list(range(7))


@pytest.mark.parametrize(
    ("code", "above"), [("a", []), ("a.1", ["a"]), ("a.1.1", ["a.1", "a"]), ("a.1.count", ["a.1", "a"])]
)
def test_the_items_above_another_are_found_up_to_the_top(code: str, above: list[str]) -> None:
    assert [item.code for item in INSTRUMENT.parents_of(INSTRUMENT.items_by_code[code])] == above


def test_a_reverse_item_is_coded_as_it_was_answered() -> None:
    """Reversing is the method's business: raw counts stay raw."""
    reverse = replace(yndk("r"), reverse=True)
    instrument = Instrument("reverse", "1", {}, sections=(section("F", Source.FACTS, reverse),))
    assert Coder(instrument).code({"r": "yes"}, ["F"], False).data == bytes([Y])


def numbers(answers: dict[str, Any], sections: str = "F", has_institution: bool = True) -> dict[str, float]:
    found = np.frombuffer(CODER.code(answers, list(sections), has_institution).numbers, NUMBER)
    items = [item.code for item in number_items(INSTRUMENT)]
    return {item: value for item, value in zip(items, found.tolist(), strict=True) if not math.isnan(value)}


def test_a_number_counts_where_all_items_above_are_yes() -> None:
    above = {"a": "yes", "a.1": "yes"}
    assert numbers({**above, "a.1.count": 3}) == {"a.1.count": 3}
    assert numbers({**above, "a": "no", "a.1.count": 3}) == {}
    assert numbers({"a": "yes", "a.1.count": 3}) == {}


def test_a_number_of_a_section_that_was_not_asked_does_not_count() -> None:
    assert numbers({"a": "yes", "a.1": "yes", "a.1.count": 3}, sections="P") == {}


@pytest.mark.parametrize("answer", [None, "3", "", True, [3]])
def test_what_is_no_number_does_not_count_as_one(answer: Any) -> None:
    assert numbers({"a": "yes", "a.1": "yes", "a.1.count": answer}) == {}
