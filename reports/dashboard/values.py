"""What pages show: frozen values with plain words, built from scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.dashboard.words import ORIGINS, spoken
from reports.number_format import NumberFormat, number_format
from scoring.display import band_of
from scoring.methods import Method
from scoring.results import ItemScore, Score, Unit


@dataclass(frozen=True)
class Figure:
    """A number with all that belongs beside it. `address`: the page behind it; empty without one."""

    text: str
    interval: str = ""
    band: str = ""
    base: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of figures under one heading; the first cell of each row names it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure, ...]], ...]
    code: str = ""


@dataclass(frozen=True)
class Addresses:
    """Where the numbers of one unit of a round lead."""

    round_code: str
    unit: Unit

    @property
    def query(self) -> dict[str, str]:
        """What names the unit in an address."""
        return {"unit": f"{self.unit.tier}:{self.unit.code}"}

    def unit_page(self) -> str:
        """The unit's own page."""
        return self._address("dashboard-unit")

    def part(self, source: str, family: str, code: str) -> str:
        """The page behind the score of a part."""
        return self._address("dashboard-number", source=source, family=family, part=code)

    def item(self, code: str) -> str:
        """The page of an item."""
        return self._address("dashboard-item", code)

    def page(self, name: str) -> str:
        """Another page of the same unit by its route."""
        return self._address(name)

    def _address(self, route: str, *parts: str, **query: str) -> str:
        return f"{reverse(route, args=[self.round_code, *parts])}?{urlencode(self.query | query)}"


@dataclass(frozen=True)
class Writer:
    """Turns scores into figures in the reader's language."""

    method: Method
    addresses: Addresses
    numbers: NumberFormat = field(default_factory=lambda: number_format(get_language() or ""))

    def score(self, score: Score, source: str, family: str, code: str) -> Figure:
        """A score from 0 to 100."""
        if score.score is None:
            return Figure(self.numbers.score(None), base=self._base(score), note=_("no score"))
        return Figure(
            text=self.numbers.score(score.score),
            interval=self._interval(self.numbers.interval(score.low, score.high), score),
            band=spoken(band_of(score.score, self.method).text),
            base=self._base(score),
            address=self.addresses.part(source, family, code),
            note=str(ORIGINS[score.origin]) if score.origin else "",
        )

    def gap(self, score: Score, source: str, family: str, code: str) -> Figure:
        """A gap from -100 to +100."""
        if score.score is None:
            return Figure(self.numbers.gap(None))
        interval = self.numbers.interval(score.low, score.high, is_gap=True)
        return Figure(
            text=self.numbers.gap(score.score),
            interval=self._interval(interval, score),
            address=self.addresses.part(source, family, code),
        )

    def item(self, item: ItemScore) -> Figure:
        """An item's score with its base."""
        base = _("n = %(n)s") % {"n": self.numbers.count(item.n)}
        interval = "" if item.low is None or item.is_validated else self.numbers.interval(item.low, item.high)
        return Figure(
            text=self.numbers.score(item.score),
            interval=interval,
            base=base,
            address=self.addresses.item(item.code),
            note=_("validated") if item.is_validated else "",
        )

    def _base(self, score: Score) -> str:
        return _("%(items)s of %(mapped)s items") % {
            "items": self.numbers.count(score.items),
            "mapped": self.numbers.count(score.mapped),
        }

    @staticmethod
    def _interval(interval: str, score: Score) -> str:
        return "" if score.low is None else interval


def named(scores: Mapping[str, Score], code: str) -> Score:
    """The score of a part; one without a value where the unit has no such part."""
    return scores.get(code) or Score(None, None, None, 0.0, 0, 0)
