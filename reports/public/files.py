"""Open data of published results: scores and items as CSV, all of it as JSON, and the codebook that explains both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from reports.public.reading import PublicResults
from scoring.results import ItemScore, Measure, UnitScores
from surveys.coding import POINTS
from surveys.content import LANGUAGES, Instrument, Item, Text
from surveys.spreadsheets import write_rows

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
    return write_rows(chain([SCORES], (row for unit in results.scores.units for row in _scores(unit))))


def items_csv(results: PublicResults) -> bytes:
    """One line for each item of each unit, with the counts behind it."""
    rows = (_item(unit, item) for unit in results.scores.units for item in unit.items.values())
    return write_rows(chain([ITEMS], rows))


def codebook_csv(results: PublicResults) -> bytes:
    """One line for each scored item, in every language."""
    rows = (_described(item, results.instrument) for item in results.instrument.scored_items)
    return write_rows(chain([CODEBOOK], rows))


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
