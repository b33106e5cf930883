"""Names of countries, from the Unicode locale data."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from surveys.alphabets import sort_key
from surveys.content import LANGUAGES, Text

# For data that are made up: a code that ISO 3166 leaves to private use. Nobody is offered it.
SYNTHETIC = "QS"
_SYNTHETIC_NAME: Text = {"kk": "Синтетикалық ел", "ru": "Синтетическая страна", "en": "Synthetic country"}


@lru_cache(maxsize=300)
def country_name(code: str) -> Text:
    """The country's name in every language; its code where the data have none."""
    if code == SYNTHETIC:
        return _SYNTHETIC_NAME
    return {language: Locale(language).territories.get(code, code) for language in LANGUAGES}


@lru_cache(maxsize=8)
def country_choices(language: str) -> list[tuple[str, str]]:
    """ISO codes with names, sorted by name; regions of the world and codes without a country left out."""
    names = {str(code): name for code, name in Locale(language).territories.items()}
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES]
    return sorted(((code, names[code]) for code in codes), key=lambda choice: sort_key(choice[1], language))


def is_country(code: str) -> bool:
    """Whether this is the ISO code of a country, in capital letters, or the one for synthetic data."""
    return code == SYNTHETIC or any(code == known for known, _name in country_choices("en"))


_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
