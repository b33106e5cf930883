"""All texts of the recommendations for an instrument, as they are being written, each under a lasting name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.db import transaction

from reports.models import Recommendation, RecommendationState, RecommendationTextReview
from reports.recommendations import content
from reports.recommendations.packing import TEXTS
from reports.recommendations.storing import entry_of
from reports.repository.forms import LONG, LONGEST
from reports.repository.words import FIELDS, country
from reports.repository.workflow import MENDED, version_of, write
from surveys.content import Text
from surveys.side_by_side.reviewing import Reviewed, keep_marks, with_reviews
from surveys.side_by_side.texts import Changes, PlacedText

EXAMPLE = "example "
"""What the `field` of an example begins with; its place in the list follows."""


def texts_of(instrument: str) -> list[PlacedText]:
    """Every text that has words in any language, but for entries that are retired. Two queries."""
    entries = Recommendation.objects.filter(instrument=instrument).exclude(state=RecommendationState.RETIRED)
    return [text for row in entries.prefetch_related("sources") for text in _texts_in(row)]


def read_reviewed(instrument: str) -> list[Reviewed]:
    """The same, with what was read of them."""
    return with_reviews(texts_of(instrument), _reviews(instrument))


@transaction.atomic
def keep(instrument: str, changes: Changes, marks: Mapping[str, bool], by: Any) -> None:
    """Store changes and who reviewed what (by place: True, or False for a mark taken back), all or nothing.

    A text that is marked counts as reviewed with its new words.
    """
    store_texts(changes, by)
    keep_marks(_reviews(instrument), {"instrument": instrument}, texts_of(instrument), marks, by)


@transaction.atomic
def store_texts(changes: Changes, by: Any) -> None:
    """Write changes that have no refusals: each entry of which words change becomes a draft with one version more.

    For a caller that holds the entries (`lock`).
    """
    by_entry = sorted(changes, key=lambda change: change[0].row.pk)
    for _pk, group in groupby(by_entry, key=lambda change: change[0].row.pk):
        mended = list(group)
        row = mended[0][0].row
        assert isinstance(row, Recommendation)
        entry = entry_of(row)
        for text, words in mended:
            entry = _put(entry, text.field, {**text.text, **words})
        write(row, entry, by, MENDED, version_of(row))


def lock(instrument: str) -> None:
    """Nobody else writes these entries until the transaction ends."""
    list(Recommendation.objects.select_for_update().filter(instrument=instrument).values_list("pk"))


def _reviews(instrument: str) -> Any:
    return RecommendationTextReview.objects.filter(instrument=instrument)


def _texts_in(row: Recommendation) -> Iterator[PlacedText]:
    """The texts of an entry in the order of its page."""
    entry = entry_of(row)
    for field in TEXTS:
        if text := getattr(entry, field):
            label = f"{row.code} · {FIELDS[field]}"
            yield PlacedText(f"{row.code} {field}", label, row, field, text, LONGEST.get(field, LONG))
    used: Counter[str] = Counter()
    for number, example in enumerate(entry.examples):
        used[example.country] += 1
        again = f" ({used[example.country]})" if used[example.country] > 1 else ""
        label = f"{row.code} · {FIELDS['examples']}: {country(example.country)}{again}"
        place = f"{row.code} {EXAMPLE}{example.country}{again}"
        yield PlacedText(place, label, row, f"{EXAMPLE}{number}", example.text, LONG)


def _put(entry: content.Recommendation, field: str, text: Text) -> content.Recommendation:
    """The entry with other words in one of its texts."""
    kept = {language: words for language, words in text.items() if words}
    if not field.startswith(EXAMPLE):
        changed: dict[str, Any] = {field: kept}
        return replace(entry, **changed)
    number = int(field.removeprefix(EXAMPLE))
    examples = list(entry.examples)
    examples[number] = replace(examples[number], text=kept)
    return replace(entry, examples=tuple(examples))
