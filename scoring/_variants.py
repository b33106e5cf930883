"""Scores of units, without each group of responses and under every combination of the options of the method. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scoring._parts import Assessed, Scores, Span, names_of_parts, parts_of, parts_of_all, value_or_none
from scoring._readings import settle
from scoring.counts import IntArray
from scoring.formulas import combined_scores, mean_of
from scoring.frame import Frame, build_frame
from scoring.jackknife import with_replicates
from scoring.methods import DoNotKnow, Method, Structural, Weights
from scoring.results import Family, Measure
from surveys.content import Instrument, Tier

WEIGHTS = (Weights(1, 0), Weights(2, 1), Weights(1, 1), Weights(1, 2), Weights(0, 1))
"""Weights of facts and perceptions that are tried, from facts only to perceptions only."""


@dataclass(frozen=True)
class Variant:
    """One way to choose the options of the method. `is_own`: as the round's method has chosen."""

    structural: Structural
    do_not_know: DoNotKnow
    weights: Weights
    by_participants: bool
    is_own: bool

    def of(self, method: Method) -> Method:
        """The method with these choices."""
        return replace(
            method,
            structural=self.structural,
            do_not_know=self.do_not_know,
            combined_weights=self.weights,
            weight_by_participants=self.by_participants,
        )


def variants_of(method: Method, has_other_counts: bool) -> list[Variant]:
    """All combinations of options, the method's own first. `has_other_counts`: also with the other way to count
    responses that were given together."""
    own = (method.structural, method.do_not_know, method.combined_weights, method.weight_by_participants)
    ratio = method.combined_weights.facts / (method.combined_weights.facts + method.combined_weights.perceptions)
    others = [weights for weights in WEIGHTS if weights.facts / (weights.facts + weights.perceptions) != ratio]
    counts = (own[3], not own[3]) if has_other_counts else (own[3],)
    combinations = itertools.product(
        sorted(Structural, key=lambda choice: choice is not own[0]),
        sorted(DoNotKnow, key=lambda choice: choice is not own[1]),
        [method.combined_weights, *others],
        counts,
    )
    return [Variant(*choices, is_own=choices == own) for choices in combinations]


@dataclass(frozen=True)
class Spread:
    """A score under each variant, in their order; None where a variant gives none."""

    variants: tuple[Variant, ...]
    scores: tuple[float | None, ...]

    @property
    def own(self) -> float | None:
        """The score as the method has it."""
        return next(score for variant, score in self.pairs() if variant.is_own)

    @property
    def span(self) -> Span:
        """The lowest and the highest."""
        known = [score for score in self.scores if score is not None]
        return Span(min(known), max(known)) if known else Span(None, None)

    def pairs(self) -> Iterator[tuple[Variant, float | None]]:
        """Each variant with its score."""
        return zip(self.variants, self.scores, strict=True)


@dataclass(frozen=True, eq=False)
class Members:
    """Units of one tier of which ranks and spreads are told; what several of these need is computed once, when asked.

    `others`: the same with responses given together counted the other way (None: that makes no difference).
    """

    instrument: Instrument
    method: Method
    tier: Tier
    units: Sequence[Assessed]
    others: Sequence[Assessed] | None = None

    @cached_property
    def frame(self) -> Frame:
        """The frame of the tier under the method's own options."""
        return build_frame(self.instrument, self.method, self.tier)

    @cached_property
    def by_variant(self) -> Sequence[tuple[Variant, Scores]]:
        """Each variant with the scores of all units: (parts, units)."""
        return list(_scores_by_variant(self))

    @cached_property
    def replicates(self) -> Scores:
        """The scores from all responses first, then without each group: (parts, units, 1 + groups)."""
        columns = np.stack([_with_replicates(self.frame, one) for one in self.units], axis=2)
        return parts_of_all(self.frame, self.method, columns)


def spread_of(members: Members, places: Sequence[int]) -> Mapping[tuple[Measure, Family, str], Spread]:
    """Every score under all combinations of options: of the unit at a place, or the mean of several."""
    variants = tuple(variant for variant, _ in members.by_variant)
    found = {}
    for measure in Measure:
        means = [mean_of(scores[measure][:, places], axis=1) for _, scores in members.by_variant]
        for (family, code), row in zip(names_of_parts(members.frame, measure), np.stack(means, axis=1), strict=True):
            found[measure, family, code] = Spread(variants, tuple(map(value_or_none, row)))
    return found


def _scores_by_variant(members: Members) -> Iterator[tuple[Variant, Scores]]:
    method, others = members.method, members.others
    known: dict[tuple[object, ...], Scores] = {}
    for variant in variants_of(method, has_other_counts=others is not None):
        key = (variant.structural, variant.do_not_know, variant.by_participants)
        chosen = variant.of(method)
        if key not in known:
            is_other = others is not None and variant.by_participants != method.weight_by_participants
            frame = build_frame(members.instrument, chosen, members.tier)
            known[key] = parts_of(frame, chosen, _as_answered(frame, others if is_other and others else members.units))
        scores = known[key]
        heads = slice(len(scores[Measure.GAP]))
        pair = scores[Measure.FACTS][heads], scores[Measure.PERCEPTIONS][heads]
        yield variant, {**scores, Measure.COMBINED: combined_scores(*pair, variant.weights)}


def _as_answered(frame: Frame, units: Sequence[Assessed]) -> IntArray:
    """(items, codes, units)."""
    return np.stack([settle(frame, one.counts.answers.sum(axis=-1), one.settled) for one in units], axis=-1)


def _with_replicates(frame: Frame, unit: Assessed) -> IntArray:
    """(items, codes, 1 + groups); what is settled is settled in each."""
    answers = with_replicates(unit.counts.answers)
    settled = settle(frame, answers[..., 0], unit.settled)
    for code in unit.settled.keys() & frame.places.keys():
        answers[frame.places[code]] = settled[frame.places[code]][:, None]
    return answers
