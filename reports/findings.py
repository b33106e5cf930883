"""What stands out in a unit's scores: the data of sentences, strengths and weaknesses. Pure.

A strength reaches the second highest band, a weakness stays below the fourth: with six bands, *good* or better and
*weak* or worse. What lies between is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scoring.display import band_of, on_hundred
from scoring.methods import Method
from scoring.results import ItemScore, Score, SourceScores, UnitScores
from surveys.content import Instrument, Item, ItemType, Scored, Source, Table

STRONG_BAND = 4  # from this band on
WEAK_BAND = 2  # up to this band
SHOWN = 8  # items in a picture of what stands out


@dataclass(frozen=True)
class Ends:
    """The best and the worst of some parts, by their codes; the same part twice where only one has a score."""

    best: str
    best_score: float
    worst: str
    worst_score: float

    @property
    def differ(self) -> bool:
        """Whether there is a best and a worst, as scores are shown: what looks equal is neither."""
        return self.best != self.worst and on_hundred(self.best_score) > on_hundred(self.worst_score)


def find_ends(scores: Mapping[str, Score]) -> Ends | None:
    """The best and the worst part; the first of equals. None where no part has a score."""
    known = [(code, score.score) for code, score in scores.items() if score.score is not None]
    if not known:
        return None
    best = max(known, key=lambda pair: pair[1])
    worst = min(known, key=lambda pair: pair[1])
    return Ends(*best, *worst)


@dataclass(frozen=True)
class ItemFinding:
    """An item that stands out, with its score."""

    item: Item
    score: ItemScore


def find_strengths(
    scores: UnitScores, instrument: Instrument, method: Method, source: Source, most: int | None = None
) -> list[ItemFinding]:
    """The items that do best, best first; equals in the order of the instrument."""
    found = [
        ItemFinding(item, score)
        for item, score, value in level_items(scores, instrument, source)
        if band_of(value, method).value >= STRONG_BAND
    ]
    return sorted(found, key=lambda finding: -(finding.score.score or 0))[:most]


def find_weaknesses(
    scores: UnitScores, instrument: Instrument, method: Method, source: Source, most: int | None = None
) -> list[ItemFinding]:
    """The items that do worst, worst first; equals in the order of the instrument.

    Items that are No only because the item above them is No are left out: the one above says it.
    """
    found = [
        ItemFinding(item, score)
        for item, score, value in level_items(scores, instrument, source)
        if band_of(value, method).value <= WEAK_BAND and not (score.n and score.structural == score.n)
    ]
    return sorted(found, key=lambda finding: finding.score.score or 0)[:most]


def level_items(scores: UnitScores, instrument: Instrument, source: Source) -> Iterable[tuple[Item, ItemScore, float]]:
    """The items of a source that enter the levels and have a score, with it."""
    for code, score in scores.items.items():
        item = instrument.items_by_code[code]
        if item.scored is Scored.LEVEL and score.source is source and score.score is not None:
            yield item, score, score.score


@dataclass(frozen=True)
class DoNotKnow:
    """How many of some answers are Do not know. `answers`: Yes, No and Do not know together."""

    dk: int
    answers: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None without answers."""
        return self.dk / self.answers if self.answers else None


def count_do_not_know(items: Iterable[ItemScore]) -> DoNotKnow:
    """Do not know in all answers to the Yes/No items among these."""
    asked = [score for score in items if score.type is ItemType.YNDK]
    dk = sum(score.dk for score in asked)
    return DoNotKnow(dk, dk + sum(score.yes + score.no for score in asked))


def find_do_not_know(scores: UnitScores, instrument: Instrument, most: int | None = None) -> list[ItemFinding]:
    """The items with the largest shares of Do not know, largest first; those without any are left out."""
    found = [ItemFinding(instrument.items_by_code[code], score) for code, score in scores.items.items() if score.dk]
    return sorted(found, key=lambda finding: -(finding.score.dk_share or 0))[:most]


def do_not_know_by_table(scores: UnitScores, instrument: Instrument) -> list[tuple[Table, DoNotKnow]]:
    """Do not know in the answers to each table, in the order of the instrument; tables without answers are left out."""
    counted = (
        (table, count_do_not_know(scores.items[item.code] for item in table.items if item.code in scores.items))
        for table in instrument.tables()
    )
    return [(table, count) for table, count in counted if count.answers]


def find_gaps(facts: Mapping[str, Score], perceptions: Mapping[str, Score]) -> dict[str, Score]:
    """Perceptions minus facts of cells or areas, without intervals: the method defines the gap of levels only."""
    return {code: _difference(score, perceptions[code]) for code, score in facts.items() if code in perceptions}


def _difference(facts: Score, perceptions: Score) -> Score:
    one, other = facts.score, perceptions.score
    difference = None if one is None or other is None else other - one
    items, mapped = facts.items + perceptions.items, facts.mapped + perceptions.mapped
    is_mapped = facts.mapped and perceptions.mapped
    return Score(difference, None, None, items / mapped if mapped else 0, items, mapped if is_mapped else 0)


def is_apart(gap: Score) -> bool:
    """Whether the interval of a gap leaves out zero: facts and perceptions differ by more than chance."""
    return gap.low is not None and gap.high is not None and (gap.low > 0 or gap.high < 0)


def has_scores(scores: SourceScores) -> bool:
    """Whether anything of a source has a score."""
    return scores.overall.score is not None
