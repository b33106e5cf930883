"""Names of countries, and the code that stands for none: for data that are made up."""

from __future__ import annotations

import pytest

from surveys.content import LANGUAGES
from surveys.countries import SYNTHETIC, country_choices, country_name, is_country

SYNTHETIC_WORDS = {"kk": "Синтетикалық ел", "ru": "Синтетическая страна", "en": "Synthetic country"}


def test_the_code_of_made_up_data_says_so_in_every_language() -> None:
    assert country_name(SYNTHETIC) == SYNTHETIC_WORDS
    assert country_name("KZ") == {"kk": "Қазақстан", "ru": "Казахстан", "en": "Kazakhstan"}


def test_it_is_one_that_the_standard_leaves_to_private_use() -> None:
    assert "QM" <= SYNTHETIC <= "QZ"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_offered_it(language: str) -> None:
    """Answers that are imported may have it; who chooses a country finds real ones."""
    assert is_country(SYNTHETIC)
    assert SYNTHETIC not in dict(country_choices(language))


@pytest.mark.parametrize("code", ["ZZ", "XA", "QO", "kz", ""])
def test_other_codes_without_a_country_are_none(code: str) -> None:
    assert not is_country(code)
