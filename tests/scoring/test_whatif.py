"""What would be, against what is once the answers have really changed: by the formulas, and by the reference."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.scenarios.measures import Measures, Turn, find_measures
from reports.scenarios.simulating import Situation
from scoring.document import score_round
from scoring.frame import Frame, build_frame
from scoring.methods import Method, Structural
from scoring.results import Measure, UnitScores, UnitTier
from scoring.units import score_counts
from scoring.whatif import scores_under
from surveys.content import Instrument, Tier
from tests.contents import standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.reference import Choices, RawRound, Reference
from tests.scoring.rounds import COUNTRY, count, measured, random_round, round_facts

METHOD = standard_method()


def scored(survey: RawRound, unit: str, method: Method = METHOD) -> tuple[UnitScores, Frame]:
    units = score_round(MIXED, method, round_facts(survey), measured(MIXED, survey), validated=survey.validated)
    tier = UnitTier.NATIONAL if unit == COUNTRY else UnitTier.INSTITUTION
    found = units.unit(tier, unit)
    assert found is not None
    frame = build_frame(MIXED, method, Tier.NATIONAL if unit == COUNTRY else Tier.INSTITUTION)
    return found, frame


def values(scores: UnitScores) -> dict[tuple[str, str, str], float | None]:
    """Every score of every part, by measure, family and code."""
    return {
        (measure, family, code): part.score for measure in Measure for family, code, part in scores.of(measure).parts()
    }


def same(ours: Mapping[object, float | None], theirs: Mapping[object, float | None]) -> None:
    assert ours.keys() == theirs.keys()
    for key, one in ours.items():
        assert one == (None if theirs[key] is None else pytest.approx(theirs[key], abs=1e-12)), key


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_without_changes_every_score_is_what_it_was(seed: int) -> None:
    survey = random_round(MIXED, seed, responses=12, institutions=2)
    for unit in (COUNTRY, "I0"):
        scores, frame = scored(survey, unit)
        same(values(scores_under(scores, frame, METHOD, {})), values(scores))


@given(seed=st.integers(0, 10_000), structural=st.sampled_from(Structural))
@settings(max_examples=60, deadline=None)
def test_turned_items_score_as_if_a_reviewer_had_set_their_answers(seed: int, structural: Structural) -> None:
    method = replace(METHOD, structural=structural)
    survey = random_round(MIXED, seed, responses=12, institutions=2)
    for unit in (COUNTRY, "I0"):
        scores, frame = scored(survey, unit, method)
        measures = find_measures(MIXED, method, scores)
        taken = some_of(measures, scores, frame, seed)
        ours = [one for one in survey.responses if unit == COUNTRY or one.unit == unit]
        settled = {item: value for (owner, item), value in survey.validated.items() if owner == unit}
        settled |= {code: answer_of(MIXED, code, score) for code, score in measures.changes(taken).items()}
        really = score_counts(scores.unit, frame, method, count(MIXED, frame.tier, ours), settled)
        same(values(scores_under(scores, frame, method, measures.changes(taken))), values(really))


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_what_would_be_is_what_the_reference_finds_once_everybody_answers_differently(seed: int) -> None:
    survey = random_round(MIXED, seed, responses=12, institutions=2)
    survey.validated.clear()
    for unit in (COUNTRY, "I0"):
        scores, frame = scored(survey, unit)
        measures = find_measures(MIXED, METHOD, scores)
        taken = some_of(measures, scores, frame, seed)
        changed = answered_anew(survey, unit, measures, taken)
        reference = Reference(MIXED, changed, Choices()).unit(unit, frame.tier)
        would = scores_under(scores, frame, METHOD, measures.changes(taken))
        for (measure, family, code), score in values(would).items():
            theirs = reference[measure]
            theirs = theirs["overall"] if family == "overall" else theirs[family][code]
            assert score == (None if theirs["score"] is None else pytest.approx(theirs["score"], abs=1e-12))


def some_of(measures: Measures, scores: UnitScores, frame: Frame, seed: int) -> tuple[str, ...]:
    """Some measures at random with all that they need."""
    chance = random.Random(seed)
    ticked = [code for code in measures.by_code if chance.random() < 0.4]
    return Situation(scores, frame, METHOD, measures).complete(ticked)


def answer_of(instrument: Instrument, code: str, score: float) -> str:
    """The answer with which a fact has the score 0 or 1."""
    return "yes" if (score == 1) != instrument.items_by_code[code].reverse else "no"


def answered_anew(survey: RawRound, unit: str, measures: Measures, taken: tuple[str, ...]) -> RawRound:
    """The round in which all who were asked about the unit answer as the measures suppose.

    Who was not asked an item, because the parent was No, says No to it now; who left out or did not know the parent,
    does so with the item.
    """
    before = Reference(MIXED, survey, Choices())
    responses = []
    for response in survey.responses:
        answers = dict(response.answers)
        if unit in (COUNTRY, response.unit):
            for item in MIXED.scored_items:
                said = before.answer(response, item)
                if said is not None:
                    answers[item.code] = {"structural": "no", "missing": ""}.get(said, said)
            for code in taken:
                turn = measures.by_code[code].turn
                answers[code] = "yes" if turn is Turn.YES else "no"
        responses.append(replace(response, answers=answers))
    return replace(survey, responses=responses, validated=dict(survey.validated))


def test_a_score_that_does_not_exist_cannot_change() -> None:
    survey = random_round(MIXED, 1, responses=0, institutions=1)
    scores, frame = scored(survey, COUNTRY)
    with pytest.raises(ValueError, match=r"F1\.a"):
        scores_under(scores, frame, METHOD, {"F1.a": 1.0})


def test_what_would_be_has_no_interval() -> None:
    scores, frame = scored(random_round(MIXED, 3, responses=40, institutions=1), COUNTRY)
    assert scores.combined.overall.low is not None
    would = scores_under(scores, frame, METHOD, {})
    for measure in Measure:
        assert all(part.low is None and part.high is None for _family, _code, part in would.of(measure).parts())
    assert all(item.low is None for item in would.items.values())


def test_raised_points_add_a_fifth_of_the_scale_each() -> None:
    scores, frame = scored(random_round(MIXED, 5, responses=40, institutions=1), COUNTRY)
    measures = find_measures(MIXED, METHOD, scores, points=1)
    assert measures.by_code["V1.a"].turn is Turn.RAISE
    would = scores_under(scores, frame, METHOD, measures.changes(["V1.a"]))
    now, then = scores.items["V1.a"].score, would.items["V1.a"].score
    assert now is not None
    assert then == pytest.approx(min(now + 0.2, 1))
    # The only perception of its cell.
    assert would.perceptions.cells["information.legal"].score == then
