"""What pages show: frozen values with plain words, built from scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.dashboard.words import ORIGINS
from reports.figures import UnitView
from reports.number_format import NumberFormat
from scoring.results import ItemScore, Measure, Score, Unit, UnitScores
from scoring.selecting import Selection

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Number:
    """A number with all that belongs beside it. `address`: the page behind it; empty without one.

    `difference`: for a number without a page of its own, the two whose difference it is.
    """

    text: str
    interval: str = ""
    band: str = ""
    base: str = ""
    address: str = ""
    note: str = ""
    difference: tuple[Number, Number] | None = None


@dataclass(frozen=True)
class Table:
    """Rows of numbers under one heading; the first cell of each row names it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Number, ...]], ...]


@dataclass(frozen=True)
class Chosen:
    """Which responses count on a page, where not all do. `pairs`: the filters as they stand in addresses.

    `words`: the name of each filter and of its value; `of`: how many responses count in the round altogether.
    `options`: those of a variant of the method by which the scores are computed, in words; empty for the round's own.
    """

    selection: Selection
    pairs: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    of: int
    options: str = ""


@dataclass(frozen=True)
class Addresses:
    """Where the numbers of one unit of a round lead. `run`: the score run whose numbers they are; None: as they are.

    `chosen`: the responses that numbers and items count; None: all. Other pages of the unit always count all.
    """

    round_code: str
    unit: Unit
    run: int | None = None
    chosen: Chosen | None = None

    def part(self, measure: str, family: str, code: str) -> str:
        """The page behind the score of a part."""
        pairs = [("source", measure), ("family", family), ("part", code)]
        return self._address("dashboard-number", pairs=[*pairs, *self._filters])

    def item(self, code: str) -> str:
        """The page of an item."""
        return self._address("dashboard-item", code, pairs=self._filters)

    def page(self, route: str) -> str:
        """Another page of the same unit."""
        return self._address(route)

    @property
    def _filters(self) -> Pairs:
        return self.chosen.pairs if self.chosen else ()

    def _address(self, route: str, *parts: str, pairs: Pairs = ()) -> str:
        unit = [("unit", f"{self.unit.tier}:{self.unit.code}"), *([("run", str(self.run))] if self.run else [])]
        return f"{reverse(route, args=[self.round_code, *parts])}?{urlencode([*unit, *pairs])}"


@dataclass(frozen=True)
class Writer:
    """Turns the scores of a unit into numbers with the way to what is behind them."""

    view: UnitView
    round_code: str
    run: int | None = None
    chosen: Chosen | None = None

    @property
    def addresses(self) -> Addresses:
        """Where the numbers lead."""
        return Addresses(self.round_code, self.view.scores.unit, self.run, self.chosen)

    @property
    def numbers(self) -> NumberFormat:
        """How numbers are written."""
        return self.view.terms.numbers

    def of(self, scores: UnitScores) -> Writer:
        """The same for another unit of the round."""
        return replace(self, view=replace(self.view, scores=scores))

    def part(self, measure: Measure, family: str, code: str = "") -> Number:
        """The score or gap of a part. Raises LookupError where the unit has none such."""
        score = self.view.scores.of(measure).part(family, code)
        if score is None:
            raise LookupError(f"{measure} {family} {code}")
        address = self.addresses.part(measure, family, code)
        return self._gap(score, address) if measure is Measure.GAP else self._score(score, address)

    def _score(self, score: Score, address: str) -> Number:
        """From 0 to 100."""
        base = _("%(items)s of %(mapped)s items") % {
            "items": self.numbers.count(score.items),
            "mapped": self.numbers.count(score.mapped),
        }
        if score.score is None:
            return Number(self.numbers.score(None), base=base, note=_("no score"))
        return Number(
            text=self.numbers.score(score.score),
            interval="" if score.low is None else self.numbers.interval(score.low, score.high),
            band=self.view.terms.band(score.score),
            base=base,
            address=address,
            note=str(ORIGINS[score.origin]) if score.origin else "",
        )

    def _gap(self, gap: Score, address: str) -> Number:
        """From -100 to +100."""
        if gap.score is None:
            return Number(self.numbers.gap(None))
        interval = "" if gap.low is None else self.numbers.interval(gap.low, gap.high, is_gap=True)
        return Number(self.numbers.gap(gap.score), interval=interval, address=address)

    def item(self, item: ItemScore) -> Number:
        """An item's score with its base."""
        interval = "" if item.low is None or item.is_validated else self.numbers.interval(item.low, item.high)
        return Number(
            text=self.numbers.score(item.score),
            interval=interval,
            base=_("n = %(n)s") % {"n": self.numbers.count(item.n)},
            address=self.addresses.item(item.code),
            note=_("validated") if item.is_validated else "",
        )
