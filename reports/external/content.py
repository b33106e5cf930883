"""A file of context series: read and checked. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from surveys.content import Defective, Text
from surveys.content.read import read_toml
from surveys.content.text import missing_languages

YEARS = range(1990, 2101)
CODE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Value:
    """What the series was in a year. `edition`: of the publication; `place`: where the figure was read."""

    year: int
    edition: str
    value: float
    place: str = ""


@dataclass(frozen=True)
class Series:
    """An indicator of a country. `is_rank`: a place among others, the smaller the better.

    `item`: the code of the instrument's item that asks for the same; empty without.
    """

    code: str
    country: str
    title: Text
    source: Text
    unit: Text
    values: tuple[Value, ...]
    is_rank: bool = False
    item: str = ""


@dataclass(frozen=True)
class SeriesFile:
    """All series of a file, in the order in which they are shown."""

    series: tuple[Series, ...]


class BrokenSeries(Defective):
    """The file holds no series that could be shown."""


def read_series(toml: str) -> SeriesFile:
    """The series of a file. Raises BrokenSeries with every defect."""
    found = read_toml(SeriesFile, toml, "context", BrokenSeries)
    if problems := list(find_problems(found.series)):
        raise BrokenSeries(problems)
    return found


def find_problems(series: Iterable[Series]) -> Iterator[str]:
    """What keeps series from being shown: one sentence for each defect."""
    series = list(series)
    for code, number in Counter(one.code for one in series).items():
        if number > 1:
            yield f"{code} is there more than once."
    for one in series:
        yield from _series_problems(one)


def _series_problems(one: Series) -> Iterator[str]:
    if not CODE.fullmatch(one.code):
        yield f"“{one.code}” is no code: use Latin letters, digits, hyphens and underscores."
    if not re.fullmatch(r"[A-Z]{2}", one.country):
        yield f"{one.code}: the country must be two capital letters, not “{one.country}”."
    for name, text in (("title", one.title), ("source", one.source), ("unit", one.unit)):
        if missing := missing_languages(text):
            yield f"{one.code}: {name} lacks {', '.join(missing)}."
    if not one.values:
        yield f"{one.code} has no values."
    for year, number in Counter(value.year for value in one.values).items():
        if number > 1:
            yield f"{one.code} has the year {year} more than once."
    for value in one.values:
        yield from _value_problems(one, value)


def _value_problems(one: Series, value: Value) -> Iterator[str]:
    if value.year not in YEARS:
        yield f"{one.code}: {value.year} is no year from {YEARS[0]} to {YEARS[-1]}."
    if not value.edition.strip():
        yield f"{one.code}, {value.year}: the edition is missing."
    if not value.place.strip():
        yield f"{one.code}, {value.year}: the place where the figure was read is missing."
    if one.is_rank and (value.value < 1 or value.value != int(value.value)):
        yield f"{one.code}, {value.year}: {value.value:g} is no rank."
