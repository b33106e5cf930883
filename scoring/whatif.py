"""What the scores of a unit would be if some items had other scores. Pure.

The parts are computed by the formulas of the method, as after really changing the answers: nothing is estimated. Those
of a country or an institution come from its items (`scores_under`), those of a region or of all institutions are means
over the institutions (`mean_scores`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from scoring import formulas
from scoring.counts import FloatArray, IntArray
from scoring.frame import Frame, Part, SourceFrame
from scoring.methods import Method
from scoring.results import Family, LevelScores, Measure, Score, SourceScores, UnitScores

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


def mean_scores(scores: UnitScores, members: Sequence[UnitScores]) -> UnitScores:
    """The scores of a region, or of all institutions, once its members have these; no score of it has an interval.

    Each part is the mean over the members that have it, as is each item.
    """
    return replace(
        scores,
        facts=_mean_source(scores.facts, [one.facts for one in members]),
        perceptions=_mean_source(scores.perceptions, [one.perceptions for one in members]),
        combined=_mean_levels(scores.combined, [one.combined for one in members]),
        gap=_mean_levels(scores.gap, [one.gap for one in members]),
        items={
            code: replace(
                item, score=_mean(one.items[code].score for one in members), low=NO_INTERVAL, high=NO_INTERVAL
            )
            for code, item in scores.items.items()
        },
    )


def part_under(
    scores: UnitScores, frame: Frame, method: Method, part: tuple[Measure, Part], changes: Sequence[Mapping[str, float]]
) -> FloatArray:
    """One part's score of a country or an institution under each of several changes, as in `scores_under`.

    NaN where it has none. Shape: (changes,).
    """
    items = np.repeat(item_scores(scores, frame, {}), len(changes), axis=1)
    for column, change in enumerate(changes):
        for code, score in change.items():
            items[frame.places[code], column] = score
    measure, place = part
    facts, perceptions = (formulas.part_scores(items, source) for source in (frame.facts, frame.perceptions))
    if measure in (Measure.FACTS, Measure.PERCEPTIONS):
        source, found = (frame.facts, facts) if measure is Measure.FACTS else (frame.perceptions, perceptions)
        return found[source.parts.index(place)]
    heads = slice(frame.facts.heads)
    combined = formulas.combined_scores(facts[heads], perceptions[heads], method.combined_weights)
    gap = formulas.gaps(facts[heads], perceptions[heads])
    return (combined if measure is Measure.COMBINED else gap)[frame.facts.parts[heads].index(place)]


def item_scores(scores: UnitScores, frame: Frame, changes: Mapping[str, float]) -> FloatArray:
    """The scores of all items after the changes, NaN where there is none. Shape: (items, 1)."""
    found = [changes.get(item.code, scores.items[item.code].score) for item in frame.items]
    return np.array([[math.nan if score is None else score] for score in found], np.float64).reshape(-1, 1)


def _has_score(scores: UnitScores, code: str) -> bool:
    return code in scores.items and scores.items[code].score is not None


def _source(before: SourceScores, frame: SourceFrame, parts: FloatArray, items: IntArray) -> SourceScores:
    return SourceScores.from_parts(_changed_parts(before, frame, parts, items))


def _changed_parts(
    before: SourceScores, frame: SourceFrame, parts: FloatArray, items: IntArray
) -> Iterator[tuple[Family, str, Score]]:
    for part, score, number in zip(frame.parts, parts[:, 0].tolist(), items.tolist(), strict=True):
        known = before.part(part.family, part.code)
        assert known is not None, f"{part} is of another frame"
        yield part.family, part.code, _changed(known, score, number)


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


def _mean_source(before: SourceScores, members: Sequence[SourceScores]) -> SourceScores:
    return SourceScores(
        overall=_mean_score(before.overall, [one.overall for one in members]),
        levels=_mean_parts(before.levels, [one.levels for one in members]),
        areas=_mean_parts(before.areas, [one.areas for one in members]),
        cells=_mean_parts(before.cells, [one.cells for one in members]),
        technologies=_mean_parts(before.technologies, [one.technologies for one in members]),
        profiles=_mean_parts(before.profiles, [one.profiles for one in members]),
    )


def _mean_levels(before: LevelScores, members: Sequence[LevelScores]) -> LevelScores:
    return LevelScores(
        _mean_score(before.overall, [one.overall for one in members]),
        _mean_parts(before.levels, [one.levels for one in members]),
    )


def _mean_parts(before: Mapping[str, Score], members: Sequence[Mapping[str, Score]]) -> dict[str, Score]:
    return {code: _mean_score(score, [one[code] for one in members]) for code, score in before.items()}


def _mean_score(before: Score, members: Sequence[Score]) -> Score:
    return replace(before, score=_mean(one.score for one in members), low=NO_INTERVAL, high=NO_INTERVAL)


def _mean(scores: Iterable[float | None]) -> float | None:
    """Over the members that have a score; None where none does."""
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known else None
