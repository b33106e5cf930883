"""What figures are made from: a unit's scores with the words for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reports.charts import Caption, Terms
from scoring.results import SourceScores, UnitScores
from surveys.content import Dimension, Instrument, Item, Source, Text, in_language


@dataclass(frozen=True)
class UnitView:
    """A unit's scores in a language. `prefix` begins the keys of its figures: two units may share a page."""

    scores: UnitScores
    instrument: Instrument
    terms: Terms
    prefix: str = "figure"

    @property
    def name(self) -> str:
        """The unit's name."""
        return self.words(self.scores.unit.name)

    def words(self, text: Text) -> str:
        """A text in the language of the figures."""
        return in_language(text, self.terms.language)

    def caption(self, name: str, title: str, sentence: str) -> Caption:
        """The caption of a figure; its key is a valid and, with the prefix, unique identifier."""
        return Caption(re.sub(r"[^A-Za-z0-9]+", "-", f"{self.prefix}-{name}"), title, sentence)

    def of(self, source: Source) -> SourceScores:
        """The scores of a source."""
        return self.scores.facts if source is Source.FACTS else self.scores.perceptions

    def source_name(self, source: Source) -> str:
        """The name of a source, as it stands alone."""
        return self.terms.words.facts if source is Source.FACTS else self.terms.words.perceptions

    def level(self, code: str) -> str:
        """The name of a level, as it stands in a sentence."""
        return self._named(self.instrument.levels, code)

    def area(self, code: str) -> str:
        """The name of an area, as it stands in a sentence."""
        return self._named(self.instrument.areas, code)

    def technology(self, code: str) -> str:
        """The name of a technology, as it stands in a sentence."""
        return self._named(self.instrument.technologies, code)

    def item(self, item: Item) -> str:
        """The words of an item."""
        return self.words(item.text)

    def _named(self, dimensions: Iterable[Dimension], code: str) -> str:
        return next((self.words(dimension.text) for dimension in dimensions if dimension.code == code), code)


def capitalised(words: str) -> str:
    """With a capital letter at the beginning: names stand in sentences with a small one."""
    return words[:1].upper() + words[1:]
