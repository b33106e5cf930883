"""Answers of every type: what is stored, and what is refused with which words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import MAX_TEXT, clean_answer
from surveys.content import Item, ItemType, Point, Scale

YNDK = Scale("yndk", tuple(Point(value, {}) for value in ("yes", "no", "dk")))
SCALE05 = Scale("scale05", tuple(Point(str(value), {}) for value in range(6)))
MEDIA = Scale("media", tuple(Point(value, {}) for value in ("site", "mail", "other")))
SCALES = {
    ItemType.YNDK: YNDK,
    ItemType.SCALE05: SCALE05,
    ItemType.CHOICE: MEDIA,
    ItemType.MULTICHOICE: MEDIA,
}


def clean(kind: ItemType, raw: Any, **settings: Any) -> Any:
    return clean_answer(Item("x", kind, {}, **settings), raw, SCALES.get(kind))


def refusal(kind: ItemType, raw: Any, **settings: Any) -> str:
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            clean(kind, raw, **settings)
        return " ".join(caught.value.messages)


@pytest.mark.parametrize("kind", ItemType)
@pytest.mark.parametrize("raw", [None, "", "  ", "\r\n", []])
def test_blank_is_no_answer(kind: ItemType, raw: Any) -> None:
    assert clean(kind, raw) is None


@pytest.mark.parametrize(
    ("kind", "raw", "stored"),
    [
        (ItemType.YNDK, "yes", "yes"),
        (ItemType.YNDK, " dk ", "dk"),
        (ItemType.SCALE05, "0", "0"),
        (ItemType.SCALE05, "5", "5"),
        (ItemType.CHOICE, "site", "site"),
        (ItemType.MULTICHOICE, ["other", "site", "other"], ["site", "other"]),
        (ItemType.MULTICHOICE, "other; site;", ["site", "other"]),
        (ItemType.MULTICHOICE, ";", None),
        (ItemType.MULTICHOICE, ["", ""], None),
        (ItemType.PERCENT, "12.5", 12.5),
        (ItemType.PERCENT, "12,5 %", 12.5),
        (ItemType.PERCENT, "1\u00a0250,0", 1250),
        (ItemType.PERCENT, "-0", 0),
        (ItemType.COUNT, "3.0", 3),
        (ItemType.TEXT, "  Сөз  ", "Сөз"),
        (ItemType.TEXT, "=1+1", "=1+1"),
        (ItemType.LONGTEXT, "one\r\ntwo\rthree", "one\ntwo\nthree"),
        (ItemType.DATE, "31.12.2026", "2026-12-31"),
        (ItemType.DATE, "2026-1-2", "2026-01-02"),
        (ItemType.URL, "example.org/a", "https://example.org/a"),
        (ItemType.URL, "http://мысал.қаз/", "http://мысал.қаз/"),
        (ItemType.EMAIL, "name@example.org", "name@example.org"),
        (ItemType.COUNTRY, "kz", "KZ"),
    ],
)
def test_an_answer_is_stored_in_one_form(kind: ItemType, raw: Any, stored: Any) -> None:
    value = clean(kind, raw)
    assert (value, type(value)) == (stored, type(stored))


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        (ItemType.YNDK, "Yes", "“Yes” is not one of the answers: yes, no, dk."),
        (ItemType.YNDK, "1", "“1” is not one of the answers"),
        (ItemType.YNDK, ["yes", "no"], "Give one answer only."),
        (ItemType.SCALE05, "6", "is not one of the answers: 0, 1, 2, 3, 4, 5."),
        (ItemType.SCALE05, "-1", "is not one of the answers"),
        (ItemType.SCALE05, "2.5", "is not one of the answers"),
        (ItemType.SCALE05, "٣", "is not one of the answers"),
        (ItemType.CHOICE, "paper", "is not one of the answers: site, mail, other."),
        (ItemType.MULTICHOICE, "site;paper", "“paper” is not one of the answers"),
        (ItemType.MULTICHOICE, ["site", "\x00"], "cannot be stored"),
        (ItemType.PERCENT, "half", "“half” is not a number."),
        (ItemType.PERCENT, "1e3", "is not a number."),
        (ItemType.PERCENT, "nan", "is not a number."),
        (ItemType.PERCENT, "1_0", "is not a number."),
        (ItemType.PERCENT, "1,2,3", "is not a number."),
        (ItemType.PERCENT, "9" * 400, "is not a number."),
        (ItemType.COUNT, "2.5", "Give a whole number."),
        (ItemType.COUNT, "12,345", "Give a whole number."),
        (ItemType.TEXT, "x" * (MAX_TEXT + 1), "The text has 10001 characters; at most 10000 can be stored."),
        (ItemType.TEXT, "x" * 2**20, "The text has 1048576 characters"),
        (ItemType.TEXT, "a\x00b", "cannot be stored"),
        (ItemType.LONGTEXT, "half a pair \ud83d", "cannot be stored"),
        (ItemType.DATE, "30.02.2026", "“30.02.2026” is not a date. Write it as 31.12.2026."),
        (ItemType.DATE, "12/31/2026", "is not a date"),
        (ItemType.DATE, "ongoing", "is not a date"),
        (ItemType.URL, "javascript://example.org/%0aalert(1)", "is not a web address"),
        (ItemType.URL, "not an address", "is not a web address"),
        (ItemType.URL, "https://example.org/" + "a" * 2000, "at most 2000 can be stored"),
        (ItemType.EMAIL, "name@", "is not an e-mail address"),
        (ItemType.COUNTRY, "KAZ", "Give the country as two letters"),
        (ItemType.COUNTRY, "XX", "Give the country as two letters"),
        (ItemType.COUNTRY, "EU", "Give the country as two letters"),
    ],
)
def test_a_refusal_says_what_is_allowed(kind: ItemType, raw: Any, words: str) -> None:
    assert words in refusal(kind, raw)


@pytest.mark.parametrize(
    ("low", "high", "raw", "words"),
    [
        (0, 100, "100.1", "Give a number from 0 to 100."),
        (0, 100, "-0.1", "Give a number from 0 to 100."),
        (1, None, "0", "Give a number of at least 1."),
        (None, 7.5, "8", "Give a number of at most 7.5."),
    ],
)
def test_a_number_out_of_range_is_refused_with_the_range(low: Any, high: Any, raw: str, words: str) -> None:
    assert refusal(ItemType.PERCENT, raw, minimum=low, maximum=high) == words


@pytest.mark.parametrize("raw", ["0", "100"])
def test_bounds_are_allowed_themselves(raw: str) -> None:
    assert clean(ItemType.PERCENT, raw, minimum=0, maximum=100) == int(raw)


def test_a_date_that_may_stay_open_takes_ongoing() -> None:
    assert clean(ItemType.DATE, "ongoing", open_ended=True) == "ongoing"
    assert "or “ongoing” if there is no end" in refusal(ItemType.DATE, "later", open_ended=True)


def test_an_item_without_its_scale_takes_no_answer() -> None:
    with pytest.raises(ValidationError):
        clean_answer(Item("x", ItemType.CHOICE, {}), "site", None)


def test_a_long_wrong_answer_is_quoted_in_short() -> None:
    assert len(refusal(ItemType.YNDK, "x" * 5000)) < 200


@given(
    kind=st.sampled_from(ItemType),
    raw=st.one_of(st.none(), st.text(), st.text(alphabet="0123456789.,-+ %eE;:/@"), st.lists(st.text(max_size=5))),
    settings=st.fixed_dictionaries(
        {"open_ended": st.booleans(), "minimum": st.sampled_from([None, 0, -5]), "maximum": st.sampled_from([None, 9])}
    ),
)
def test_whatever_is_typed_is_a_storable_value_or_a_refusal(kind: ItemType, raw: Any, settings: dict[str, Any]) -> None:
    try:
        value = clean(kind, raw, **settings)
    except ValidationError:
        return
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    assert value is None or value
    assert value is None or clean(kind, value if isinstance(value, list) else str(value), **settings) == value
