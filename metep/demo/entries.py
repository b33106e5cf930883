"""Projects that synthetic respondents describe: entries of the repeating tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from metep.demo.plan import Plan
from surveys.coding import ONGOING
from surveys.content import Instrument, Item, ItemType, Table

MOST = 3  # entries of one respondent


class EntryMaker:
    """Draws entries. `last_day`: no project begins after it."""

    def __init__(self, plan: Plan, instrument: Instrument, last_day: date, generator: np.random.Generator) -> None:
        self._plan, self._instrument = plan, instrument
        self._last_day, self._generator = last_day, generator
        self._number = 0

    def entries_of(self, sections: list[str], share: float, language: str) -> dict[str, list[dict[str, Any]]]:
        """Entries by table, for a respondent of whose kind `share` describe projects."""
        found = {}
        for section in self._instrument.sections:
            for table in section.tables():
                if table.repeating and section.code in sections and self._generator.random() < share:
                    number = int(self._generator.integers(1, MOST + 1))
                    found[table.code] = [self._entry(table, language) for _ in range(number)]
        return found

    def _entry(self, table: Table, language: str) -> dict[str, Any]:
        self._number += 1
        start = self._last_day - timedelta(days=int(self._generator.integers(100, 1500)))
        values = {item.code: self._value(item, language, start) for item in table.items}
        return {code: value for code, value in values.items() if value is not None}

    def _value(self, item: Item, language: str, start: date) -> Any:
        if item.type is ItemType.MULTICHOICE:
            return self._choose(item)
        if item.type is ItemType.DATE:
            return self._end(start) if item.open_ended else start.isoformat()
        words = self._plan.words_of.get(item.code)
        if words is None or self._generator.random() >= words.share:
            return None
        return words.text[language] % {"number": self._number}

    def _choose(self, item: Item) -> list[str]:
        scale = self._instrument.scale_of(item)
        values = [point.value for point in scale.points] if scale else []
        chosen = self._generator.random(len(values)) < 0.5
        return [value for value, is_chosen in zip(values, chosen, strict=True) if is_chosen] or values[:1]

    def _end(self, start: date) -> str:
        end = start + timedelta(days=int(self._generator.integers(90, 1200)))
        return end.isoformat() if end < self._last_day else ONGOING
