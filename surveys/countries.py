"""Names of countries, from the Unicode locale data."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from surveys.content import LANGUAGES, Text


@lru_cache(maxsize=300)
def country_name(code: str) -> Text:
    """The country's name in every language; its code where the data have none."""
    return {language: Locale(language).territories.get(code, code) for language in LANGUAGES}


@lru_cache(maxsize=8)
def country_choices(language: str) -> list[tuple[str, str]]:
    """ISO codes with names, sorted by name; regions of the world and codes without a country left out."""
    names = {str(code): name for code, name in Locale(language).territories.items()}
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES]
    return sorted(((code, names[code]) for code in codes), key=lambda choice: choice[1])


def is_country(code: str) -> bool:
    """Whether this is the ISO code of a country, in capital letters."""
    return any(code == known for known, _name in country_choices("en"))


_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
