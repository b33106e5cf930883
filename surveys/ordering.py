"""Lists in the order of the reader's language: in Python, and by the database where a list is paged.

The database follows the table of `surveys.alphabets` and compares code points: nothing depends on the locales that a
server was built with, and no key is stored that could grow stale.
"""

from __future__ import annotations

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.translation import get_language

from surveys.alphabets import PADDING, TRIMMING, sort_key, table_of
from surveys.content import LANGUAGES


def reader_language() -> str:
    """The language of the page; Kazakh outside of any."""
    active = (get_language() or "").partition("-")[0]
    return active if active in LANGUAGES else LANGUAGES[0]


def alphabetical(words: str) -> tuple[str, str]:
    """A key to sort words by, in the language of the page."""
    return sort_key(words, reader_language())


def in_order(expression: str | F | Func, language: str | None = None) -> Collate:
    """The key of a column of words, for `order_by`; in the language of the page."""
    table = table_of(language or reader_language())
    column = F(expression) if isinstance(expression, str) else expression
    padded = _replaced(_replaced(column, *PADDING), *TRIMMING)
    words = Func(padded, Value(table.letters), Value(table.places), function="TRANSLATE", output_field=CharField())
    return Collate(words, "C")


def by_name(path: str = "") -> tuple[Collate, Func, str]:
    """For `order_by`: the names that a page shows, then what breaks ties. `path` leads to the row: `institution__`."""
    language = reader_language()
    languages = (language, *(other for other in LANGUAGES if other != language))
    shown = Coalesce(*(NullIf(F(f"{path}name_{one}"), Value("")) for one in languages), Value(""))
    return in_order(shown, language), Collate(shown, "C"), f"{path}pk"


def _replaced(words: F | Func, pattern: str, replacement: str) -> Func:
    arguments = (Value(pattern), Value(replacement), Value("g"))
    return Func(words, *arguments, function="REGEXP_REPLACE", output_field=CharField())
