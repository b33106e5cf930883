"""Open data of published results: scores and items as CSV, all of it as JSON, and the codebook that explains both."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from reports.public.reading import PublicResults
from scoring.results import ItemScore, Measure, UnitScores
from surveys.coding import POINTS
from surveys.content import LANGUAGES, Instrument, Item, Text
from surveys.spreadsheets import ENCODING, protect

Row = list[Any]

SCORES = ("tier", "unit", "measure", "family", "part", "score", "low", "high", "coverage", "items", "suppressed")
COUNTS = ("n", "yes", "no", "structural", "dk", "missing", "dk_share", "agreement", "mean", "mean_low", "mean_high")
ITEMS = (
    "tier",
    "unit",
    "item",
    "score",
    "low",
    "high",
    *COUNTS,
    *(f"point_{point}" for point in range(POINTS)),
    "validated",
    "suppressed",
)
CODEBOOK = (
    "item",
    "type",
    "section",
    "table",
    "parent",
    "tier",
    "area",
    "levels",
    "technology",
    "reverse",
    "scored",
    *(f"text_{language}" for language in LANGUAGES),
)


def scores_csv(results: PublicResults) -> bytes:
    """One line for each score of each unit; unrounded, from 0 to 1 (gaps from -1)."""
    return _written(SCORES, (row for unit in results.scores.units for row in _scores(unit)))


def items_csv(results: PublicResults) -> bytes:
    """One line for each item of each unit, with the counts behind it."""
    return _written(ITEMS, (_item(unit, item) for unit in results.scores.units for item in unit.items.values()))


def codebook_csv(results: PublicResults) -> bytes:
    """One line for each scored item, in every language."""
    return _written(CODEBOOK, (_described(item, results.instrument) for item in results.instrument.scored_items))


def _written(header: Iterable[str], rows: Iterable[Row]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows([protect(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return written.getvalue().encode(ENCODING)


def _scores(unit: UnitScores) -> Iterator[Row]:
    for measure in Measure:
        for family, code, score in unit.of(measure).parts():
            numbers = [score.score, score.low, score.high, score.coverage, score.items]
            if score.is_suppressed:
                numbers = [None] * len(numbers)
            yield [unit.unit.tier, unit.unit.code, measure, family, code, *numbers, int(score.is_suppressed)]


def _item(unit: UnitScores, item: ItemScore) -> Row:
    about = [unit.unit.tier, unit.unit.code, item.code]
    if item.is_suppressed:
        return [*about, *[None] * (len(ITEMS) - len(about) - 1), 1]
    numbers = [item.score, item.low, item.high, *(getattr(item, name) for name in COUNTS)]
    points = item.distribution or (None,) * POINTS
    return [*about, *numbers, *points, int(item.is_validated), 0]


def _described(item: Item, instrument: Instrument) -> Row:
    return [
        item.code,
        item.type,
        instrument.section_by_item[item.code].code,
        instrument.table_by_item[item.code].code,
        item.parent,
        item.tier,
        item.area,
        ";".join(item.levels),
        ";".join(item.technologies),
        int(item.reverse),
        item.scored,
        *(_words(item.text, language) for language in LANGUAGES),
    ]


def _words(text: Text, language: str) -> str:
    return text.get(language, "")
