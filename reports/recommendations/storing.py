"""Recommendations between their file, the database and those whom they advise.

The row of an entry is what is being written; each change leaves a version; the version that advises is what applies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from reports import models
from reports.recommendations import content
from reports.recommendations.packing import TEXTS, pack, unpack, unpack_trigger
from surveys.content import Tier
from surveys.texts import columns_of, text_of

LOADED = gettext_noop("Loaded from the file.")
GONE = gettext_noop("No longer in the file.")
_PLAIN = ("area", "effort", "costs", "horizon")
_LISTS = ("levels", "tiers")


@dataclass(frozen=True)
class Loaded:
    """What loading a file did, by the codes of entries; those not named here were as in the file already."""

    stored: tuple[str, ...]
    left_alone: tuple[str, ...]  # written or changed here
    retired: tuple[str, ...]
    deleted: tuple[str, ...]


@transaction.atomic
def store_recommendations(file: content.RecommendationFile) -> Loaded:
    """Publish what the file says. Entries written or changed here are left alone.

    Entries gone from the file are retired where a version of them is known to anybody (answers or opinions hang on
    them), else deleted.
    """
    for source in file.sources:
        models.SourceDocument.objects.update_or_create(code=source.code, defaults=columns_of("text", source.text))
    rows = {
        row.code: row
        for row in models.Recommendation.objects.filter(instrument=file.instrument).select_related("advising")
    }
    stored, left_alone = [], []
    for position, entry in enumerate(file.recommendations):
        row = rows.get(entry.code) or models.Recommendation(instrument=file.instrument, code=entry.code)
        if row.is_own:
            left_alone.append(entry.code)
        elif _is_news(row, entry, position):
            row.position = position
            _publish_loaded(row, entry)
            stored.append(entry.code)
    gone = [row for row in rows.values() if not row.is_own and row.code not in {e.code for e in file.recommendations}]
    retired, deleted = _take_away(gone)
    return Loaded(tuple(stored), tuple(left_alone), retired, deleted)


def _is_news(row: models.Recommendation, entry: content.Recommendation, position: int) -> bool:
    if row.state != models.RecommendationState.PUBLISHED or row.advising is None:
        return True
    return row.position != position or row.advising.content != pack(entry)


def _publish_loaded(row: models.Recommendation, entry: content.Recommendation) -> None:
    row.state = models.RecommendationState.PUBLISHED
    row.edition += 1
    write_entry(row, entry)
    row.advising = keep_version(row, LOADED)
    row.save(update_fields=["advising"])


def _take_away(gone: Sequence[models.Recommendation]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(codes retired, codes deleted)."""
    retired, deleted = [], []
    for row in gone:
        if not row.actions.exists() and not row.votes.exists():
            deleted.append(row.code)
            row.delete()
        elif row.state != models.RecommendationState.RETIRED:
            row.state, row.advising = models.RecommendationState.RETIRED, None
            row.save(update_fields=["state", "advising"])
            keep_version(row, GONE)
            retired.append(row.code)
    return tuple(retired), tuple(deleted)


def write_entry(row: models.Recommendation, entry: content.Recommendation) -> None:
    """Put an entry into its row and save it; its code and its place in the list stay. Sources must be there."""
    for name in (*_PLAIN, *_LISTS):
        value = getattr(entry, name)
        setattr(row, name, list(value) if name in _LISTS else value)
    for name in TEXTS:
        for column, words in columns_of(name, getattr(entry, name)).items():
            setattr(row, column, words)
    packed = pack(entry)
    row.triggers, row.examples = packed["triggers"], packed["examples"]
    row.save()
    row.sources.set(models.SourceDocument.objects.filter(code__in=entry.sources))


def keep_version(row: models.Recommendation, note: str = "", by: Any = None) -> models.RecommendationVersion:
    """The entry as it is now becomes its next version."""
    last = row.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return row.versions.create(number=last + 1, state=row.state, content=pack(entry_of(row)), note=note, by=by)


def entry_of(row: models.Recommendation) -> content.Recommendation:
    """The entry as it is being written."""
    return content.Recommendation(
        code=row.code,
        levels=tuple(row.levels),
        area=row.area,
        tiers=tuple(Tier(tier) for tier in row.tiers),
        effort=content.Effort(row.effort),
        costs=content.Costs(row.costs),
        horizon=content.Horizon(row.horizon),
        sources=tuple(source.code for source in row.sources.all()),
        triggers=tuple(unpack_trigger(trigger) for trigger in row.triggers),
        examples=tuple(content.Example(**example) for example in row.examples),
        **{name: text_of(row, name) for name in TEXTS},
    )


def recommendations_of(instrument: str) -> content.RecommendationFile:
    """The recommendations that advise on an instrument today: the last edition of each. Two queries."""
    rows = models.Recommendation.objects.advising().filter(instrument=instrument)
    return with_sources(instrument, [unpack(one) for one in rows.values_list("advising__content", flat=True)])


def with_sources(instrument: str, entries: Sequence[content.Recommendation]) -> content.RecommendationFile:
    """These entries with the documents that they cite. One query."""
    cited = {code for entry in entries for code in entry.sources}
    documents = models.SourceDocument.objects.filter(code__in=cited)
    known = tuple(content.SourceDocument(source.code, text_of(source, "text")) for source in documents)
    codes = {source.code for source in known}
    kept = tuple(replace(one, sources=tuple(code for code in one.sources if code in codes)) for one in entries)
    return content.RecommendationFile(instrument, known, kept)
