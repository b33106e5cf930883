"""What was read of texts, by whom, and what changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.content import LANGUAGES
from surveys.glossary import vocabulary
from surveys.models import ReadText
from surveys.side_by_side.texts import PlacedText
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

    text: PlacedText
    review: ReadText | None

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


def with_reviews(texts: Iterable[PlacedText], reviews: models.QuerySet[Any]) -> list[Reviewed]:
    """Texts with the reviews of those that somebody read. One query."""
    by_place = {review.place: review for review in reviews.select_related("reviewer")}
    return [Reviewed(text, by_place.get(text.place)) for text in texts]


def keep_marks(
    reviews: models.QuerySet[Any],
    of: Mapping[str, Any],
    texts: Iterable[PlacedText],
    marks: Mapping[str, bool],
    reviewer: Any,
) -> None:
    """Keep who reviewed what (by place: True, or False for a mark taken back) with the words that `texts` have now.

    `reviews`: those of the texts; `of`: the columns by which their table knows whose they are.
    """
    reviews.filter(place__in=[place for place, is_marked in marks.items() if not is_marked]).delete()
    words = {text.place: dict(text.text) for text in texts if marks.get(text.place)}
    values = {"reviewer": reviewer, "reviewed_at": timezone.now(), **of}
    reviews.model._default_manager.bulk_create(
        [reviews.model(place=place, text=text, **values) for place, text in words.items()],
        update_conflicts=True,
        unique_fields=[*of, "place"],
        update_fields=["text", "reviewer", "reviewed_at"],
    )
