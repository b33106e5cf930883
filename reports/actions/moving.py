"""Whether a value moved from one round to the next. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

Z = 1.959963984540054  # of 95 %


class Movement(StrEnum):
    """What can be said of a value in two rounds."""

    ROSE = "rose"
    FELL = "fell"
    STILL = "still"  # no more than chance explains
    UNKNOWN = "unknown"  # cannot be compared


@dataclass(frozen=True)
class Difference:
    """Later minus earlier with its interval; `low` and `high` are None where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def movement(self) -> Movement:
        """It moved where its interval leaves out 0; without an interval nothing can be said."""
        if self.value is None or self.low is None or self.high is None:
            return Movement.UNKNOWN
        if self.low > 0:
            return Movement.ROSE
        return Movement.FELL if self.high < 0 else Movement.STILL


def difference_of_shares(before: float, n_before: int, after: float, n_after: int) -> Difference:
    """The difference of two independent shares with Newcombe's hybrid score interval (his method 10), 95 %.

    Answers are taken as independent of each other. Without answers on either side there is no difference.
    """
    if not n_before or not n_after:
        return Difference(None)
    (low_1, high_1), (low_2, high_2) = _wilson(after, n_after), _wilson(before, n_before)
    value = after - before
    down = math.hypot(after - low_1, high_2 - before)
    up = math.hypot(high_1 - after, before - low_2)
    return Difference(value, value - down, value + up)


def _wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's interval of a share."""
    square = Z * Z / n
    middle = (share + square / 2) / (1 + square)
    half = Z * math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return middle - half, middle + half
