"""How much a score could be otherwise: bounds, sensitivity to the options of the method, ranks as ranges. Pure.

All of it is computed by the formulas of the method on changed counts or under changed options, as if the answers had
really been others; nothing is approximated. Regions and the mean of all institutions are means over institutions, as
the method has them. Bounds are here; `spread_of` and `rank` have files of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring._parts import Assessed, Scores, Span, names_of_parts, parts_of_all, span_of, value_or_none
from scoring._ranks import Places, Ranked, rank
from scoring._readings import Reading, readings_of
from scoring._variants import WEIGHTS, Members, Spread, Variant, spread_of, variants_of
from scoring.counts import IntArray
from scoring.formulas import gaps, mean_of
from scoring.frame import Frame, build_frame
from scoring.methods import Method
from scoring.results import Family, Measure
from surveys.content import Instrument, Tier

__all__ = [
    "WEIGHTS",
    "Assessed",
    "Bounds",
    "Members",
    "Places",
    "Ranked",
    "Reading",
    "Span",
    "Spread",
    "Variant",
    "bounds_of",
    "rank",
    "spread_of",
    "variants_of",
]


@dataclass(frozen=True)
class Bounds:
    """What a score could be. `unshown`: with each Yes that nothing shows as No. None where there is no value."""

    score: float | None
    do_not_know: Span
    missing: Span
    unshown: float | None


def bounds_of(
    instrument: Instrument, method: Method, tier: Tier, members: Sequence[Assessed]
) -> Mapping[tuple[Measure, Family, str], Bounds]:
    """The bounds of every score of a unit: of one country or institution, or of the mean of several institutions.

    Every way to fill in the uncertain answers leads to a score between the bounds.
    """
    frame = build_frame(instrument, method, tier)
    readings = np.stack([_readings(frame, member) for member in members], axis=2)
    scores = _with_crossed_gaps(frame, parts_of_all(frame, method, readings))
    means = {measure: mean_of(found, axis=1) for measure, found in scores.items()}
    found = {}
    for measure in Measure:
        for place, (family, code) in enumerate(names_of_parts(frame, measure)):
            row = means[measure][place]
            found[measure, family, code] = Bounds(
                score=value_or_none(row[Reading.AS_ANSWERED]),
                do_not_know=span_of(row[[Reading.DO_NOT_KNOW_LOW, Reading.DO_NOT_KNOW_HIGH]]),
                missing=span_of(row[[Reading.MISSING_LOW, Reading.MISSING_HIGH]]),
                unshown=value_or_none(row[Reading.UNSHOWN]),
            )
    return found


def _readings(frame: Frame, member: Assessed) -> IntArray:
    return readings_of(frame, member.counts.answers.sum(axis=-1), member.settled, member.shown)


def _with_crossed_gaps(frame: Frame, scores: Scores) -> Scores:
    """A gap is smallest where perceptions are lowest and facts highest, and the other way round."""
    heads = slice(frame.facts.heads)
    facts, perceptions = scores[Measure.FACTS][heads].copy(), scores[Measure.PERCEPTIONS][heads]
    for low, high in (
        (Reading.DO_NOT_KNOW_LOW, Reading.DO_NOT_KNOW_HIGH),
        (Reading.MISSING_LOW, Reading.MISSING_HIGH),
    ):
        facts[..., [low, high]] = facts[..., [high, low]]
    return {**scores, Measure.GAP: gaps(facts, perceptions)}
