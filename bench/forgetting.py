"""What a process remembers, forgotten: a page is then asked for as by the first reader after answers came in."""

from __future__ import annotations

from reports import otherwise, results
from reports.charts import canvas
from reports.passport import options
from reports.rounds import reading, recalling
from reports.workbench import asking, together
from reports.workbench.pages import groups_counts

_KEPT = (
    results._scores,
    otherwise._found,
    options._found,
    reading._found,
    recalling._kept,
    asking._found,
    together._scores,
    groups_counts._found,
)


def forget_numbers() -> None:
    """Scores and counts of any responses."""
    for kept in _KEPT:
        kept.clear()  # type: ignore[attr-defined]


def forget_all() -> None:
    """Pictures, too."""
    forget_numbers()
    canvas.forget()
