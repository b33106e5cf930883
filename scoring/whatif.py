"""What the scores of a unit would be if some items had other scores. Pure.

The parts are computed by the formulas of the method, as after really changing the answers: nothing is estimated. Only
a country or an institution can be asked about: the parts of a region are means over institutions, not over items.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from scoring import formulas
from scoring.counts import FloatArray, IntArray
from scoring.frame import Frame, SourceFrame
from scoring.methods import Method
from scoring.results import Family, LevelScores, Score, SourceScores, UnitScores

NO_INTERVAL = None
"""Nobody has answered in the future: what would be has no interval."""


def scores_under(scores: UnitScores, frame: Frame, method: Method, changes: Mapping[str, float]) -> UnitScores:
    """The scores of the unit with the scores (0 to 1) of some items changed; no score of it has an interval.

    Raises ValueError where an item has no score to change: that would change what a mean is taken over.
    """
    if unknown := sorted(code for code in changes if not _has_score(scores, code)):
        raise ValueError(f"No score of {', '.join(unknown)} can be changed: there is none.")
    items = item_scores(scores, frame, changes)
    facts, perceptions = (formulas.part_scores(items, source) for source in (frame.facts, frame.perceptions))
    heads = slice(frame.facts.heads)
    combined = formulas.combined_scores(facts[heads], perceptions[heads], method.combined_weights)
    gap = formulas.gaps(facts[heads], perceptions[heads])
    return replace(
        scores,
        facts=_source(scores.facts, frame.facts, facts, formulas.scored_items(items, frame.facts)),
        perceptions=_source(
            scores.perceptions, frame.perceptions, perceptions, formulas.scored_items(items, frame.perceptions)
        ),
        combined=_levels(scores.combined, combined, frame),
        gap=_levels(scores.gap, gap, frame),
        items={
            code: replace(item, score=changes.get(code, item.score), low=NO_INTERVAL, high=NO_INTERVAL)
            for code, item in scores.items.items()
        },
    )


def item_scores(scores: UnitScores, frame: Frame, changes: Mapping[str, float]) -> FloatArray:
    """The scores of all items after the changes, NaN where there is none. Shape: (items, 1)."""
    found = [changes.get(item.code, scores.items[item.code].score) for item in frame.items]
    return np.array([[math.nan if score is None else score] for score in found], np.float64).reshape(-1, 1)


def _has_score(scores: UnitScores, code: str) -> bool:
    return code in scores.items and scores.items[code].score is not None


def _source(before: SourceScores, frame: SourceFrame, parts: FloatArray, items: IntArray) -> SourceScores:
    families: dict[Family, dict[str, Score]] = {family: {} for family in Family}
    for part, score, number in zip(frame.parts, parts[:, 0].tolist(), items.tolist(), strict=True):
        known = before.part(part.family, part.code)
        assert known is not None, f"{part} is of another frame"
        families[part.family][part.code] = _changed(known, score, number)
    return SourceScores(
        overall=families[Family.OVERALL][""],
        levels=families[Family.LEVELS],
        areas=families[Family.AREAS],
        cells=families[Family.CELLS],
        technologies=families[Family.TECHNOLOGIES],
        profiles=families[Family.PROFILES],
    )


def _levels(before: LevelScores, parts: FloatArray, frame: Frame) -> LevelScores:
    overall, *levels = parts[:, 0].tolist()
    return LevelScores(
        _changed(before.overall, overall),
        {code: _changed(before.levels[code], score) for code, score in zip(frame.facts.levels, levels, strict=True)},
    )


def _changed(before: Score, score: float, items: int | None = None) -> Score:
    value = None if math.isnan(score) else score
    known = before.items if items is None else items
    return replace(before, score=value, low=NO_INTERVAL, high=NO_INTERVAL, items=known)
