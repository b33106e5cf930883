"""The scores of all parts for any number of columns of answers at once. Pure.

A column is a unit, a replicate or a reading: the formulas treat them alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from scoring import formulas
from scoring.counts import Counts, FloatArray, IntArray
from scoring.frame import Frame
from scoring.methods import Method
from scoring.results import SOURCES, Family, Measure, Unit
from surveys.content import Source

Scores = Mapping[Measure, FloatArray]
"""By measure: (parts, columns); of combined scores and gaps the overall score and the levels only."""


class Span(NamedTuple):
    """From the lowest to the highest value; None where there is no value."""

    low: float | None
    high: float | None


@dataclass(frozen=True, eq=False)
class Assessed:
    """A country or an institution: its counts, the facts that a reviewer settled, the items with evidence."""

    unit: Unit
    counts: Counts
    settled: Mapping[str, str]
    shown: frozenset[str] = frozenset()


def parts_of(frame: Frame, method: Method, answers: IntArray) -> Scores:
    """The scores of every part. `answers`: (items, codes, columns)."""
    items = formulas.item_scores(answers, frame)
    facts, perceptions = (formulas.part_scores(items, source) for source in (frame.facts, frame.perceptions))
    heads = slice(frame.facts.heads)
    return {
        Measure.FACTS: facts,
        Measure.PERCEPTIONS: perceptions,
        Measure.COMBINED: formulas.combined_scores(facts[heads], perceptions[heads], method.combined_weights),
        Measure.GAP: formulas.gaps(facts[heads], perceptions[heads]),
    }


def parts_of_all(frame: Frame, method: Method, answers: IntArray) -> Scores:
    """The same for columns of several units: (items, codes, units, columns) -> (parts, units, columns)."""
    scores = parts_of(frame, method, answers.reshape(*answers.shape[:2], -1))
    return {measure: found.reshape(len(found), *answers.shape[2:]) for measure, found in scores.items()}


def place_of(frame: Frame, measure: Measure, family: str, code: str) -> int:
    """Where a part stands among those of a measure. Raises LookupError where the measure has none such."""
    source = frame.perceptions if measure is Measure.PERCEPTIONS else frame.facts
    parts = source.parts if measure.value in SOURCES else source.parts[: source.heads]
    for place, part in enumerate(parts):
        if part == (family, code):
            return place
    raise LookupError(f"{measure} has no {family} {code}".strip())


def source_of(measure: Measure) -> Source | None:
    """The source of a measure; None for what is made of both."""
    return Source(measure) if measure.value in SOURCES else None


def names_of_parts(frame: Frame, measure: Measure) -> list[tuple[Family, str]]:
    """The parts of a measure by family and code, in order."""
    source = frame.perceptions if measure is Measure.PERCEPTIONS else frame.facts
    parts = source.parts if source_of(measure) else source.parts[: source.heads]
    return [(part.family, part.code) for part in parts]


def is_known(score: float) -> bool:
    """Whether there is a score."""
    return not math.isnan(score)


def value_or_none(number: float) -> float | None:
    """As a Python number; NaN becomes None."""
    return float(number) if is_known(number) else None


def span_of(values: FloatArray) -> Span:
    """The span of two numbers."""
    return Span(value_or_none(values[0]), value_or_none(values[1]))
