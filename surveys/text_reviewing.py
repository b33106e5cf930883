"""The texts of a version side by side, with what was read of them, by whom, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from surveys.models import InstrumentVersion, TextReview
from surveys.side_by_side.reviewing import Reviewed, keep_marks, with_reviews
from surveys.side_by_side.texts import Changes
from surveys.version_texts import store_texts, texts_of


def read_reviewed(version: InstrumentVersion) -> list[Reviewed]:
    """All texts of a version."""
    return with_reviews(texts_of(version), version.text_reviews.all())


@transaction.atomic
def keep(
    version: InstrumentVersion,
    changes: Changes,
    marks: Mapping[str, bool],
    reviewer: Any,
) -> None:
    """Store changes and who reviewed what (by place: True, or False for a mark taken back), all or nothing.

    A text that is marked counts as reviewed with its new words. Raises VersionIsPublished.
    """
    if changes:
        store_texts(version, changes)
    keep_marks(version.text_reviews.all(), {"version": version}, texts_of(version), marks, reviewer)


def hand_on(original: InstrumentVersion, draft: InstrumentVersion) -> None:
    """A clone begins with what was reviewed of its original: only what changes in it is to be read again."""
    copied: Iterable[TextReview] = original.text_reviews.all()
    TextReview.objects.bulk_create(
        TextReview(
            version=draft,
            place=one.place,
            text=one.text,
            reviewer_id=one.reviewer_id,
            reviewed_at=one.reviewed_at,
        )
        for one in copied
    )
