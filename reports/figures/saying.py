"""What a picture of several scores says in words: the largest, the smallest, and whether chance may explain the rest.

Whole sentences with named places, put after one another; no sentence is made of pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.charts import Terms


@dataclass(frozen=True)
class Said:
    """Something with a score. `name`: as it stands in a sentence; `shown`: the number as it is written.

    `low`, `high`: its interval on the scale of `value`; None where it has none.
    """

    name: str
    shown: str
    value: float
    low: float | None = None
    high: float | None = None


def say_ends(terms: Terms, said: Sequence[Said], sentence: str) -> str:
    """The largest and the smallest by `sentence` (places: best, high, worst, low), and how sure their order is.

    Where there is only one, or all are written with the same number, a sentence of its own says so. Never of nothing.
    """
    best, worst = max(said, key=lambda one: one.value), min(said, key=lambda one: one.value)
    if len(said) == 1:
        return _("Only one has a score: %(name)s (%(score)s).") % {"name": best.name, "score": best.shown}
    if best.shown == worst.shown:
        return _("All of them have the same score: %(score)s.") % {"score": best.shown}
    ends = sentence % {"best": best.name, "high": best.shown, "worst": worst.name, "low": worst.shown}
    return f"{ends} {say_certainty(terms, best, worst)}".rstrip()


def say_certainty(terms: Terms, best: Said, worst: Said) -> str:
    """Whether the intervals of two leave their order open; empty where one has none, as a settled fact has."""
    if best.low is None or worst.high is None:
        return ""
    confidence = {"confidence": terms.numbers.share(terms.method.confidence)}
    if best.low > worst.high:
        return _("Their intervals (%(confidence)s) do not overlap: more than chance lies between them.") % confidence
    return _("Their intervals (%(confidence)s) overlap: chance may explain the difference.") % confidence
