"""How much each item weighs in a score, as exact fractions (method, section 4). Pure.

The score is the sum of the items' scores, each times its weight. Only a country or an institution has such weights: a
mean of institutions is one of scores, in which the same item weighs otherwise in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from scoring.frame import Frame, SourceFrame
from scoring.methods import Method
from scoring.results import Family, Measure, UnitScores, cell_code

Weights = Mapping[str, Fraction]


def weights_of(frame: Frame, method: Method, scores: UnitScores, measure: Measure, family: str, part: str) -> Weights:
    """The weight of each item that has a score, by its code; empty where the part has no score.

    Weights sum to 1; of a gap, those of the perceptions to 1 and those of the facts to -1.
    """
    match measure:
        case Measure.FACTS:
            return _of_source(frame, frame.facts, scores, family, part)
        case Measure.PERCEPTIONS:
            return _of_source(frame, frame.perceptions, scores, family, part)
        case Measure.COMBINED:
            return _combined(frame, method, scores, family, part)
        case Measure.GAP:
            facts = _of_source(frame, frame.facts, scores, family, part)
            perceptions = _of_source(frame, frame.perceptions, scores, family, part)
            return _sum((perceptions, Fraction(1)), (facts, Fraction(-1))) if facts and perceptions else {}


def _combined(frame: Frame, method: Method, scores: UnitScores, family: str, part: str) -> Weights:
    if family == Family.OVERALL:
        levels = [_combined(frame, method, scores, Family.LEVELS, level) for level in frame.facts.levels]
        return _mean([level for level in levels if level])
    facts = _of_source(frame, frame.facts, scores, family, part)
    perceptions = _of_source(frame, frame.perceptions, scores, family, part)
    if not facts or not perceptions:
        return facts or perceptions
    chosen = method.combined_weights
    one, other = Fraction(str(chosen.facts)), Fraction(str(chosen.perceptions))
    return _sum((facts, one / (one + other)), (perceptions, other / (one + other)))


def _of_source(frame: Frame, source: SourceFrame, scores: UnitScores, family: str, part: str) -> Weights:
    def below(cells: list[str]) -> Weights:
        found = [_of_source(frame, source, scores, Family.CELLS, cell) for cell in cells]
        return _mean([cell for cell in found if cell])

    match family:
        case Family.OVERALL:
            levels = [_of_source(frame, source, scores, Family.LEVELS, level) for level in source.levels]
            return _mean([level for level in levels if level])
        case Family.LEVELS:
            return below([cell_code(part, area) for area in source.areas])
        case Family.AREAS:
            return below([cell_code(level, part) for level in source.levels])
    members = dict(zip(source.parts, source.members, strict=True))
    places: Iterable[int] = next((places for name, places in members.items() if name == (family, part)), [])
    codes = [frame.items[place].code for place in places]
    known = [code for code in codes if scores.items[code].score is not None]
    return {code: Fraction(1, len(known)) for code in known}


def _mean(parts: list[Weights]) -> Weights:
    return _sum(*((part, Fraction(1, len(parts))) for part in parts))


def _sum(*parts: tuple[Weights, Fraction]) -> Weights:
    total: dict[str, Fraction] = {}
    for weights, factor in parts:
        for code, weight in weights.items():
            total[code] = total.get(code, Fraction()) + weight * factor
    return total
