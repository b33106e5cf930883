"""The rule of a number with the numbers put in: as it is shown, and as it is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.dashboard.values import Writer
from reports.number_format import MINUS, NO_BREAK
from scoring.methods import Method
from scoring.results import Family, ItemScore, LevelScores, Measure, Score, UnitScores, UnitTier, cell_code
from surveys.content import ItemType

MOST = 12  # terms that a formula writes out
MEANS = (UnitTier.SUBNATIONAL, UnitTier.ALL_INSTITUTIONS)
_TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True)
class Part:
    """A score that enters another."""

    measure: Measure
    family: Family
    code: str
    score: Score


def parts_of(scores: UnitScores, measure: Measure, family: str, code: str) -> list[Part]:
    """The scores that a number is made of, also those without a value; empty where it is a mean of items."""
    levels = list(scores.facts.levels)
    if measure in (Measure.COMBINED, Measure.GAP) and (measure, family) != (Measure.COMBINED, Family.OVERALL):
        sources = (Measure.FACTS, Measure.PERCEPTIONS)
        return [_part(scores, source, Family(family), code) for source in sources]
    match family:
        case Family.OVERALL:
            return [_part(scores, measure, Family.LEVELS, level) for level in levels]
        case Family.LEVELS:
            return [_part(scores, measure, Family.CELLS, cell_code(code, area)) for area in scores.facts.areas]
        case Family.AREAS:
            return [_part(scores, measure, Family.CELLS, cell_code(level, code)) for level in levels]
    return []


def _part(scores: UnitScores, measure: Measure, family: Family, code: str) -> Part:
    score = scores.of(measure).part(family, code)
    if score is None:
        raise LookupError(f"{measure} {family} {code}")
    return Part(measure, family, code, score)


def formula_of(writer: Writer, measure: Measure, family: str, code: str, terms: Sequence[float]) -> str:
    """The number as it follows from what it is made of. `terms`: scores of items, or of institutions, where it is their
    mean; otherwise its parts are found."""
    scores: LevelScores = writer.view.scores.of(measure)
    result = scores.part(family, code)
    if result is None or result.score is None:
        return ""
    numbers = writer.numbers
    parts = parts_of(writer.view.scores, measure, family, code)
    known = [part.score.score for part in parts if part.score.score is not None]
    if writer.view.scores.unit.tier in MEANS or not parts:
        shown = _mean(writer, terms)
    elif measure is Measure.GAP:
        facts, perceptions = (numbers.score(part.score.score) for part in parts)
        return f"{perceptions} {MINUS} {facts} = {numbers.gap(result.score)}"
    elif measure is Measure.COMBINED and family != Family.OVERALL:
        shown = _weighted(writer, writer.view.terms.method, known)
    else:
        shown = _mean(writer, known)
    return f"{shown} = {numbers.score(result.score)}"


def _mean(writer: Writer, values: Sequence[float]) -> str:
    shown = [writer.numbers.score(value) for value in values]
    if len(shown) == 1:
        return shown[0]
    if len(shown) > MOST:
        shown = [*shown[: MOST - 2], "…", shown[-1]]
    return f"({' + '.join(shown)}) / {len(values)}"


def _weighted(writer: Writer, method: Method, known: Sequence[float]) -> str:
    if len(known) < 2:
        return writer.numbers.score(known[0])
    weights = method.combined_weights
    pairs = zip((weights.facts, weights.perceptions), known, strict=True)
    shown = [
        f"{writer.numbers.plain(weight)}{NO_BREAK}{_TIMES}{NO_BREAK}{writer.numbers.score(v)}" for weight, v in pairs
    ]
    return f"({' + '.join(shown)}) / {writer.numbers.plain(weights.facts + weights.perceptions)}"


def item_formula(writer: Writer, item: ItemScore, is_reverse: bool) -> str:
    """The score of an item of a country or an institution, from its counts."""
    if item.score is None:
        return ""
    numbers, result = writer.numbers, writer.numbers.score(item.score)
    if item.type is ItemType.SCALE05:
        points = enumerate(item.distribution or ())
        total = " + ".join(f"{point}{_TIMES}{numbers.count(times)}" for point, times in points if times)
        mean = f"({total}) / {numbers.count(item.n)} / 5"
        return f"100 {_TIMES} (1 {MINUS} {mean}) = {result}" if is_reverse else f"100 {_TIMES} {mean} = {result}"
    first = item.n - item.yes if is_reverse else item.yes
    return f"100 {_TIMES} {numbers.count(first)} / {numbers.count(item.n)} = {result}"
