"""The score document: all scores of a round as one JSON value (method, section 8). Pure.

The same numbers as on the dashboard and in the report, unrounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.counts import Counts
from scoring.estimates import Estimates, average_units, estimate_unit
from scoring.frame import Frame, build_frame
from scoring.methods import Method
from scoring.results import (
    ItemScore,
    LevelScores,
    RoundFacts,
    RoundScores,
    Score,
    SourceScores,
    Unit,
    UnitScores,
    UnitTier,
)
from scoring.units import describe_unit
from surveys.content import Instrument, ItemType, Tier

ALL_INSTITUTIONS = "all"  # the code of the mean over the institutions

Validated = Mapping[tuple[str, str], str]
"""Answers set by a reviewer (yes, no, dk), by the codes of unit and item."""


@dataclass(frozen=True)
class MeasuredUnit:
    """A country or an institution with its counts (an institution without responses: `Counts.nobody`)."""

    unit: Unit
    counts: Counts


def score_round(
    instrument: Instrument,
    method: Method,
    facts: RoundFacts,
    measured: Iterable[MeasuredUnit],
    regions: Iterable[Unit] = (),
    validated: Validated | None = None,
) -> RoundScores:
    """All scores of a round: countries, then regions, institutions, and the mean of all institutions.

    `regions` are found again in the `region` of the institutions. Raises ValueError for counts of another shape.
    """
    measured = list(measured)
    countries = [one for one in measured if one.unit.tier is UnitTier.NATIONAL]
    institutions = [one for one in measured if one.unit.tier is UnitTier.INSTITUTION]
    national = _Scorer(build_frame(instrument, method, Tier.NATIONAL), method, validated or {})
    below = _Scorer(build_frame(instrument, method, Tier.INSTITUTION), method, validated or {})
    estimates = [below.estimate(one) for one in institutions]
    units = [national.describe(one.unit, national.estimate(one)) for one in countries]
    for region in regions:
        its = [ours for one, ours in zip(institutions, estimates, strict=True) if one.unit.region == region.code]
        units.append(below.describe(region, average_units(below.frame, method, its)))
    units += [below.describe(one.unit, ours) for one, ours in zip(institutions, estimates, strict=True)]
    if institutions:
        everyone = Unit(UnitTier.ALL_INSTITUTIONS, ALL_INSTITUTIONS, method.all_institutions)
        units.append(below.describe(everyone, average_units(below.frame, method, estimates)))
    return RoundScores(facts, instrument.code, instrument.version, method.code, tuple(units))


@dataclass(frozen=True)
class _Scorer:
    """What the units of one tier have in common."""

    frame: Frame
    method: Method
    validated: Validated

    def estimate(self, one: MeasuredUnit) -> Estimates:
        ours = {item: value for (unit, item), value in self.validated.items() if unit == one.unit.code}
        return estimate_unit(self.frame, self.method, one.counts, ours)

    def describe(self, unit: Unit, estimates: Estimates) -> UnitScores:
        return describe_unit(unit, self.frame, self.method, estimates)


def as_document(scores: RoundScores) -> dict[str, Any]:
    """The scores of a round as a JSON value."""
    facts = scores.round
    return {
        "round": facts.code,
        "instrument": scores.instrument,
        "version": scores.version,
        "scheme": scores.method,
        "computed_at": facts.computed_at.isoformat(),
        "responses": {"counted": facts.counted, "excluded": facts.excluded, "draft": facts.draft},
        "units": [unit_as_document(unit) for unit in scores.units],
    }


def unit_as_document(scores: UnitScores) -> dict[str, Any]:
    """The scores of a unit as a JSON value."""
    return {
        "tier": scores.unit.tier,
        "code": scores.unit.code,
        "name": dict(scores.unit.name),
        "respondents": scores.respondents,
        "facts": _source(scores.facts),
        "perceptions": _source(scores.perceptions),
        "combined": _combined(scores.combined),
        "gap": _levels(scores.gap),
        "items": {code: _item(item) for code, item in scores.items.items()},
    }


def _source(scores: SourceScores) -> dict[str, Any]:
    """Profiles are named only where the source has any."""
    families = {
        "areas": _parts(scores.areas),
        "cells": _parts(scores.cells),
        "technologies": _parts(scores.technologies),
    }
    return _levels(scores) | families | ({"profiles": _parts(scores.profiles)} if scores.profiles else {})


def _levels(scores: LevelScores) -> dict[str, Any]:
    return {"overall": _score(scores.overall), "levels": _parts(scores.levels)}


def _parts(scores: Mapping[str, Score]) -> dict[str, Any]:
    return {code: _score(score) for code, score in scores.items()}


def _combined(scores: LevelScores) -> dict[str, Any]:
    """Levels that also say which sources they are from."""
    return {
        "overall": _score(scores.overall) | {"from": scores.overall.origin},
        "levels": {code: _score(score) | {"from": score.origin} for code, score in scores.levels.items()},
    }


def _score(score: Score) -> dict[str, Any]:
    """S of section 8."""
    return {
        "score": score.score,
        "low": score.low,
        "high": score.high,
        "coverage": score.coverage,
        "items": score.items,
    }


def _item(item: ItemScore) -> dict[str, Any]:
    document: dict[str, Any] = {"score": item.score, "n": item.n}
    if item.type is ItemType.SCALE05:
        document |= {
            "mean": item.mean,
            "sd": item.standard_deviation,
            "distribution": list(item.distribution or ()),
            "mean_low": item.mean_low,
            "mean_high": item.mean_high,
        }
    else:
        document |= {
            "yes": item.yes,
            "no": item.no,
            "structural": item.structural,
            "dk": item.dk,
            "dk_share": item.dk_share,
        }
    return document | {
        "missing": item.missing,
        "agreement": item.agreement,
        "low": item.low,
        "high": item.high,
        "validated": item.is_validated,
    }
