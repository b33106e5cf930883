"""The measures that a unit could take: items turned to the favourable answer, perceptions raised. Pure.

A measure changes the scores of items, never which items have one: only then is what it adds to a score the same
whatever else is done (docs/methodology.md), and only then is it known what the mean is taken over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from reports.recommendations.content import Costs, Effort, Horizon
from scoring.methods import Method, Structural
from scoring.results import UnitScores
from surveys.coding import POINTS
from surveys.content import Instrument, Item, ItemType, Scored

FULL = 1.0
_HAIR = 12  # decimals of a score that are trusted, as in scoring.display


class Turn(StrEnum):
    """What a measure does to the answers of its item."""

    YES = "yes"
    NO = "no"  # of a reverse item: No is favourable
    RAISE = "raise"
    LOWER = "lower"  # of a reverse item from 0 to 5


class LeftOut(StrEnum):
    """Why an item that is not at its best has no measure."""

    NO_SCORE = "no_score"  # nothing was measured that could change
    PARENT = "parent"  # its parent has no measure, and is not Yes
    BASE = "base"  # it would change which items have a score


@dataclass(frozen=True)
class Expense:
    """What a measure takes, from the least demanding recommendation that fires on its item; None: not known.

    `recommendations`: codes of all that fire on it, the least demanding first.
    """

    effort: Effort | None = None
    horizon: Horizon | None = None
    costs: Costs | None = None
    recommendations: tuple[str, ...] = ()


UNKNOWN = Expense()


@dataclass(frozen=True)
class Measure:
    """What could be done about one item.

    `score`: of the item now. `changes`: item code -> what its score becomes; it names more than the item itself where
    what is asked below it follows. `needs`: items whose measures must come before; `excludes`: those that cannot be
    taken along with it.
    """

    code: str
    turn: Turn
    score: float
    changes: Mapping[str, float]
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    expense: Expense = UNKNOWN

    @property
    def is_assumed(self) -> bool:
        """Whether it supposes that opinions change, which nobody can decide."""
        return self.turn in (Turn.RAISE, Turn.LOWER)


@dataclass(frozen=True)
class Measures:
    """All measures of a unit by item code, in the order of the instrument, and why other items have none."""

    by_code: Mapping[str, Measure]
    left_out: Mapping[str, LeftOut]

    def go_together(self, codes: Collection[str]) -> bool:
        """Whether none of these measures excludes another."""
        return not any(other in codes for code in codes for other in self.by_code[code].excludes)

    def changes(self, codes: Collection[str]) -> dict[str, float]:
        """What the scores of items become under these measures, none of which excludes another."""
        return {item: score for code in codes for item, score in self.by_code[code].changes.items()}

    def raised_by(self, points: float) -> Measures:
        """The same with opinions rising by other points; without their measures where they do not rise."""
        kept = {
            code: replace(one, changes={code: min(one.score + points / (POINTS - 1), FULL)}) if one.is_assumed else one
            for code, one in self.by_code.items()
            if points or not one.is_assumed
        }
        return replace(self, by_code=kept)

    def paid_for(self, expenses: Mapping[str, Expense]) -> Measures:
        """The same with what each takes."""
        priced = {code: replace(one, expense=expenses.get(code, UNKNOWN)) for code, one in self.by_code.items()}
        return replace(self, by_code=priced)


def find_measures(instrument: Instrument, method: Method, scores: UnitScores, points: float = 0.0) -> Measures:
    """The measures of a country or an institution.

    Facts below 1 can be turned; perceptions can rise by `points` (of 0 to 5, an assumption), none where it is 0.
    """
    return _Finder(instrument, method, scores, points).find()


@dataclass(frozen=True)
class _Finder:
    instrument: Instrument
    method: Method
    scores: UnitScores
    points: float

    def find(self) -> Measures:
        found: dict[str, Measure] = {}
        left_out: dict[str, LeftOut] = {}
        for item in self._items():
            outcome = self._of(item, found)
            if isinstance(outcome, Measure):
                found[item.code] = outcome
            elif outcome is not None:
                left_out[item.code] = outcome
        order = [code for code in self.scores.items if code in found]
        return Measures({code: _with_exclusions(found[code], found) for code in order}, left_out)

    def _items(self) -> Iterator[Item]:
        """Items that enter levels, each behind what it is asked below; parents that enter nothing come along."""
        seen: set[str] = set()
        for code in self.scores.items:
            item = self.instrument.items_by_code[code]
            if item.scored is Scored.LEVEL:
                for one in (*reversed(list(self._above(item))), item):
                    if one.code not in seen:
                        seen.add(one.code)
                        yield one

    def _above(self, item: Item) -> Iterator[Item]:
        """The items of the unit on which an item depends, the nearest first."""
        return (one for one in self.instrument.parents_of(item) if one.code in self.scores.items)

    def _of(self, item: Item, found: Mapping[str, Measure]) -> Measure | LeftOut | None:
        """The measure of an item; why it has none; None where nothing is left to do."""
        score = self.scores.items[item.code].score
        if score is None:
            return LeftOut.NO_SCORE
        if round(score, _HAIR) >= FULL:
            return None
        if item.type is ItemType.SCALE05:
            return self._raised(item, score)
        return self._turned_to_no(item, score) if item.reverse else self._turned_to_yes(item, score, found)

    def _raised(self, item: Item, score: float) -> Measure | None:
        if not self.points:
            return None
        turn = Turn.LOWER if item.reverse else Turn.RAISE
        return Measure(item.code, turn, score, {item.code: min(score + self.points / (POINTS - 1), FULL)})

    def _turned_to_yes(self, item: Item, score: float, found: Mapping[str, Measure]) -> Measure | LeftOut:
        """An item counts only where its parent is Yes: that has to be so already, or by a measure."""
        needs: tuple[str, ...] = ()
        if item.parent and not self._is_yes(item.parent):
            if item.parent not in found or self._item(item.parent).reverse:
                return LeftOut.PARENT
            needs = (item.parent,)
        return Measure(item.code, Turn.YES, score, {item.code: FULL}, needs)

    def _turned_to_no(self, item: Item, score: float) -> Measure | LeftOut:
        """What is asked below it follows: it is No, too, as the parent is."""
        below = [one for one in self.scores.items if item in self.instrument.parents_of(self._item(one))]
        scored = [one for one in below if self.scores.items[one].score is not None]
        if scored != (below if self.method.structural is Structural.ZERO else []):
            return LeftOut.BASE
        followed = {one: FULL if self._item(one).reverse else 0.0 for one in scored}
        return Measure(item.code, Turn.NO, score, {item.code: FULL} | followed)

    def _item(self, code: str) -> Item:
        return self.instrument.items_by_code[code]

    def _is_yes(self, code: str) -> bool:
        """Whether everybody who knows says Yes; not so for an item of another tier, of which nothing is known here."""
        score = self.scores.items[code].score if code in self.scores.items else None
        return score is not None and round(score, _HAIR) == (0.0 if self._item(code).reverse else FULL)


def _with_exclusions(measure: Measure, found: Mapping[str, Measure]) -> Measure:
    """Two measures exclude each other where both would set the score of the same item."""
    ours = measure.changes.keys()
    excludes = tuple(code for code, one in found.items() if code != measure.code and ours & one.changes.keys())
    return replace(measure, excludes=excludes)
