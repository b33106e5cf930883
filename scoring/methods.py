"""Scoring methods: what can be chosen within the formulas, one file for each version. Pure.

A round keeps the version with which it was opened, so choices are never constants in the code.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from surveys.coding import GROUPS
from surveys.content import LANGUAGES, Instrument, Scored, Text

POINTS = 6  # the scale from 0 to 5, whose points the bands follow


class Structural(StrEnum):
    """What an item counts as when its parent is No (section 2)."""

    ZERO = "zero"
    LEFT_OUT = "left_out"


class DoNotKnow(StrEnum):
    """What Do not know counts as (section 3)."""

    LEFT_OUT = "left_out"
    NO = "no"


@dataclass(frozen=True)
class Band:
    """A band of scores from `low` (included, 0 to 1) up to the next one, named after a point of the scale."""

    value: int
    low: float
    text: Text


@dataclass(frozen=True)
class Weights:
    """Weights of the two sources in a combined score; only their ratio matters."""

    facts: float
    perceptions: float


@dataclass(frozen=True)
class Method:
    """One version of a scoring scheme.

    `code`: scheme and version, as rounds and score documents name it, such as `scheme/1`. `areas`: codes of the areas
    that cross the levels. `confidence`: of every interval, between 0 and 1. `groups`: how many groups the jackknife
    deletes in turn. `all_institutions`: the name of the mean over the institutions.
    """

    code: str
    title: Text
    all_institutions: Text
    areas: tuple[str, ...]
    structural: Structural
    do_not_know: DoNotKnow
    weight_by_participants: bool
    combined_weights: Weights
    suppression_threshold: int
    confidence: float
    groups: int
    bands: tuple[Band, ...] = field(default_factory=tuple)


class BrokenMethod(ValueError):
    """The file is no method. `problems` holds one sentence for each defect."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def read_method(toml: str) -> Method:
    """The method written in `toml`. Raises BrokenMethod with every defect."""
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BrokenMethod([f"This is not a TOML file: {error}."]) from error
    problems: list[str] = []
    method = _read(_Table(data, "The method", problems), problems)
    problems = problems or list(_value_problems(method))
    if problems:
        raise BrokenMethod(problems)
    return method


def find_mismatches(method: Method, instrument: Instrument) -> Iterator[str]:
    """Why the method cannot score the instrument: one sentence for each reason; nothing where it can."""
    for item in instrument.scored_items:
        if item.scored is Scored.LEVEL and item.area not in method.areas:
            yield f"{item.code} enters the levels, but the method does not cross its area {item.area!r}."


def _read(table: _Table, problems: list[str]) -> Method:
    weights = _Table(table.take("combined_weights", dict, {}), "combined_weights", problems)
    method = Method(
        code=table.take("code", str, ""),
        title=table.text("title"),
        all_institutions=table.text("all_institutions"),
        areas=tuple(table.take_list("areas", str)),
        structural=table.choice("structural", Structural),
        do_not_know=table.choice("do_not_know", DoNotKnow),
        weight_by_participants=table.take("weight_by_participants", bool, False),
        combined_weights=Weights(weights.number("facts"), weights.number("perceptions")),
        suppression_threshold=table.take("suppression_threshold", int, 0),
        confidence=table.number("confidence"),
        groups=table.take("groups", int, 0),
        bands=tuple(
            _read_band(_Table(band, f"Band {number}", problems))
            for number, band in enumerate(table.take_list("bands", dict), start=1)
        ),
    )
    weights.finish()
    table.finish()
    return method


def _read_band(table: _Table) -> Band:
    band = Band(value=table.take("value", int, 0), low=table.number("low"), text=table.text("text"))
    table.finish()
    return band


def _value_problems(method: Method) -> Iterator[str]:
    """What is wrong with a method of the right form."""
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", method.code):
        yield f"The method: code must be scheme/version, not {method.code!r}."
    if not method.areas or len(set(method.areas)) < len(method.areas):
        yield "The method: areas must name each area once, and at least one."
    weights = method.combined_weights
    if min(weights.facts, weights.perceptions) < 0 or weights.facts + weights.perceptions == 0:
        yield "combined_weights: weights must not be negative, nor both zero."
    if method.suppression_threshold < 1:
        yield "The method: suppression_threshold must be 1 or more."
    if not 0 < method.confidence < 1:
        yield "The method: confidence must lie between 0 and 1."
    if method.groups < 2 or GROUPS % method.groups:
        yield f"The method: groups must be 2 or more and divide {GROUPS}, in which responses are stored."
    yield from _band_problems(method.bands)


def _band_problems(bands: tuple[Band, ...]) -> Iterator[str]:
    if [band.value for band in bands] != list(range(POINTS)):
        yield f"The method: bands must have the values 0 to {POINTS - 1}, in this order."
    lows = [band.low for band in bands]
    if not lows or lows[0] != 0 or lows[-1] > 1 or any(low >= after for low, after in itertools.pairwise(lows)):
        yield "The method: bands must begin at 0 and rise, up to 1 at most."


T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)


class _Table:
    """A table of the file: hands out values of the expected kind; what is wrong goes to `problems`."""

    def __init__(self, data: Mapping[str, Any], place: str, problems: list[str]) -> None:
        self.data = data
        self.place = place
        self.problems = problems
        self.taken: set[str] = set()

    def take(self, key: str, kind: type[T], default: T) -> T:
        """The value; `default` where it is absent or of another kind."""
        self.taken.add(key)
        value = self.data.get(key)
        if value is None:
            self.problems.append(f"{self.place} lacks {key}.")
        elif type(value) is not kind:
            self.problems.append(f"{self.place}: {key} must be {_KINDS[kind]}, not {value!r}.")
        else:
            return value
        return default

    def number(self, key: str) -> float:
        """The number, whole or not."""
        if type(self.data.get(key)) is int:
            self.taken.add(key)
            return float(self.data[key])
        return self.take(key, float, 0.0)

    def take_list(self, key: str, kind: type[T]) -> list[T]:
        """The members of the right kind."""
        members = self.take(key, list, [])
        wrong = [member for member in members if type(member) is not kind]
        self.problems.extend(f"{self.place}: {key} must hold {_KINDS[kind]}, not {member!r}." for member in wrong)
        return [member for member in members if type(member) is kind]

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """The member of an enumeration."""
        default = next(iter(choices))
        value = self.take(key, str, default.value)
        if value not in list(choices):
            self.problems.append(f"{self.place}: {key} must be one of {', '.join(choices)}, not {value!r}.")
            return default
        return choices(value)

    def text(self, key: str) -> Text:
        """Words in every language."""
        words = self.take(key, dict, {})
        if key in self.data and (missing := [code for code in LANGUAGES if not str(words.get(code, "")).strip()]):
            self.problems.append(f"{self.place}: {key} lacks {', '.join(missing)}.")
        return words

    def finish(self) -> None:
        """Report what nobody asked for."""
        self.problems.extend(f"{self.place} has an unknown key {key!r}." for key in self.data if key not in self.taken)


_KINDS: Mapping[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}
