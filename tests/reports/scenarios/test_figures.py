"""Pictures of scenarios: a sentence in each language that says what matters, and a table with the same numbers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from django.utils import translation

from reports.charts import Chart
from reports.figures import UnitView
from reports.scenarios.figures import (
    band_sentence,
    change_sentence,
    compare_figure,
    course_figure,
    matrix_figure,
    pyramids_figure,
)
from reports.scenarios.goals import Focus, Goal, GoalKind
from reports.scenarios.measures import find_measures
from reports.scenarios.outcomes import Outcome, Standing
from reports.scenarios.planning import Limits, Proof, Verdict
from reports.scenarios.presenting import show_outcome
from reports.scenarios.reaching import plan_towards, take
from reports.scenarios.simulating import Situation
from reports.scenarios.words import proof_sentences
from scoring.frame import build_frame
from scoring.results import Measure, Unit, UnitTier
from scoring.units import score_counts
from surveys.content import Tier
from tests.contents import metep, standard_method
from tests.reports.making import terms
from tests.scoring.reference import RawResponse
from tests.scoring.rounds import count

METHOD = standard_method()
FRAME = build_frame(metep(), METHOD, Tier.NATIONAL)


@pytest.fixture(scope="module")
def desk() -> Situation:
    """A country where half of the facts are Yes."""
    answers = {
        item.code: "2" if item.type == "scale05" else ("yes" if place % 2 else "no")
        for place, item in enumerate(FRAME.items)
    }
    responses = [RawResponse("a", "", {section.code for section in metep().sections}, answers)]
    unit = Unit(UnitTier.NATIONAL, "KZ", {"kk": "Қазақстан", "ru": "Казахстан", "en": "Kazakhstan"})
    scores = score_counts(unit, FRAME, METHOD, count(metep(), Tier.NATIONAL, responses))
    return Situation(scores, FRAME, METHOD, find_measures(metep(), METHOD, scores, points=1))


def seen(desk: Situation, language: str) -> UnitView:
    return UnitView(desk.scores, metep(), terms(language))


def check(chart: Chart, language: str) -> None:
    ET.fromstring(chart.svg)
    assert chart.sentence.endswith((".", ").")), chart.sentence
    assert "%(" not in chart.sentence
    assert chart.sentence in " ".join(ET.fromstring(chart.svg).itertext())  # the alternative text
    assert len({len(row) for row in (chart.table.header, *chart.table.rows)}) == 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_picture_has_its_sentence_and_its_table(desk: Situation, language: str) -> None:
    outcome = plan_towards(desk, Goal(GoalKind.RISE, Focus(), 10), Limits(at_once=2))
    assert outcome is not None
    with translation.override(language):
        view = seen(desk, language)
        course = course_figure(view, outcome)
        facts, perceptions = (matrix_figure(view, outcome, one) for one in (Measure.FACTS, Measure.PERCEPTIONS))
        for chart in (
            pyramids_figure(view, outcome),
            course,
            facts,
            perceptions,
            compare_figure(view, [("A", outcome)]),
        ):
            assert chart is not None
            check(chart, language)


def test_in_english_the_sentences_say_what_changes(desk: Situation) -> None:
    with translation.override("en"):
        view = seen(desk, "en")
        nothing = take(desk, [], Focus())
        score = view.terms.numbers.score(desk.scores.combined.overall.score)
        assert change_sentence(view, nothing) == f"The combined overall score stays at {score}."
        assert band_sentence(view, nothing).startswith("The band stays: “")
        facts = matrix_figure(view, nothing, Measure.FACTS)
        assert facts is not None
        assert facts.sentence == "No cell changes."
        assert course_figure(view, nothing) is None
        everything = take(desk, list(desk.measures.by_code), Focus(Measure.FACTS))
        assert "after (+" in change_sentence(view, everything)
        assert "from “" in band_sentence(view, everything)
        course = course_figure(view, everything)
        assert course is not None
        assert course.sentence.startswith("The last measure ends after ")
        planned = plan_towards(desk, Goal(GoalKind.SCORE, Focus(Measure.FACTS), 60), Limits())
        assert planned is not None
        course = course_figure(view, planned)
        assert course is not None
        assert course.sentence.startswith("The goal of 60.0 is reached after ")


def test_without_any_score_nothing_is_drawn_but_said(desk: Situation) -> None:
    empty = Outcome(Standing({}), Standing({}), Focus())
    with translation.override("en"):
        view = seen(desk, "en")
        assert change_sentence(view, empty) == "There is no combined score to compare."
        assert matrix_figure(view, empty, Measure.FACTS) is None
        assert show_outcome(view, "r1", empty, {}).cards == ()


def test_side_by_side_the_sentence_says_which_leads_highest_and_which_takes_least(desk: Situation) -> None:
    with translation.override("en"):
        view = seen(desk, "en")
        few, many = take(desk, ["A1.1.a"], Focus()), take(desk, list(desk.measures.by_code), Focus())
        dear = replace(many, after=few.after)
        said = [
            compare_figure(view, pair).sentence
            for pair in ([("A", few), ("B", many)], [("A", few), ("B", dear)], [("A", few), ("B", few)])
        ]
        assert said[0].startswith("The highest combined overall score: “B”")
        assert "the least effort: “A”" in said[0]
        assert said[1].startswith("“A” has both the highest combined overall score")
        assert said[2].startswith("The scenarios lead to the same combined overall score")


def test_scenarios_from_different_counts_share_no_line_of_today(desk: Situation) -> None:
    with translation.override("en"):
        view = seen(desk, "en")
        one = take(desk, [], Focus())
        other = replace(one, before=Standing(dict.fromkeys(one.before.scores, 0.1)))
        assert compare_figure(view, [("A", one), ("B", one)]).table.rows[0][1] != "–"
        assert compare_figure(view, [("A", one), ("B", other)]).table.rows[0][1] == "–"


def test_of_a_goal_that_is_reached_nothing_is_said_about_other_plans(desk: Situation) -> None:
    with translation.override("en"):
        outcome = replace(take(desk, [], Focus()), proof=Proof(Verdict.PROVED, 0, 0.0, 0.0, True), target=0.0)
        said = " ".join(proof_sentences(seen(desk, "en"), outcome))
        assert said.startswith("The goal is reached already: no measure is needed. Computed by HiGHS")


@pytest.mark.parametrize(
    ("seconds", "language", "words"),
    [
        (0.04, "en", "in less than 0.1 s."),
        (0.04, "ru", "менее чем за 0,1 секунды."),
        (0.04, "kk", "0,1 секундқа жетпейтін уақытта"),
        (1.26, "en", "in about 1.3 s."),
        (1.26, "ru", "около 1,3 с."),
        (1.26, "kk", "шамамен 1,3 с."),
    ],
)
def test_the_time_of_the_solver_is_told_without_false_precision(
    desk: Situation, seconds: float, language: str, words: str
) -> None:
    with translation.override(language):
        proof = Proof(Verdict.PROVED, 1, 1.0, 0.0, True, seconds)
        outcome = replace(take(desk, ["A1.1.a"], Focus()), proof=proof, target=0.9)
        *_, last = proof_sentences(seen(desk, language), outcome)
        assert "HiGHS" in last
        assert words in last


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (Proof(Verdict.PROVED, 4, 4.0, 0.0, True), "Proved cheapest: the effort is 4 and no plan can have less"),
        (Proof(Verdict.GAP, 10, 9.7, 0.03), "none can have less than 9.7, so it is off by 3% at most"),
        (Proof(Verdict.IMPOSSIBLE), "It is proved that no choice of measures reaches this goal"),
        (Proof(Verdict.UNKNOWN), "Nothing is proved"),
    ],
)
def test_proofs_are_told_in_words(desk: Situation, proof: Proof, words: str) -> None:
    with translation.override("en"):
        outcome = replace(take(desk, ["A1.1.a"], Focus()), proof=proof, target=0.9)
        assert words in " ".join(proof_sentences(seen(desk, "en"), outcome))
