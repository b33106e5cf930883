"""A scenario held against a later round."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.scenarios.goals import Focus
from reports.scenarios.holding import Came, Fit, find_followers, hold_scores, hold_steps
from reports.scenarios.measures import Turn
from reports.scenarios.outcomes import Outcome, Standing, Step
from scoring.results import Family, LevelScores, Measure, Score
from surveys.content import Chapter, Instrument, Item, ItemType, Section, Table
from tests.contents import standard_method
from tests.reports.making import fact, unit_scores

METHOD = standard_method()


def outcome(*steps: Step, planned: float = 0.6) -> Outcome:
    before, after = ({(Measure.COMBINED, Family.OVERALL, ""): score} for score in (0.4, planned))
    return Outcome(Standing(before), Standing(after), Focus(), steps)


def step(code: str = "X1", score: float = 0.3, becomes: float = 1.0) -> Step:
    return Step(code, Turn.YES, score, becomes, effort=1, start=0, end=6, gain=0.1, reached=0.5)


@pytest.mark.parametrize(
    ("score", "low", "high", "came"),
    [
        (1.0, 0.8, 1.0, Came.TRUE),
        (0.7, 0.5, 0.9, Came.RISEN),
        (0.9, 0.8, 0.95, Came.TRUE),  # in the band that was planned
        (0.5, 0.2, 0.8, Came.ALIKE),
        (0.3, None, None, Came.ALIKE),
        (0.1, 0.0, 0.2, Came.FALLEN),
        (0.8, None, None, Came.RISEN),  # validated: no interval, no chance
        (None, None, None, Came.UNKNOWN),
    ],
)
def test_what_became_of_a_measure(score: float | None, low: float | None, high: float | None, came: Came) -> None:
    item = replace(fact("X1", 1, 1), score=score, low=low, high=high)
    (held,) = hold_steps(outcome(step()), {"": unit_scores([item])}, {"X1": "X1"}, METHOD)
    assert (held.came, held.item) == (came, "X1")


def test_an_item_is_found_by_what_it_replaces() -> None:
    table = Table("T", {}, items=(Item("X9", ItemType.YNDK, {}, replaces="X1"), Item("X2", ItemType.YNDK, {})))
    later = Instrument("i", "2", {}, sections=(Section("S", {}, chapters=(Chapter("C", {}, tables=(table,)),)),))
    followers = find_followers(later)
    assert followers == {"X1": "X9", "X9": "X9", "X2": "X2"}
    (held,) = hold_steps(outcome(step()), {"": unit_scores([fact("X9", 4, 0)])}, followers, METHOD)
    assert (held.item, held.came) == ("X9", Came.TRUE)


def test_an_item_that_is_not_asked_any_more_is_gone() -> None:
    (held,) = hold_steps(outcome(step()), {"": unit_scores([])}, {}, METHOD)
    assert (held.came, held.score) == (Came.GONE, None)


@pytest.mark.parametrize(
    ("low", "high", "fit"),
    [(0.5, 0.7, Fit.WITHIN), (0.3, 0.5, Fit.ABOVE), (0.7, 0.9, Fit.BELOW), (None, None, Fit.UNKNOWN)],
)
def test_where_the_planned_score_lies(low: float | None, high: float | None, fit: Fit) -> None:
    reached = Score(0.6, low, high, 1.0, 3, 3)
    later = replace(unit_scores([]), combined=LevelScores(reached, {}))
    (held,) = hold_scores(outcome(), later)
    assert (held.before, held.planned, held.fit) == (0.4, 0.6, fit)


def test_a_measure_of_an_institution_is_held_against_that_institution() -> None:
    steps = [replace(step(), body=body) for body in ("I1", "I2")]
    later = {"": unit_scores([fact("X1", 0, 4)]), "I1": unit_scores([fact("X1", 4, 0)])}
    held = list(hold_steps(outcome(*steps), later, {"X1": "X1"}, METHOD))
    assert [one.came for one in held] == [Came.TRUE, Came.AWAY]
