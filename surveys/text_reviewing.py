"""The texts of a version side by side, with what was read of them, by whom, and what changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.content import LANGUAGES
from surveys.glossary import vocabulary
from surveys.models import InstrumentVersion, TextReview
from surveys.version_texts import Changes, VersionText, store_texts, texts_of
from surveys.writing import Fault, FaultKind, find_faults

FAULTS = {
    FaultKind.MISSING: _("The text is missing."),
    FaultKind.ALPHABET: _("Letters of another alphabet"),
    FaultKind.SPACES: _("Spaces"),
    FaultKind.QUOTES: _("Quotation marks"),
    FaultKind.DASH: _("Dash"),
    FaultKind.END: _("Other end than in English"),
    FaultKind.PLACES: _("Named places"),
    FaultKind.TERM: _("Word of the glossary"),
}


class Standing(models.TextChoices):
    """What became of a text."""

    NEW = "new", _("not reviewed")
    CHANGED = "changed", _("changed since reviewed")
    REVIEWED = "reviewed", _("reviewed")


@dataclass(frozen=True)
class Reviewed:
    """A text with what is known of it. `changed`: the languages whose words were others when it was reviewed."""

    text: VersionText
    review: TextReview | None

    @property
    def changed(self) -> tuple[str, ...]:
        """Empty too where nobody reviewed it."""
        if self.review is None:
            return ()
        before = self.review.text
        return tuple(one for one in LANGUAGES if before.get(one, "") != self.text.text.get(one, ""))

    @property
    def standing(self) -> Standing:
        """Whether it was reviewed as it now is."""
        if self.review is None:
            return Standing.NEW
        return Standing.CHANGED if self.changed else Standing.REVIEWED

    @property
    def faults(self) -> dict[str, tuple[Fault, ...]]:
        """The faults of writing by language; those of languages without any left out."""
        english = self.text.text.get("en", "")
        found = {one: faults_of(self.text.text.get(one, ""), one, english) for one in LANGUAGES}
        return {one: faults for one, faults in found.items() if faults}

    @property
    def seen(self) -> str:
        """Differs as soon as the words do: what was typed on a page is about these."""
        return hashlib.sha256(json.dumps(self.text.text, sort_keys=True).encode()).hexdigest()[:16]


@lru_cache(maxsize=6000)
def faults_of(words: str, language: str, english: str) -> tuple[Fault, ...]:
    """The faults of words, found once for each process."""
    return tuple(find_faults(words, language, "" if language == "en" else english, vocabulary()))


def read_reviewed(version: InstrumentVersion) -> list[Reviewed]:
    """All texts of a version."""
    reviews = {review.place: review for review in version.text_reviews.select_related("reviewer")}
    return [Reviewed(text, reviews.get(text.place)) for text in texts_of(version)]


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
    version.text_reviews.filter(place__in=[place for place, is_marked in marks.items() if not is_marked]).delete()
    words = {text.place: dict(text.text) for text in texts_of(version)} if any(marks.values()) else {}
    TextReview.objects.bulk_create(
        [
            TextReview(version=version, place=place, text=words[place], reviewer=reviewer, reviewed_at=timezone.now())
            for place, is_marked in marks.items()
            if is_marked and place in words
        ],
        update_conflicts=True,
        unique_fields=["version", "place"],
        update_fields=["text", "reviewer", "reviewed_at"],
    )


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
