"""Estimates: a unit's scores with their jackknife replicates, as arrays (method, sections 3, 4 and 6). Pure.

Of a unit with responses by `estimate_unit`, of a set of institutions by `average_units`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring import formulas
from scoring.counts import BoolArray, Counts, FloatArray, IntArray
from scoring.frame import Frame, SourceFrame
from scoring.jackknife import jackknife_interval, with_replicates
from scoring.methods import Method
from surveys.coding import VALUES, Code
from surveys.content import ItemType


@dataclass(frozen=True, eq=False)
class PartEstimates:
    """Some parts' scores: `scores` (parts, 1 + groups), `coverage`, `items` with a score, `mapped` (parts,)."""

    scores: FloatArray
    coverage: FloatArray
    items: IntArray
    mapped: IntArray


@dataclass(frozen=True, eq=False)
class Estimates:
    """A unit's scores with their replicates.

    `answers` (items, codes): what was answered, validated answers in the place of the others. `respondents` (groups,).
    `items` (items, 1 + groups), with the bounds of their intervals `item_low`, `item_high` and `mean_low`, `mean_high`
    (items,), the latter on the scale from 0 to 5. `is_validated` (items,). `combined` and `gap` hold the overall score
    and the levels. `uses_facts`, `uses_perceptions` (1 + levels,): what each combined score comes from.
    """

    answers: IntArray
    respondents: IntArray
    items: FloatArray
    item_low: FloatArray
    item_high: FloatArray
    mean_low: FloatArray
    mean_high: FloatArray
    is_validated: BoolArray
    facts: PartEstimates
    perceptions: PartEstimates
    combined: PartEstimates
    gap: PartEstimates
    uses_facts: BoolArray
    uses_perceptions: BoolArray


def estimate_unit(
    frame: Frame, method: Method, counts: Counts, validated: Mapping[str, str] | None = None
) -> Estimates:
    """The estimates of a unit, or of any part of its responses.

    `validated`: answers (yes, no, dk) that a reviewer set, by item code; each replaces all answers to its item, in
    every replicate. Items of other tiers are passed over. Raises ValueError for counts of another shape.
    """
    _check_shape(frame, method, counts)
    settled = {frame.places[code]: value for code, value in (validated or {}).items() if code in frame.places}
    answers = _settle(with_replicates(counts.answers), settled)
    scores = formulas.item_scores(answers, frame)
    item_low, item_high, mean_low, mean_high = _item_intervals(answers[:, :, 0], frame, method)
    facts, perceptions = (_estimate_parts(scores, source) for source in (frame.facts, frame.perceptions))
    combined, gap = _estimate_pairs(facts, perceptions, frame, method)
    return Estimates(
        answers=answers[:, :, 0],
        respondents=counts.respondents,
        items=scores,
        item_low=item_low,
        item_high=item_high,
        mean_low=mean_low,
        mean_high=mean_high,
        is_validated=np.isin(np.arange(len(frame.items)), list(settled)),
        facts=facts,
        perceptions=perceptions,
        combined=combined,
        gap=gap,
        uses_facts=_has_levels(facts, frame),
        uses_perceptions=_has_levels(perceptions, frame),
    )


def _settle(answers: IntArray, settled: Mapping[int, str]) -> IntArray:
    """The answers with one that a reviewer set in the place of all others to its item; `settled`: by place."""
    for place, value in settled.items():
        answers[place] = 0
        answers[place, VALUES[ItemType.YNDK][value]] = 1
    return answers


def average_units(frame: Frame, method: Method, members: Sequence[Estimates]) -> Estimates:
    """The unweighted mean of institutions, part by part, over those that have the part.

    Counts are sums. Items have the interval of the jackknife; a pooled mean has none. Without members: no values.
    """
    if not members:
        return estimate_unit(frame, method, Counts.nobody(len(frame.items), method.groups))
    respondents = np.sum([unit.respondents for unit in members], axis=0)
    scores = formulas.mean_of(np.stack([unit.items for unit in members]))
    low, high = jackknife_interval(scores, respondents > 0, method.confidence)
    nothing = np.full(len(frame.items), np.nan)
    return Estimates(
        answers=np.sum([unit.answers for unit in members], axis=0),
        respondents=respondents,
        items=scores,
        item_low=low,
        item_high=high,
        mean_low=nothing,
        mean_high=nothing,
        is_validated=_all_validated(members),
        facts=_average_parts([unit.facts for unit in members]),
        perceptions=_average_parts([unit.perceptions for unit in members]),
        combined=_average_parts([unit.combined for unit in members]),
        gap=_average_parts([unit.gap for unit in members]),
        uses_facts=np.any([unit.uses_facts for unit in members], axis=0),
        uses_perceptions=np.any([unit.uses_perceptions for unit in members], axis=0),
    )


def _check_shape(frame: Frame, method: Method, counts: Counts) -> None:
    expected = (*frame.is_valid.shape, method.groups)
    if counts.answers.shape != expected or counts.respondents.shape != expected[2:]:
        shapes = f"{counts.answers.shape} and {counts.respondents.shape}"
        raise ValueError(f"The counts must have the shapes {expected} and {expected[2:]}, not {shapes}.")


def _estimate_parts(scores: FloatArray, frame: SourceFrame) -> PartEstimates:
    items = formulas.scored_items(scores, frame)
    return PartEstimates(formulas.part_scores(scores, frame), _coverage(items, frame.mapped), items, frame.mapped)


def _estimate_pairs(
    facts: PartEstimates, perceptions: PartEstimates, frame: Frame, method: Method
) -> tuple[PartEstimates, PartEstimates]:
    """Combined scores and gaps, of the overall score and the levels; their coverage is that of both sources' items."""
    rows = slice(frame.facts.heads)
    items, mapped = facts.items[rows] + perceptions.items[rows], facts.mapped[rows] + perceptions.mapped[rows]
    coverage = _coverage(items, mapped)
    one, other = facts.scores[rows], perceptions.scores[rows]
    combined = formulas.combined_scores(one, other, method.combined_weights)
    gap = formulas.gaps(one, other)
    return PartEstimates(combined, coverage, items, mapped), PartEstimates(gap, coverage, items, mapped)


def _has_levels(parts: PartEstimates, frame: Frame) -> BoolArray:
    """Which of the overall score and the levels this source has."""
    return ~np.isnan(parts.scores[: frame.facts.heads, 0])


def _coverage(items: IntArray, mapped: IntArray) -> FloatArray:
    """Share of the mapped items that have a score; 0 where none is mapped."""
    return np.nan_to_num(formulas.divide(items, mapped))


def _item_intervals(
    answers: IntArray, frame: Frame, method: Method
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Bounds of the items' scores (0 to 1), then of the means (0 to 5; NaN for Yes/No items). Each (items,)."""
    n = formulas.valid_answers(answers, frame)
    deviations = formulas.standard_deviations(answers, frame)
    share_low, share_high = formulas.wilson_interval(answers[:, Code.YES], n, method.confidence)
    mean_low, mean_high = formulas.mean_interval(
        formulas.item_means(answers, frame), deviations, n, method.confidence, frame.widths
    )
    mean_low[~frame.is_scale] = np.nan
    mean_high[~frame.is_scale] = np.nan
    low = np.where(frame.is_scale, mean_low / frame.widths, share_low)
    high = np.where(frame.is_scale, mean_high / frame.widths, share_high)
    turned = frame.is_reverse
    return np.where(turned, 1 - high, low), np.where(turned, 1 - low, high), mean_low, mean_high


def _average_parts(members: Sequence[PartEstimates]) -> PartEstimates:
    return PartEstimates(
        scores=formulas.mean_of(np.stack([parts.scores for parts in members])),
        coverage=np.mean([parts.coverage for parts in members], axis=0),
        items=np.sum([parts.items for parts in members], axis=0),
        mapped=np.sum([parts.mapped for parts in members], axis=0),
    )


def _all_validated(members: Sequence[Estimates]) -> BoolArray:
    """Items whose pooled answers are all validated ones."""
    given = [unit.answers[:, Code.YES :].sum(axis=1) > 0 for unit in members]
    rests_on_others = [is_given & ~unit.is_validated for is_given, unit in zip(given, members, strict=True)]
    return np.any([unit.is_validated for unit in members], axis=0) & ~np.any(rests_on_others, axis=0)
