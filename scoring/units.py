"""From estimates to the scores of a unit: arrays in, frozen values out. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from scoring import formulas
from scoring.counts import Counts, FloatArray
from scoring.estimates import Estimates, PartEstimates, estimate_unit
from scoring.frame import Family, Frame, SourceFrame
from scoring.jackknife import jackknife_interval
from scoring.methods import Method
from scoring.results import ItemScore, LevelScores, Origin, Score, SourceScores, Unit, UnitScores
from surveys.coding import Code
from surveys.content import Item, ItemType, Source


def score_counts(
    unit: Unit, frame: Frame, method: Method, counts: Counts, validated: Mapping[str, str] | None = None
) -> UnitScores:
    """The scores of a unit, or of any part of its responses; see `estimate_unit` for `validated` and errors."""
    return describe_unit(unit, frame, method, estimate_unit(frame, method, counts, validated))


def describe_unit(unit: Unit, frame: Frame, method: Method, estimates: Estimates) -> UnitScores:
    """The scores of a unit with their intervals."""
    return UnitScores(
        unit=unit,
        respondents=int(estimates.respondents.sum()),
        facts=_source_scores(frame.facts, method, estimates, estimates.facts),
        perceptions=_source_scores(frame.perceptions, method, estimates, estimates.perceptions),
        combined=_level_scores(frame, _scores(method, estimates, estimates.combined, origins=_origins(estimates))),
        gap=_level_scores(frame, _scores(method, estimates, estimates.gap, minimum=-1)),
        items={score.code: score for score in _item_scores(frame, estimates)},
    )


def _source_scores(frame: SourceFrame, method: Method, estimates: Estimates, parts: PartEstimates) -> SourceScores:
    families: dict[Family, dict[str, Score]] = {family: {} for family in Family}
    for part, score in zip(frame.parts, _scores(method, estimates, parts), strict=True):
        families[part.family][part.code] = score
    return SourceScores(
        overall=families[Family.OVERALL][""],
        levels=families[Family.LEVELS],
        areas=families[Family.AREAS],
        cells=families[Family.CELLS],
        technologies=families[Family.TECHNOLOGIES],
        profiles=families[Family.PROFILES],
    )


def _level_scores(frame: Frame, scores: list[Score]) -> LevelScores:
    return LevelScores(overall=scores[0], levels=dict(zip(frame.facts.levels, scores[1:], strict=True)))


def _scores(
    method: Method,
    estimates: Estimates,
    parts: PartEstimates,
    minimum: float = 0,
    origins: list[Origin | None] | None = None,
) -> list[Score]:
    """One score for each part, with the interval of the jackknife."""
    low, high = jackknife_interval(parts.scores, estimates.respondents > 0, method.confidence, minimum)
    columns = zip(
        _values(parts.scores[:, 0]),
        _values(low),
        _values(high),
        parts.coverage.tolist(),
        parts.items.tolist(),
        parts.mapped.tolist(),
        origins or [None] * len(low),
        strict=True,
    )
    return [Score(*column) for column in columns]


def _origins(estimates: Estimates) -> list[Origin | None]:
    names = {(True, True): Origin.BOTH, (True, False): Origin.FACTS, (False, True): Origin.PERCEPTIONS}
    pairs = zip(estimates.uses_facts.tolist(), estimates.uses_perceptions.tolist(), strict=True)
    return [names.get(pair) for pair in pairs]


def _item_scores(frame: Frame, estimates: Estimates) -> Iterator[ItemScore]:
    answers = estimates.answers
    numbers = zip(
        _values(estimates.items[:, 0]),
        _values(estimates.item_low),
        _values(estimates.item_high),
        formulas.valid_answers(answers, frame).tolist(),
        _values(formulas.dk_shares(answers)),
        _values(formulas.agreement(answers, frame)),
        estimates.is_validated.tolist(),
        _values(formulas.item_means(answers, frame)),
        _values(formulas.standard_deviations(answers, frame)),
        _values(estimates.mean_low),
        _values(estimates.mean_high),
        strict=True,
    )
    for item, source, counts, row in zip(frame.items, frame.sources, answers.tolist(), numbers, strict=True):
        yield _item_score(item, source, counts, *row)


def _item_score(
    item: Item,
    source: Source,
    counts: list[int],
    score: float | None,
    low: float | None,
    high: float | None,
    n: int,
    dk_share: float | None,
    agreement: float | None,
    is_validated: bool,
    *on_scale: float | None,
) -> ItemScore:
    is_scale = item.type is ItemType.SCALE05
    return ItemScore(
        item.code,
        item.type,
        source,
        score,
        low,
        high,
        n,
        counts[Code.YES],
        counts[Code.NO] + counts[Code.STRUCTURAL],
        counts[Code.STRUCTURAL],
        counts[Code.DO_NOT_KNOW],
        counts[Code.MISSING],
        dk_share,
        agreement,
        is_validated,
        *(on_scale if is_scale else ()),
        distribution=tuple(counts[Code.SCALE_ZERO :]) if is_scale else None,
    )


def _values(numbers: FloatArray) -> list[float | None]:
    """As Python numbers; NaN becomes None."""
    return [None if math.isnan(number) else number for number in numbers.tolist()]
