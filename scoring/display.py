"""How scores are shown: from 0 to 100 with one decimal, and in bands (method, section 5). Pure.

Nothing else rounds. A score that is a half in arithmetic on paper can lie a hair below it in binary (0.35 * 5 + 0.5);
such hairs are taken off first, so that every way of computing shows the same.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from scoring.methods import Band, Method

_TENTH = Decimal("0.1")
_HAIR = 12  # decimals of a score that are trusted


def on_hundred(score: float) -> Decimal:
    """A score (0 to 1) or gap (-1 to 1) as it is shown: one decimal, half up; a gap's half away from zero."""
    shown = (Decimal(str(round(score, _HAIR))) * 100).quantize(_TENTH, ROUND_HALF_UP)
    return abs(shown) if shown == 0 else shown


def band_of(score: float, method: Method) -> Band:
    """The last band whose lower bound the score reaches: floor(5 s + 0.5) with the bounds of the scheme."""
    return [band for band in method.bands if round(score, _HAIR) >= band.low][-1]
