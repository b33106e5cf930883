"""Recommendations between their file and the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from reports import models
from reports.recommendations import content
from surveys.content import Source, Tier
from surveys.texts import columns_of, text_of

_TEXTS = ("title", "action", "reason", "steps", "place")
_PLAIN = ("area", "effort", "costs", "horizon")
_LISTS = ("levels", "tiers")


@transaction.atomic
def store_recommendations(file: content.RecommendationFile) -> None:
    """Bring the database to what the file says: entries are updated by their code, those gone from it are removed."""
    documents = {}
    for source in file.sources:
        documents[source.code], _ = models.SourceDocument.objects.update_or_create(
            code=source.code, defaults=columns_of("text", source.text)
        )
    for position, entry in enumerate(file.recommendations):
        columns = {name: getattr(entry, name) for name in _PLAIN} | {
            name: list(getattr(entry, name)) for name in _LISTS
        }
        for name in _TEXTS:
            columns |= columns_of(name, getattr(entry, name))
        row, _ = models.Recommendation.objects.update_or_create(
            instrument=file.instrument,
            code=entry.code,
            defaults=columns
            | {
                "position": position,
                "triggers": [asdict(trigger) for trigger in entry.triggers],
                "examples": [asdict(example) for example in entry.examples],
                "state": models.RecommendationState.PUBLISHED,
            },
        )
        row.sources.set([documents[code] for code in entry.sources])
    codes = [entry.code for entry in file.recommendations]
    models.Recommendation.objects.filter(instrument=file.instrument, is_own=False).exclude(code__in=codes).delete()


def recommendations_of(instrument: str) -> content.RecommendationFile:
    """The published recommendations stored for an instrument. Two queries."""
    rows = models.Recommendation.objects.filter(
        instrument=instrument, state=models.RecommendationState.PUBLISHED
    ).prefetch_related("sources")
    documents = {source.code: source for row in rows for source in row.sources.all()}
    return content.RecommendationFile(
        instrument=instrument,
        sources=tuple(content.SourceDocument(code, text_of(source, "text")) for code, source in documents.items()),
        recommendations=tuple(_entry(row) for row in rows),
    )


def _entry(row: models.Recommendation) -> content.Recommendation:
    return content.Recommendation(
        code=row.code,
        levels=tuple(row.levels),
        area=row.area,
        tiers=tuple(Tier(tier) for tier in row.tiers),
        effort=content.Effort(row.effort),
        costs=content.Costs(row.costs),
        horizon=content.Horizon(row.horizon),
        sources=tuple(source.code for source in row.sources.all()),
        triggers=tuple(_trigger(trigger) for trigger in row.triggers),
        examples=tuple(content.Example(**example) for example in row.examples),
        **{name: text_of(row, name) for name in _TEXTS},
    )


def _trigger(stored: Mapping[str, Any]) -> content.Trigger:
    return content.Trigger(
        kind=content.TriggerKind(stored["kind"]),
        targets=tuple(stored["targets"]),
        below=stored["below"],
        share=stored["share"],
        source=Source(stored["source"]) if stored["source"] else None,
        also=tuple(_trigger(trigger) for trigger in stored["also"]),
    )
