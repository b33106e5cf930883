"""Lists in the order of the reader's language: in Python, and by the database where a list is paged.

The database follows the table of `surveys.alphabets` and compares code points: nothing depends on the locales that a
server was built with, and no key is stored that could grow stale.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, CharField, F, ForeignKey, Func, IntegerField, Value
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
    words = shown(f"{path}name")
    return in_order(words), Collate(words, "C"), f"{path}pk"


def shown(path: str) -> Coalesce:
    """The words of a text as a page shows them: in the reader's language, else in one that has some."""
    language = reader_language()
    languages = (language, *(other for other in LANGUAGES if other != language))
    words = (NullIf(F(f"{path}_{one}"), Value("")) for one in languages)
    return Coalesce(*words, Value(""), output_field=CharField())


def in_order_of_names(field: ForeignKey) -> Func:
    """The place that the row a field points to has among all of its kind, by name: nobody's place is NULL.

    The names are sorted once: a list of a million responses is not made to look at its institutions' names a million
    times. Only for kinds of which there are some thousands at most.
    """
    keys = list(field.related_model._default_manager.order_by(*by_name()).values_list("pk", flat=True))
    places = Value(keys, output_field=ArrayField(BigIntegerField()))
    return Func(places, F(field.attname), function="ARRAY_POSITION", output_field=IntegerField())


def _replaced(words: F | Func, pattern: str, replacement: str) -> Func:
    arguments = (Value(pattern), Value(replacement), Value("g"))
    return Func(words, *arguments, function="REGEXP_REPLACE", output_field=CharField())
