"""The measures of an outcome as rows, and the institutions that take them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.dashboard.values import Addresses
from reports.figures import UnitView
from reports.scenarios.drawing import ARROW, Pair
from reports.scenarios.measures import Expense
from reports.scenarios.outcomes import Outcome, Step
from reports.scenarios.words import TURNS, costs_name, effort_name, horizon_name

Titles = Mapping[str, str]
"""Recommendations: title by code, in the reader's language."""
Names = Mapping[str, str]
"""Institutions: name by code, in the reader's language."""
Link = tuple[str, str]
"""A title and where it leads."""


@dataclass(frozen=True)
class StepRow:
    """A measure of one unit; or one that several institutions take in the same months. `where`: in how many of them."""

    number: int
    code: str
    words: str
    address: str
    turn: str
    scores: str
    effort: str
    months: str
    costs: str
    why: str
    recommendations: tuple[Link, ...]
    reached: str
    period: str
    where: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActingRow:
    """An institution that acts: its score before and after, and what it does."""

    name: str
    scores: str
    change: str
    measures: str
    effort: str


def step_rows(view: UnitView, round_code: str, outcome: Outcome, titles: Titles, names: Names) -> Iterator[StepRow]:
    """The measures in order; those of the same item that institutions take in the same months are one row."""
    numbers, addresses = view.terms.numbers, Addresses(round_code, view.scores.unit)
    for number, steps in enumerate(_alike(outcome.steps), 1):
        first = steps[0]
        item = view.instrument.items_by_code.get(first.code)
        bodies = tuple(names.get(step.body, step.body) for step in steps if step.body)
        yield StepRow(
            number=number,
            code=first.code,
            words=view.item(item) if item else "",
            address=addresses.item(first.code),
            turn=str(TURNS[first.turn]),
            scores=f"{span(map(numbers.score, _sorted(steps)))} {ARROW} {span(map(numbers.score, _becoming(steps)))}",
            effort=_effort(view, steps),
            months=f"{numbers.count(first.end - first.start)} ({_several(horizon_name(one.expense) for one in steps)})",
            costs=_several(costs_name(one.expense) for one in steps),
            why=_why(view, steps, outcome),
            recommendations=_all_links(view, steps, titles),
            reached=numbers.score(first.reached),
            period=f"{numbers.count(first.start)}–{numbers.count(first.end)}",
            where=_where(view, bodies),
            names=bodies,
        )


def acting_rows(view: UnitView, outcome: Outcome, names: Names) -> Iterator[ActingRow]:
    """The institutions that act, those that do most first."""
    numbers = view.terms.numbers
    efforts = {one.body: sum(step.effort for step in outcome.steps if step.body == one.body) for one in outcome.acting}
    for one in sorted(outcome.acting, key=lambda one: -efforts[one.body]):
        pair = Pair(one.before, one.after)
        yield ActingRow(
            name=names.get(one.body, one.body),
            scores=pair.written(view.terms),
            change=numbers.gap(pair.change) if pair.has_changed(view.terms) else _("no change"),
            measures=", ".join(step.code for step in outcome.steps if step.body == one.body),
            effort=numbers.count(efforts[one.body]),
        )


def links(view: UnitView, expense: Expense, titles: Titles) -> tuple[Link, ...]:
    """The recommendations behind an expense that are still published."""
    return tuple(
        (titles[code], reverse("repository-entry", args=[view.instrument.code, code]))
        for code in expense.recommendations
        if code in titles
    )


def span(written: Iterator[str]) -> str:
    """The first and the last of some numbers in order; one where they are written alike."""
    found = list(written)
    return found[0] if found[0] == found[-1] else f"{found[0]}–{found[-1]}"


def _alike(steps: Sequence[Step]) -> list[list[Step]]:
    found: dict[tuple[object, ...], list[Step]] = {}
    for step in steps:
        found.setdefault((step.code, step.turn, step.start, step.end), []).append(step)
    return list(found.values())


def _sorted(steps: Sequence[Step]) -> list[float]:
    return sorted(step.score for step in steps)


def _becoming(steps: Sequence[Step]) -> list[float]:
    return sorted(step.becomes for step in steps)


def _several(names: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _effort(view: UnitView, steps: Sequence[Step]) -> str:
    whole = view.terms.numbers.count(sum(step.effort for step in steps))
    return f"{whole} ({_several(effort_name(step.expense) for step in steps)})"


def _where(view: UnitView, bodies: Sequence[str]) -> str:
    if not bodies:
        return ""
    values = {"n": view.terms.numbers.count(len(bodies))}
    return ngettext("In %(n)s institution", "In %(n)s institutions", len(bodies)) % values


def _all_links(view: UnitView, steps: Sequence[Step], titles: Titles) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(link for step in steps for link in links(view, step.expense, titles)))


def _why(view: UnitView, steps: Sequence[Step], outcome: Outcome) -> str:
    """Why a measure stands where it does: what it adds, what it opens, what it waits for."""
    numbers, added = view.terms.numbers, sum(step.gain for step in steps)
    reasons = [_("It adds %(gain)s points to the score.") % {"gain": numbers.gap(added)}]
    if numbers.gap(added) == numbers.gap(0.0):
        reasons = [_("By itself it does not change this score.")]
    bodies, code = {step.body for step in steps}, steps[0].code
    later = dict.fromkeys(one.code for one in outcome.steps if one.body in bodies and code in one.needs)
    if later:
        reasons.append(_("It comes before: %(codes)s.") % {"codes": ", ".join(later)})
    if needs := dict.fromkeys(need for step in steps for need in step.needs):
        reasons.append(_("It waits for: %(codes)s.") % {"codes": ", ".join(needs)})
    return " ".join(reasons)
