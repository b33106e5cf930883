"""A recommendation as JSON and back: how versions keep it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from reports.recommendations.content import Costs, Effort, Example, Horizon, Recommendation, Trigger, TriggerKind
from surveys.content import Source, Tier

TEXTS = ("title", "action", "reason", "steps", "place")
"""The fields that hold words by language."""


def pack(entry: Recommendation) -> dict[str, Any]:
    """All values of an entry as JSON has them; equal entries are packed alike."""
    packed: dict[str, Any] = json.loads(json.dumps(asdict(entry)))
    for name in TEXTS:
        packed[name] = {language: words for language, words in packed[name].items() if words}
    return packed


def unpack(packed: Mapping[str, Any]) -> Recommendation:
    """The entry that was packed."""
    return Recommendation(
        code=packed["code"],
        levels=tuple(packed["levels"]),
        area=packed["area"],
        tiers=tuple(Tier(tier) for tier in packed["tiers"]),
        effort=Effort(packed["effort"]),
        costs=Costs(packed["costs"]),
        horizon=Horizon(packed["horizon"]),
        sources=tuple(packed["sources"]),
        triggers=tuple(unpack_trigger(trigger) for trigger in packed["triggers"]),
        examples=tuple(Example(**example) for example in packed["examples"]),
        **{name: packed[name] for name in TEXTS},
    )


def unpack_trigger(packed: Mapping[str, Any]) -> Trigger:
    """The trigger that was packed."""
    return Trigger(
        kind=TriggerKind(packed["kind"]),
        targets=tuple(packed["targets"]),
        below=packed["below"],
        share=packed["share"],
        source=Source(packed["source"]) if packed["source"] else None,
        also=tuple(unpack_trigger(trigger) for trigger in packed.get("also", ())),
    )
