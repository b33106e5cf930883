"""From estimates to the scores of a unit: arrays in, frozen values out. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from scoring import formulas
from scoring.counts import Counts, FloatArray
from scoring.estimates import Estimates, PartEstimates, estimate_unit
from scoring.frame import Frame, SourceFrame
from scoring.jackknife import jackknife_interval
from scoring.methods import Method
from scoring.results import ItemScore, LevelScores, Origin, Score, SourceScores, Unit, UnitScores
from surveys.coding import Code
from surveys.content import ItemType


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
    pairs = zip(frame.parts, _scores(method, estimates, parts), strict=True)
    return SourceScores.from_parts((part.family, part.code, score) for part, score in pairs)


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
    columns = _item_columns(frame, estimates)
    for place, (item, counts) in enumerate(zip(frame.items, estimates.answers.tolist(), strict=True)):
        yield ItemScore(
            code=item.code,
            type=item.type,
            source=frame.sources[place],
            yes=counts[Code.YES],
            no=counts[Code.NO] + counts[Code.STRUCTURAL],
            structural=counts[Code.STRUCTURAL],
            dk=counts[Code.DO_NOT_KNOW],
            missing=counts[Code.MISSING],
            distribution=tuple(counts[Code.SCALE_ZERO :]) if item.type is ItemType.SCALE05 else None,
            **{name: values[place] for name, values in columns.items()},
        )


def _item_columns(frame: Frame, estimates: Estimates) -> dict[str, list[Any]]:
    """Fields of ItemScore that come from arrays: one value for each item."""
    answers = estimates.answers
    return {
        "score": _values(estimates.items[:, 0]),
        "low": _values(estimates.item_low),
        "high": _values(estimates.item_high),
        "n": formulas.valid_answers(answers, frame).tolist(),
        "dk_share": _values(formulas.dk_shares(answers)),
        "agreement": _values(formulas.agreement(answers, frame)),
        "is_validated": estimates.is_validated.tolist(),
        "mean": _on_scale(formulas.item_means(answers, frame), frame),
        "standard_deviation": _on_scale(formulas.standard_deviations(answers, frame), frame),
        "mean_low": _on_scale(estimates.mean_low, frame),
        "mean_high": _on_scale(estimates.mean_high, frame),
    }


def _on_scale(numbers: FloatArray, frame: Frame) -> list[float | None]:
    """Numbers that are told only of items answered from 0 to 5."""
    return _values(np.where(frame.is_scale, numbers, np.nan))


def _values(numbers: FloatArray) -> list[float | None]:
    """As Python numbers; NaN becomes None."""
    return [None if math.isnan(number) else number for number in numbers.tolist()]
