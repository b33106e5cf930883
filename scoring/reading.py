"""Scores read back from a score document: what was computed once is shown again, not computed again. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from scoring.frame import Frame, SourceFrame, build_frame
from scoring.methods import Method
from scoring.results import (
    Family,
    ItemScore,
    LevelScores,
    Origin,
    RoundFacts,
    RoundScores,
    Score,
    SourceScores,
    Unit,
    UnitScores,
    UnitTier,
)
from surveys.coding import POINTS
from surveys.content import Instrument, ItemType, Tier

SUPPRESSED = "suppressed"  # the only key of what a public document withholds
_NOTHING: Mapping[str, Any] = {"score": None, "low": None, "high": None, "coverage": 0.0, "items": 0}

_VALUES = ("score", "low", "high", "dk_share", "agreement", "mean")
_COUNTS = ("n", "yes", "no", "structural", "dk", "missing")


def read_document(document: Mapping[str, Any], instrument: Instrument, method: Method) -> RoundScores:
    """The scores of a document (method, section 8), made by `as_document` with this instrument and method.

    What is suppressed in it has no value. Regions of institutions are not in a document.
    """
    frames = {tier: build_frame(instrument, method, tier) for tier in Tier}
    counts = document["responses"]
    facts = RoundFacts(
        document["round"],
        datetime.datetime.fromisoformat(document["computed_at"]),
        counted=counts["counted"],
        excluded=counts["excluded"],
        draft=counts["draft"],
    )
    units = tuple(_unit(unit, frames) for unit in document["units"])
    return RoundScores(facts, document["instrument"], document["version"], document["scheme"], units)


def _unit(stored: Mapping[str, Any], frames: Mapping[Tier, Frame]) -> UnitScores:
    tier = UnitTier(stored["tier"])
    frame = frames[Tier.NATIONAL if tier is UnitTier.NATIONAL else Tier.INSTITUTION]
    return UnitScores(
        unit=Unit(tier, stored["code"], stored["name"]),
        respondents=stored["respondents"],
        facts=_source(stored["facts"], frame.facts),
        perceptions=_source(stored["perceptions"], frame.perceptions),
        combined=_levels(stored["combined"], frame),
        gap=_levels(stored["gap"], frame),
        items=dict(_items(stored["items"], frame)),
    )


def _source(stored: Mapping[str, Any], frame: SourceFrame) -> SourceScores:
    """In the order of the frame: a database keeps no order of keys."""
    families = {family: stored.get(family, {}) for family in Family} | {Family.OVERALL: {"": stored["overall"]}}
    return SourceScores.from_parts(
        (part.family, part.code, _score(families[part.family][part.code], int(number)))
        for part, number in zip(frame.parts, frame.mapped, strict=True)
        if part.code in families[part.family]
    )


def _levels(stored: Mapping[str, Any], frame: Frame) -> LevelScores:
    """Combined scores and gaps rest on the items of both sources."""
    first, *levels = (frame.facts.mapped + frame.perceptions.mapped[: len(frame.facts.mapped)])[: frame.facts.heads]
    mapped = dict(zip(frame.facts.levels, levels, strict=True))
    return LevelScores(
        overall=_score(stored["overall"], int(first)),
        levels={code: _score(stored["levels"][code], int(number)) for code, number in mapped.items()},
    )


def _score(stored: Mapping[str, Any], mapped: int) -> Score:
    """`mapped`: of one unit. Over several institutions it follows from the coverage."""
    values: Mapping[str, Any] = _NOTHING if SUPPRESSED in stored else stored
    return Score(
        score=values["score"],
        low=values["low"],
        high=values["high"],
        coverage=values["coverage"],
        items=values["items"],
        mapped=round(values["items"] / values["coverage"]) if values["coverage"] else mapped,
        origin=Origin(stored["from"]) if stored.get("from") else None,
        is_suppressed=SUPPRESSED in stored,
    )


def _items(stored: Mapping[str, Any], frame: Frame) -> Iterator[tuple[str, ItemScore]]:
    for item, source in zip(frame.items, frame.sources, strict=True):
        values: Mapping[str, Any] = {} if SUPPRESSED in stored[item.code] else stored[item.code]
        is_scale = item.type is ItemType.SCALE05
        same: dict[str, Any] = {name: values.get(name) for name in _VALUES} | {
            name: values.get(name, 0) for name in _COUNTS
        }
        yield (
            item.code,
            ItemScore(
                code=item.code,
                type=item.type,
                source=source,
                **same,
                is_validated=values.get("validated", False),
                standard_deviation=values.get("sd"),
                mean_low=values.get("mean_low"),
                mean_high=values.get("mean_high"),
                distribution=tuple(values.get("distribution", (0,) * POINTS)) if is_scale else None,
                is_suppressed=SUPPRESSED in stored[item.code],
            ),
        )
