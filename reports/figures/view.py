"""What figures are made from: a unit's scores with the words for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.charts import Caption, Terms
from reports.figures.saying import Said
from scoring.results import Family, ItemScore, Score, SourceScores, UnitScores, split_cell
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
        return self.scores.unit.called(self.terms.language)

    def words(self, text: Text) -> str:
        """A text in the language of the figures."""
        return in_language(text, self.terms.language)

    def caption(self, name: str, title: str, sentence: str) -> Caption:
        """The caption of a figure; its key is a valid and, with the prefix, unique identifier."""
        return Caption(re.sub(r"[^A-Za-z0-9]+", "-", f"{self.prefix}-{name}"), title, sentence)

    def of(self, source: Source) -> SourceScores:
        """The scores of a source."""
        return self.scores.facts if source is Source.FACTS else self.scores.perceptions

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

    def question(self, code: str) -> str:
        """The code and the words of an item."""
        return f"{code}. {self.item(self.instrument.items_by_code[code])}"

    def cell(self, code: str) -> str:
        """The names of a cell's level and area, as they stand in a sentence."""
        level, area = split_cell(code)
        return f"{self.level(level)}, {self.area(area)}"

    def said(self, names: Mapping[str, str], scores: Mapping[str, Score]) -> list[Said]:
        """Those of some parts that have a score, for a sentence about them; `names` by code."""
        return [
            Said(names[code], self.terms.numbers.score(score.score), score.score, score.low, score.high)
            for code, score in scores.items()
            if score.score is not None
        ]

    def said_items(self, found: Iterable[ItemScore]) -> list[Said]:
        """The same for items, by their codes."""
        return [
            Said(
                one.code,
                self.terms.numbers.score(one.score),
                one.score,
                None if one.is_validated else one.low,
                None if one.is_validated else one.high,
            )
            for one in found
            if one.score is not None
        ]

    def part(self, family: str, code: str) -> str:
        """The name of any part, as it stands alone."""
        match family:
            case Family.LEVELS:
                return capitalised(self.level(code))
            case Family.AREAS:
                return capitalised(self.area(code))
            case Family.TECHNOLOGIES:
                return capitalised(self.technology(code))
            case Family.CELLS:
                level, area = split_cell(code)
                return f"{capitalised(self.level(level))}: {capitalised(self.area(area))}"
            case Family.PROFILES:
                return next((self.words(table.title) for table in self.instrument.tables() if table.code == code), code)
        return _("Overall score")

    def _named(self, dimensions: Iterable[Dimension], code: str) -> str:
        return next((self.words(dimension.text) for dimension in dimensions if dimension.code == code), code)


def capitalised(words: str) -> str:
    """With a capital letter at the beginning: names stand in sentences with a small one."""
    return words[:1].upper() + words[1:]
