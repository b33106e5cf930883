"""What the pages of scenarios show: plain words for measures, steps and outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.charts import Chart
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
from reports.scenarios.outcomes import SHOWN, Outcome
from reports.scenarios.steps import ActingRow, StepRow, Titles, acting_rows, step_rows
from reports.scenarios.surroundings import NOWHERE, Surroundings
from reports.scenarios.words import goal_sentence, proof_sentences, way_out_sentences
from scoring.results import Measure


@dataclass(frozen=True)
class Shown:
    """An outcome as pages show it."""

    sentences: tuple[str, ...]
    cards: tuple[tuple[str, str, str, str], ...]  # name, scores, change, bands
    charts: tuple[Chart, ...]
    steps: tuple[StepRow, ...]
    totals: str
    acting: tuple[ActingRow, ...]
    wider: str
    focus: str
    goal: str
    proof: tuple[str, ...]
    way_out: tuple[str, ...]
    is_possible: bool


def show_outcome(
    view: UnitView,
    round_code: str,
    outcome: Outcome,
    titles: Titles,
    goal: Goal | None = None,
    around: Surroundings = NOWHERE,
) -> Shown:
    """An outcome in words and pictures."""
    figures = [pyramids_figure(view, outcome)]
    figures += filter(None, [course_figure(view, outcome)])
    figures += filter(None, (matrix_figure(view, outcome, one) for one in (Measure.FACTS, Measure.PERCEPTIONS)))
    focus = focus_name(view, outcome.focus)
    return Shown(
        sentences=tuple(filter(None, [change_sentence(view, outcome), band_sentence(view, outcome)])),
        cards=tuple(_cards(view, outcome)),
        charts=tuple(figures),
        steps=tuple(step_rows(view, round_code, outcome, titles, around.names)),
        totals=_totals(view, outcome),
        acting=tuple(acting_rows(view, outcome, around.names)),
        wider=_wider(view, outcome, around),
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


def _wider(view: UnitView, outcome: Outcome, around: Surroundings) -> str:
    """What becomes of the mean over all institutions; empty where that is not asked."""
    pair = around.wider(view.scores.unit.tier, outcome) if outcome.steps else None
    if pair is None:
        return ""
    numbers = view.terms.numbers
    values = {"score": numbers.score(pair.before), "part": focus_name(view, outcome.focus)}
    if not pair.has_changed(view.terms):
        return _("The mean of all institutions does not change visibly: %(part)s stays at %(score)s.") % values
    return _("The mean of all institutions – %(part)s: %(before)s before, %(after)s after (%(change)s).") % (
        values
        | {
            "before": numbers.score(pair.before),
            "after": numbers.score(pair.after),
            "change": numbers.gap(pair.change),
        }
    )


def _totals(view: UnitView, outcome: Outcome) -> str:
    numbers = view.terms.numbers
    if outcome.acting:
        return _(
            "Measures: %(measures)s, counted for each institution; institutions that act: %(institutions)s; "
            "effort in all: %(effort)s; months until the last one ends: %(months)s."
        ) % {
            "measures": numbers.count(len(outcome.steps)),
            "institutions": numbers.count(len(outcome.acting)),
            "effort": numbers.count(outcome.effort),
            "months": numbers.count(outcome.months),
        }
    return _("Measures: %(measures)s; effort in all: %(effort)s; months until the last one ends: %(months)s.") % {
        "measures": numbers.count(len(outcome.steps)),
        "effort": numbers.count(outcome.effort),
        "months": numbers.count(outcome.months),
    }
