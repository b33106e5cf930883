"""What the pages of scenarios show: plain words for measures, steps and outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.charts import Chart
from reports.dashboard.values import Addresses
from reports.figures import UnitView
from reports.scenarios.drawing import bands_written
from reports.scenarios.figures import (
    band_sentence,
    change_sentence,
    course_figure,
    focus_name,
    matrix_figure,
    pair_of,
    pyramids_figure,
)
from reports.scenarios.goals import Goal
from reports.scenarios.measures import Expense
from reports.scenarios.outcomes import SHOWN, Outcome, Step
from reports.scenarios.words import (
    TURNS,
    costs_name,
    effort_name,
    goal_sentence,
    horizon_name,
    proof_sentences,
    way_out_sentences,
)
from scoring.results import Measure

Titles = Mapping[str, str]
"""Recommendations: title by code, in the reader's language."""
Link = tuple[str, str]
"""A title and where it leads."""


@dataclass(frozen=True)
class StepRow:
    """A step of a plan."""

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


@dataclass(frozen=True)
class Shown:
    """An outcome as pages show it."""

    sentences: tuple[str, ...]
    cards: tuple[tuple[str, str, str, str], ...]  # name, scores, change, bands
    charts: tuple[Chart, ...]
    steps: tuple[StepRow, ...]
    totals: str
    focus: str
    goal: str
    proof: tuple[str, ...]
    way_out: tuple[str, ...]
    is_possible: bool


def show_outcome(view: UnitView, round_code: str, outcome: Outcome, titles: Titles, goal: Goal | None = None) -> Shown:
    """An outcome in words and pictures."""
    figures = [pyramids_figure(view, outcome)]
    figures += filter(None, [course_figure(view, outcome)])
    figures += filter(None, (matrix_figure(view, outcome, one) for one in (Measure.FACTS, Measure.PERCEPTIONS)))
    focus = focus_name(view, outcome.focus)
    return Shown(
        sentences=tuple(filter(None, [change_sentence(view, outcome), band_sentence(view, outcome)])),
        cards=tuple(_cards(view, outcome)),
        charts=tuple(figures),
        steps=tuple(_step_rows(view, round_code, outcome, titles)),
        totals=_totals(view, outcome),
        focus=focus,
        goal=goal_sentence(view, goal, outcome.target, focus) if goal else "",
        proof=tuple(proof_sentences(view, outcome)),
        way_out=tuple(way_out_sentences(view, outcome)),
        is_possible=outcome.way_out is None,
    )


def _cards(view: UnitView, outcome: Outcome) -> Iterator[tuple[str, str, str, str]]:
    terms = view.terms
    for measure in reversed(SHOWN):
        pair = pair_of(outcome, measure)
        if pair.before is not None:
            change = terms.numbers.gap(pair.change) if pair.has_changed(terms) else _("no change")
            yield terms.called(measure), pair.written(terms), change, bands_written(terms, pair)


def _totals(view: UnitView, outcome: Outcome) -> str:
    numbers = view.terms.numbers
    return _("Measures: %(measures)s; effort in all: %(effort)s; months until the last one ends: %(months)s.") % {
        "measures": numbers.count(len(outcome.steps)),
        "effort": numbers.count(outcome.effort),
        "months": numbers.count(outcome.months),
    }


def _step_rows(view: UnitView, round_code: str, outcome: Outcome, titles: Titles) -> Iterator[StepRow]:
    numbers, addresses = view.terms.numbers, Addresses(round_code, view.scores.unit)
    for number, step in enumerate(outcome.steps, 1):
        known = step.code in view.instrument.items_by_code
        yield StepRow(
            number=number,
            code=step.code,
            words=view.item(view.instrument.items_by_code[step.code]) if known else "",
            address=addresses.item(step.code),
            turn=str(TURNS[step.turn]),
            scores=f"{numbers.score(step.score)} → {numbers.score(step.becomes)}",
            effort=f"{numbers.count(step.effort)} ({effort_name(step.expense)})",
            months=f"{numbers.count(step.end - step.start)} ({horizon_name(step.expense)})",
            costs=costs_name(step.expense),
            why=_why(view, step, outcome),
            recommendations=links(view, step.expense, titles),
            reached=numbers.score(step.reached),
            period=f"{numbers.count(step.start)}–{numbers.count(step.end)}",
        )


def _why(view: UnitView, step: Step, outcome: Outcome) -> str:
    """Why a measure stands where it does: what it adds, what it opens, what it waits for."""
    gain = view.terms.numbers.gap(step.gain)
    reasons = [_("It adds %(gain)s points to the score.") % {"gain": gain}]
    if view.terms.numbers.gap(step.gain) == view.terms.numbers.gap(0.0):
        reasons = [_("By itself it does not change this score.")]
    if opens := [other.code for other in outcome.steps if step.code in other.needs]:
        reasons.append(_("It comes before: %(codes)s.") % {"codes": ", ".join(opens)})
    if step.needs:
        reasons.append(_("It waits for: %(codes)s.") % {"codes": ", ".join(step.needs)})
    return " ".join(reasons)


def links(view: UnitView, expense: Expense, titles: Titles) -> tuple[Link, ...]:
    """The recommendations behind an expense that are still published."""
    return tuple(
        (titles[code], reverse("repository-entry", args=[view.instrument.code, code]))
        for code in expense.recommendations
        if code in titles
    )
