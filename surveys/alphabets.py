"""The order of words in lists, by the rules of each language. Pure.

A key is made letter by letter, by a table that a database can follow as well (`surveys.ordering`): both sort alike.

- Kazakh: ә ғ қ ң ө ұ ү һ і in their places among the letters of the Russian alphabet; Cyrillic before Latin.
- Russian: the same, but ё counts as е; of two words that differ in nothing else the one with е comes first.
- English: Latin before Cyrillic; letters with accents as those without.

In all of them large letters count as small ones, numbers as numbers (2 before 10), quotation marks for nothing, and
spaces and other signs come before digits, digits before letters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

_CYRILLIC = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_LETTERS = {"kk": _CYRILLIC + _LATIN, "ru": _CYRILLIC + _LATIN, "en": _LATIN + _CYRILLIC}
_SAME = {"ru": {"ё": "е"}}
_QUOTATION_MARKS = "«»“”„‘’\"'"
_FIRST = 0xE000  # of a range that no script uses: behind signs and digits
_ACCENTED = range(0xC0, 0x180)

# Numbers with zeros before them, so that they sort as numbers; longer ones (none is expected) only as digits.
WIDTH = 12
PADDING = (r"([0-9]+)", "0" * WIDTH + r"\1")
TRIMMING = (rf"0*([0-9]{{{WIDTH}}})(?![0-9])", r"\1")


@dataclass(frozen=True)
class Table:
    """`letters[n]` becomes `places[n]`; letters beyond the last place are left out of the key."""

    letters: str
    places: str


@cache
def table_of(language: str) -> Table:
    """The table of a language; that of Kazakh for one we do not know."""
    order = _LETTERS.get(language, _LETTERS["kk"])
    same = _SAME.get(language, {})
    places = {letter: chr(_FIRST + order.index(same.get(letter, letter))) for letter in order}
    places |= {letter.upper(): place for letter, place in places.items()}
    for letter in map(chr, _ACCENTED):
        bare = unicodedata.normalize("NFD", letter)[0]
        if bare != letter and bare in places:
            places[letter] = places[bare]
    return Table("".join(places) + _QUOTATION_MARKS, "".join(places.values()))


@cache
def _translation_of(language: str) -> dict[int, int | None]:
    table = table_of(language)
    translation: dict[int, int | None] = {ord(sign): None for sign in _QUOTATION_MARKS}
    return translation | {ord(a): ord(b) for a, b in zip(table.letters, table.places, strict=False)}


@lru_cache(maxsize=4096)
def sort_key(words: str, language: str) -> tuple[str, str]:
    """What sorts words as a dictionary of the language does; the words themselves break ties."""
    padded = re.sub(*PADDING, words)
    return re.sub(*TRIMMING, padded).translate(_translation_of(language)), words


def natural(code: str) -> tuple[str, str]:
    """What sorts codes: A1.2 before A1.10. The same in every language."""
    return sort_key(code, "en")
