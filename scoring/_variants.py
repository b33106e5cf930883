"""Scores under every combination of the options of the method. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scoring import formulas
from scoring._parts import Assessed, Scores, Span, names_of_parts, parts_of, value_or_none
from scoring._readings import settle
from scoring.counts import IntArray
from scoring.frame import Frame, build_frame
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


def spread_of(
    instrument: Instrument,
    method: Method,
    tier: Tier,
    members: Sequence[Assessed],
    others: Sequence[Assessed] | None = None,
) -> Mapping[tuple[Measure, Family, str], Spread]:
    """Every score of a unit under all combinations of options: of one unit, or of the mean of several institutions.

    `others`: the same members with responses given together counted the other way (None: that makes no difference).
    """
    frame = build_frame(instrument, method, tier)
    found = list(scores_by_variant(instrument, method, tier, members, others))
    variants = tuple(variant for variant, _ in found)
    means = [{measure: formulas.mean_of(scores[measure], axis=1) for measure in Measure} for _, scores in found]
    return {
        (measure, family, code): Spread(variants, tuple(value_or_none(one[measure][place]) for one in means))
        for measure in Measure
        for place, (family, code) in enumerate(names_of_parts(frame, measure))
    }


def scores_by_variant(
    instrument: Instrument, method: Method, tier: Tier, members: Sequence[Assessed], others: Sequence[Assessed] | None
) -> Iterator[tuple[Variant, Scores]]:
    """Each variant with the scores of all members: (parts, members)."""
    known: dict[tuple[object, ...], Scores] = {}
    for variant in variants_of(method, has_other_counts=others is not None):
        key = (variant.structural, variant.do_not_know, variant.by_participants)
        chosen = variant.of(method)
        if key not in known:
            is_other = others is not None and variant.by_participants != method.weight_by_participants
            frame = build_frame(instrument, chosen, tier)
            known[key] = parts_of(frame, chosen, _as_answered(frame, others if is_other and others else members))
        scores = known[key]
        heads = slice(len(scores[Measure.GAP]))
        pair = scores[Measure.FACTS][heads], scores[Measure.PERCEPTIONS][heads]
        yield variant, {**scores, Measure.COMBINED: formulas.combined_scores(*pair, variant.weights)}


def _as_answered(frame: Frame, members: Sequence[Assessed]) -> IntArray:
    """(items, codes, members)."""
    return np.stack([settle(frame, one.counts.answers.sum(axis=-1), one.settled) for one in members], axis=-1)
