"""How numbers are written in a language: decimal comma or point, signs, shares. Pure.

Scores are rounded here and nowhere else, by the rule of the method (section 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scoring.display import on_hundred

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
RANGE = "\N{EN DASH}"
NOTHING = "\N{EN DASH}"
"""Stands where there is no value."""

_HAIR = 9  # decimals of a share that are trusted, as in scoring.display


@dataclass(frozen=True)
class NumberFormat:
    """The marks that a language uses in numbers."""

    decimal_mark: str
    thousands_mark: str
    percent_sign: str

    def score(self, score: float | None) -> str:
        """A score (0 to 1) as it is shown: 0 to 100 with one decimal."""
        return NOTHING if score is None else self._written(on_hundred(score))

    def gap(self, gap: float | None) -> str:
        """A gap (-1 to 1) as it is shown: with its sign."""
        if gap is None:
            return NOTHING
        shown = on_hundred(gap)
        return f"+{self._written(shown)}" if shown > 0 else self._written(shown)

    def interval(self, low: float | None, high: float | None, is_gap: bool = False) -> str:
        """An interval of scores or gaps; bounds of gaps have signs, so a word space stands around the dash."""
        if low is None or high is None:
            return NOTHING
        if is_gap:
            return f"{self.gap(low)}{NO_BREAK}{RANGE}{NO_BREAK}{self.gap(high)}"
        return f"{self.score(low)}{RANGE}{self.score(high)}"

    def share(self, share: float | None) -> str:
        """A share (0 to 1) in whole per cent."""
        if share is None:
            return NOTHING
        whole = (Decimal(str(round(share, _HAIR))) * 100).quantize(Decimal(1), ROUND_HALF_UP)
        return f"{self._written(whole)}{self.percent_sign}"

    def percent(self, value: float | None) -> str:
        """A number that is a percentage already, with one decimal where it is not whole."""
        return NOTHING if value is None else f"{self.plain(value)}{self.percent_sign}"

    def plain(self, value: float, places: int = 1) -> str:
        """A number with as many decimals as it needs, `places` at most."""
        rounded = Decimal(str(round(value, _HAIR))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return self._written(rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded)

    def decimal(self, value: float | None, places: int = 2) -> str:
        """A number with exactly so many decimals: means, standard deviations, agreement."""
        if value is None:
            return NOTHING
        return self._written(Decimal(str(round(value, _HAIR))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))

    def count(self, count: int) -> str:
        """A whole number with marks between the thousands."""
        return self._written(Decimal(count))

    def _written(self, number: Decimal) -> str:
        plain = f"{abs(number):,f}".replace(",", "\0").replace(".", self.decimal_mark)
        digits = plain.replace("\0", self.thousands_mark)
        return f"{MINUS}{digits}" if number < 0 else digits


_COMMA = NumberFormat(decimal_mark=",", thousands_mark=NO_BREAK, percent_sign=f"{NO_BREAK}%")
_POINT = NumberFormat(decimal_mark=".", thousands_mark=",", percent_sign="%")
_FORMATS = {"kk": _COMMA, "ru": _COMMA, "en": _POINT}


def number_format(language: str) -> NumberFormat:
    """The format of a language; that of English where none is known."""
    return _FORMATS.get(language, _POINT)
