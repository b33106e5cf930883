"""Scoring methods: what can be chosen within the formulas, one file for each version. Pure.

A round keeps the version with which it was opened, so choices are never constants in the code.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from surveys.coding import GROUPS, POINTS
from surveys.content import Defective, Instrument, Item, Scored, Text
from surveys.content.read import read_toml
from surveys.content.text import missing_languages


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
    bands: tuple[Band, ...]


class BrokenMethod(Defective):
    """The file is no method."""


def read_method(toml: str) -> Method:
    """The method written in `toml`. Raises BrokenMethod with every defect."""
    method = read_toml(Method, toml, "method", BrokenMethod)
    if problems := list(_find_problems(method)):
        raise BrokenMethod(problems)
    return method


def find_mismatches(method: Method, instrument: Instrument) -> list[Item]:
    """What the method cannot score: items that enter the levels, but whose areas the method does not cross."""
    return [item for item in instrument.scored_items if item.scored is Scored.LEVEL and item.area not in method.areas]


def _find_problems(method: Method) -> Iterator[str]:
    """What is wrong with a method of the right form."""
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", method.code):
        yield f"{method.code}: code must be scheme/version."
    if not method.areas or len(set(method.areas)) < len(method.areas):
        yield f"{method.code}: areas must name each area once, and at least one."
    weights = method.combined_weights
    if min(weights.facts, weights.perceptions) < 0 or weights.facts + weights.perceptions == 0:
        yield f"{method.code}: combined_weights must not be negative, nor both zero."
    if method.suppression_threshold < 1:
        yield f"{method.code}: suppression_threshold must be 1 or more."
    if not 0 < method.confidence < 1:
        yield f"{method.code}: confidence must lie between 0 and 1."
    if method.groups < 2 or GROUPS % method.groups:
        yield f"{method.code}: groups must be 2 or more and divide {GROUPS}, in which responses are stored."
    yield from _text_problems(method)
    yield from _band_problems(method)


def _text_problems(method: Method) -> Iterator[str]:
    texts = {"title": method.title, "all_institutions": method.all_institutions}
    texts |= {f"band {band.value}": band.text for band in method.bands}
    for name, text in texts.items():
        if missing := missing_languages(text):
            yield f"{method.code}: {name} lacks {', '.join(missing)}."


def _band_problems(method: Method) -> Iterator[str]:
    if [band.value for band in method.bands] != list(range(POINTS)):
        yield f"{method.code}: bands must have the values 0 to {POINTS - 1}, in this order."
    lows = [band.low for band in method.bands]
    if not lows or lows[0] != 0 or lows[-1] > 1 or any(low >= after for low, after in itertools.pairwise(lows)):
        yield f"{method.code}: bands must begin at 0 and rise, up to 1 at most."
