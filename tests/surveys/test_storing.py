"""An instrument in the database: what comes out is what went in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from surveys.content import Instrument, read_instrument, write_instrument
from surveys.models import InstrumentVersion, Item, Table
from surveys.storing import checksum_of, find_unstorable, read_version, store_instrument
from tests.contents import SMALL


def test_file_frozen_database_frozen_file_is_exact(db: None, small: Instrument) -> None:
    stored = read_version(store_instrument(small))
    assert stored == small
    assert write_instrument(stored) == write_instrument(small)
    assert checksum_of(stored) == checksum_of(small)


def test_storing_takes_a_dozen_statements(db: None, small: Instrument, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(18):
        store_instrument(small)


def test_reading_takes_one_query_for_each_kind_of_part(version: InstrumentVersion, django_assert_num_queries) -> None:
    with django_assert_num_queries(13):
        read_version(version)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_texts_are_those_of_the_reader_whatever_language_stored_them(
    db: None, small: Instrument, language: str
) -> None:
    with translation.override(language):
        store_instrument(small)
    words = {"kk": "Заң бар ма?", "ru": "Есть ли закон?", "en": "Is there a law?"}
    for reader, text in words.items():
        with translation.override(reader):
            assert Item.objects.get(code="F1.1.a").text == text
            assert Item.objects.filter(text=text).values_list("text", flat=True).get() == text


def test_a_text_that_lacks_a_language_falls_back_to_another(db: None, small: Instrument) -> None:
    store_instrument(small)
    Item.objects.filter(code="F1.1.a").update(text_ru="", text_kk="")
    with translation.override("ru"):
        assert Item.objects.get(code="F1.1.a").text == "Is there a law?"
        assert Item.objects.get(code="F1.1.a").help == ""


def test_two_versions_keep_their_parts_apart(db: None, small: Instrument) -> None:
    first, second = store_instrument(small), store_instrument(replace(small, version="2", sections=small.sections[:1]))
    assert len(read_version(first).sections) == 3
    assert [section.code for section in read_version(second).sections] == ["F"]


def test_the_order_of_parts_is_kept(db: None, small: Instrument) -> None:
    section = small.sections[0]
    turned = replace(small, sections=(replace(section, chapters=section.chapters[::-1]), *small.sections[:0:-1]))
    assert read_version(store_instrument(turned)) == turned
    assert Table.objects.filter(chapter__section__version__code="small").count() == 6


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Is there a law?", "law " * 5000, []),
        ("A small questionnaire", "x" * 301, ["small: title_en has 301 characters; at most 300 can be stored."]),
        ('code = "F1.1.share"', f'code = "{"x" * 51}"', [f"{'x' * 51}: code has 51 characters; at most 50 "]),
        ('levels = ["information"]', f'levels = ["{"x" * 51}"]', ["F1.1.a: levels has 51 characters; at most 50 "]),
        ("Is there a law?", "Is there\\u0000 a law?", ["F1.1.a: text_en holds a NUL character."]),
        ('text.en = "Do not know"', f'text.en = "{"x" * 501}"', ["yndk: text_en has 501 characters; at most 500 "]),
    ],
)
def test_what_the_database_cannot_hold_is_named(old: str, new: str, expected: list[str]) -> None:
    toml = SMALL.read_text("utf-8")
    assert old in toml
    found = list(find_unstorable(read_instrument(toml.replace(old, new, 1))))
    assert [problem[: len(start)] for problem, start in zip(found, expected, strict=True)] == expected
