"""Lists of names stand in the order of the reader's language, by whichever means they are sorted."""

from __future__ import annotations

import pytest
from django.db.models import Value
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from surveys.alphabets import natural, sort_key
from surveys.countries import country_choices
from surveys.models import Institution
from surveys.ordering import alphabetical, by_name, in_order

KAZAKH = list("АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ")
# language, names in their order
ORDERS = [
    ("kk", KAZAKH),
    ("kk", ["Абай облысы", "Ақмола облысы", "Ақтөбе облысы", "Алматы қаласы", "Атырау облысы"]),
    ("kk", ["агенттік", "әкімдік", "министрлік"]),
    ("kk", ["Жамбыл облысы", "Жетісу облысы", "Ұлытау облысы", "Шымкент қаласы", "Ішкі істер министрлігі"]),
    ("kk", ["кедейлік", "қала", "нан", "ңыр", "осы", "өзен", "тау", "ұлт", "үй", "хат", "һәм", "ыдыс", "іс"]),
    ("kk", ["ель", "ёж"]),
    ("kk", ["Шымкент", "Agency", "Western"]),
    ("ru", ["ёж", "ель", "жук"]),
    ("ru", ["елка", "ёлка", "жук"]),
    ("ru", ["Жамбылская область", "Западно-Казахстанская область", "Ұлытау облысы"]),
    ("en", ["Agency", "Éducation", "Western", "Абай", "Әкімдік"]),
    ("en", ["a ministry", "Ministry", "The ministry"]),
    *((language, ["Әкімдік 2", "Әкімдік 10"]) for language in ("kk", "ru", "en")),
    *((language, ["A1.2", "A1.10", "B1"]) for language in ("kk", "ru", "en")),
    *((language, ["Батыс орталығы", "«Даму» қоры", "Шығыс орталығы"]) for language in ("kk", "ru", "en")),
    *((language, ["әкімдік", "Әкімдік 2"]) for language in ("kk", "ru", "en")),
]
WORDS = st.text(st.sampled_from("аәбгғеёіһҚӨяaZé 0123456789.-«»“”№'йИ"), max_size=12)


@pytest.mark.parametrize(("language", "names"), ORDERS)
def test_names_stand_in_the_order_of_the_language(language: str, names: list[str]) -> None:
    mixed = names[::-1]
    assert sorted(mixed, key=lambda name: sort_key(name, language)) == names


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "names"), ORDERS)
def test_the_database_sorts_names_as_the_pages_do(language: str, names: list[str]) -> None:
    Institution.objects.bulk_create(
        Institution(code=f"I-{number}", country="QS", **{f"name_{language}": name})
        for number, name in enumerate(reversed(names))
    )
    with translation.override(language):
        assert [str(one) for one in Institution.objects.order_by(*by_name())] == names


@pytest.mark.django_db
def test_a_name_that_a_language_lacks_is_sorted_as_it_is_shown() -> None:
    Institution.objects.create(code="1", country="QS", name_kk="Яссы", name_ru="Арыс", name_en="")
    Institution.objects.create(code="2", country="QS", name_kk="Балқаш", name_ru="")
    with translation.override("ru"):
        assert [one.code for one in Institution.objects.order_by(*by_name())] == ["1", "2"]
    with translation.override("kk"):
        assert [one.code for one in Institution.objects.order_by(*by_name())] == ["2", "1"]


class KeysOfTheDatabase(TestCase):
    """The database makes the very key that Python makes."""

    @given(WORDS, st.sampled_from(["kk", "ru", "en"]))
    def test_keys_are_equal(self, words: str, language: str) -> None:
        Institution.objects.get_or_create(code="one", country="QS")
        made = Institution.objects.annotate(made=in_order(Value(words), language)).values_list("made", flat=True)
        assert list(made) == [sort_key(words, language)[0]]


@given(WORDS, WORDS)
def test_words_of_equal_keys_have_a_fixed_order(one: str, other: str) -> None:
    both = [one, other]
    assert sorted(both, key=alphabetical) == sorted([other, one], key=alphabetical)


def test_codes_count_their_numbers() -> None:
    assert sorted(["C10", "C2", "A1.10.a", "A1.9.b", "A1.9.a"], key=natural) == [
        "A1.9.a",
        "A1.9.b",
        "A1.10.a",
        "C2",
        "C10",
    ]


@pytest.mark.parametrize(
    ("language", "first", "then"),
    [
        ("kk", "Қазақстан", "Лаос"),
        ("kk", "Әзірбайжан", "Бангладеш"),
        ("kk", "Өзбекстан", "Польша"),
        ("en", "Åland Islands", "Albania"),
    ],
)
def test_countries_stand_in_the_order_of_the_language(language: str, first: str, then: str) -> None:
    names = [name for _code, name in country_choices(language)]
    assert names.index(first) < names.index(then)
    assert names == sorted(names, key=lambda name: sort_key(name, language))
