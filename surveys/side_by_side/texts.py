"""One text with its words by language, and what may become of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from surveys.content import LANGUAGES, Text
from surveys.typed import without_controls
from surveys.writing import places_of


@dataclass(frozen=True)
class PlacedText:
    """A text. `place`: its lasting name, unique among those beside it, such as "item F1.1.a text"; `row`, `field`:
    where its owner keeps it; `limit`: characters that it may have."""

    place: str
    label: str
    row: Model
    field: str
    text: Text
    limit: int | None

    @property
    def needed(self) -> tuple[str, ...]:
        """The languages that have words, and must keep some."""
        return tuple(language for language in LANGUAGES if self.text.get(language))


Changes = Sequence[tuple[PlacedText, Mapping[str, str]]]
"""Texts, each with the words that become others, by language."""


def tidy(words: str) -> str:
    """Words as they are stored: plain line breaks, nothing unseen, no space around."""
    return without_controls(words).replace("\x00", "").replace("\r\n", "\n").strip()


def changes_to(text: PlacedText, words: Mapping[str, str]) -> dict[str, str]:
    """The words that differ from what is stored, by language; languages that are not given stay."""
    given = {language: tidy(words[language]) for language in LANGUAGES if language in words}
    return {language: one for language, one in given.items() if one != tidy(text.text.get(language, ""))}


def refusals(text: PlacedText, changes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(language, sentence) for each change that cannot be stored."""
    english = changes.get("en", text.text.get("en", ""))
    for language, words in changes.items():
        if not words and language in text.needed:
            yield language, _("The text is missing.")
        elif text.limit and len(words) > text.limit:
            numbers = {"length": len(words), "limit": text.limit}
            yield language, _("The text has %(length)d characters; at most %(limit)d can be stored.") % numbers
        elif lost := places_of(english or text.text.get(language, "")) ^ places_of(words):
            yield language, _("These places are not as in English: %(places)s") % {"places": ", ".join(sorted(lost))}
