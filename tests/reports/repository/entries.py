"""An entry for the small instrument, complete enough to be published."""

from __future__ import annotations

from typing import Any

from reports.models import SourceDocument
from reports.recommendations import Costs, Effort, Example, Horizon, Recommendation, Trigger, TriggerKind
from surveys.content import Tier

ITEM = "F1.1.a"
CONDITION = Trigger(TriggerKind.ITEM, (ITEM,), 0.6)


def text(words: str) -> dict[str, str]:
    return {language: f"{words} ({language})" for language in ("kk", "ru", "en")}


def entry(code: str = "search", **changes: Any) -> Recommendation:
    """A sound entry; the document that it cites is stored."""
    SourceDocument.objects.get_or_create(
        code="study", defaults={f"text_{key}": f"Study ({key})" for key in ("kk", "ru", "en")}
    )
    values: dict[str, Any] = {
        "code": code,
        "title": text("Improve the search"),
        "action": text("Search the full text"),
        "reason": text("Nothing is found"),
        "steps": text("First\nSecond"),
        "place": text("Table 1"),
        "examples": (Example("EE", text("Done so"), "study"),),
        "levels": ("information",),
        "area": "legal",
        "tiers": (Tier.NATIONAL,),
        "effort": Effort.LOW,
        "costs": Costs.NONE,
        "horizon": Horizon.MONTHS,
        "sources": ("study",),
        "triggers": (CONDITION,),
    }
    return Recommendation(**values | changes)
