"""Languages are named in one way: in the reader's language, her own first."""

from __future__ import annotations

import pytest
from django.utils import translation

from surveys.labels import language_choices, language_names

NAMES = {
    "kk": {"kk": "Қазақша", "ru": "Орысша", "en": "Ағылшынша"},
    "ru": {"ru": "Русский", "kk": "Казахский", "en": "Английский"},
    "en": {"en": "English", "kk": "Kazakh", "ru": "Russian"},
}


@pytest.mark.parametrize("reader", NAMES)
def test_languages_have_their_names_in_the_readers_own_which_stands_first(reader: str) -> None:
    with translation.override(reader):
        assert list(language_names().items()) == list(NAMES[reader].items())


def test_only_the_languages_of_a_round_are_offered() -> None:
    with translation.override("ru"):
        assert language_choices(["en", "kk"]) == [("kk", "Казахский"), ("en", "Английский")]
