"""Verdicts and reasons as whole sentences in the active language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.figures import UnitView
from reports.rounds.grounds import SAYERS
from scoring.comparing import Ground, Reason, Verdict


@dataclass(frozen=True)
class SaidReason:
    """A reason as pages show it: `allows` is the value of a verdict, `mark` what it means in a word."""

    allows: str
    mark: str
    sentence: str


def verdict_sentence(verdict: Verdict) -> str:
    """What a verdict means for the page."""
    match verdict:
        case Verdict.COMPARABLE:
            return _("The two rounds are comparable.")
        case Verdict.PARTLY:
            return _(
                "The two rounds are comparable in part: changes are told on the common items and units only, and the "
                "reasons below say what else may have moved the scores."
            )
        case Verdict.NOT:
            return _("The two rounds are not comparable: each has its scores, but no change is told.")


def say_reasons(reasons: Iterable[Reason], view: UnitView) -> list[SaidReason]:
    """Every reason as a sentence, what keeps rounds apart first. `view`: of the later round."""
    marks = {
        Verdict.NOT: _("not comparable"),
        Verdict.PARTLY: _("in part"),
        Verdict.COMPARABLE: _("comparable"),
    }
    ordered = sorted(reasons, key=lambda reason: list(marks).index(reason.allows))
    return [SaidReason(str(one.allows), marks[one.allows], say_reason(one, view)) for one in ordered]


def say_reason(reason: Reason, view: UnitView) -> str:
    """One reason as a sentence."""
    return SAYERS[reason.ground](reason, view)


def break_words(breaks: Iterable[Ground]) -> str:
    """What is written at a break of the line; empty without one."""
    found = set(breaks)
    is_method = bool(found & {Ground.METHOD, Ground.COUNTS})
    if found & {Ground.VERSION, Ground.INSTRUMENT}:
        return _("Break: other instrument version and method") if is_method else _("Break: other instrument version")
    return _("Break: other method") if is_method else ""
