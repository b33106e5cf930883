"""Every formula against numbers worked out by hand or printed in a paper."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from scoring import formulas
from scoring.frame import Frame, Part, build_frame
from scoring.methods import DoNotKnow, Method, Structural, Weights
from scoring.results import Family
from surveys.coding import CODES, Code
from surveys.content import Tier
from tests.scoring.instruments import MIXED

NAN = math.nan
FACT, REVERSE, VIEW = "F1.a", "F1.b", "V1.a"
WORDS = {"yes": Code.YES, "no": Code.NO, "under-no": Code.STRUCTURAL, "dk": Code.DO_NOT_KNOW, "blank": Code.MISSING}


@pytest.fixture
def frame(method: Method) -> Frame:
    return build_frame(MIXED, method, Tier.NATIONAL)


def answers_to(frame: Frame, item: str, words: str) -> np.ndarray:
    """Counts (items, codes) where one item was answered as told and no other was asked."""
    counts = np.zeros((len(frame.items), CODES), np.int64)
    for word in words.split():
        counts[frame.places[item], WORDS[word] if word in WORDS else Code.SCALE_ZERO + int(word)] += 1
    return counts


@pytest.mark.parametrize(
    ("item", "words", "n", "score"),
    [
        (FACT, "", 0, NAN),
        (FACT, "blank", 0, NAN),
        (FACT, "dk dk", 0, NAN),  # nobody knows: no score, not a score of 0
        (FACT, "no", 1, 0),
        (FACT, "yes yes no no dk", 4, 0.5),
        (FACT, "yes yes yes no blank", 4, 0.75),
        (FACT, "yes under-no under-no", 3, 1 / 3),
        (FACT, "under-no", 1, 0),
        (REVERSE, "yes no no", 3, 2 / 3),
        (REVERSE, "dk", 0, NAN),
        (VIEW, "", 0, NAN),
        (VIEW, "0", 1, 0),
        (VIEW, "2 2 3 4 4", 5, 0.6),
        (VIEW, "0 5 blank", 2, 0.5),
    ],
)
def test_an_item_scores_the_mean_of_its_valid_answers(
    frame: Frame, item: str, words: str, n: int, score: float
) -> None:
    counts = answers_to(frame, item, words)
    assert formulas.valid_answers(counts, frame)[frame.places[item]] == n
    assert formulas.item_scores(counts, frame)[frame.places[item]] == pytest.approx(score, nan_ok=True)


@pytest.mark.parametrize(
    ("structural", "do_not_know", "words", "n", "score"),
    [
        ("zero", "left_out", "yes no under-no dk", 3, 1 / 3),
        ("left_out", "left_out", "yes no under-no dk", 2, 1 / 2),
        ("zero", "no", "yes no under-no dk", 4, 1 / 4),
        ("left_out", "no", "yes no under-no dk", 3, 1 / 3),
        ("left_out", "left_out", "under-no", 0, NAN),
        ("zero", "no", "dk", 1, 0),
    ],
)
def test_options_say_what_counts(
    method: Method, structural: str, do_not_know: str, words: str, n: int, score: float
) -> None:
    choices = {"structural": Structural(structural), "do_not_know": DoNotKnow(do_not_know)}
    frame = build_frame(MIXED, dataclasses.replace(method, **choices), Tier.NATIONAL)
    counts = answers_to(frame, FACT, words)
    assert formulas.valid_answers(counts, frame)[frame.places[FACT]] == n
    assert formulas.item_scores(counts, frame)[frame.places[FACT]] == pytest.approx(score, nan_ok=True)


@pytest.mark.parametrize(
    ("words", "share"),
    [("", NAN), ("blank", NAN), ("yes yes no no dk", 0.2), ("dk dk", 1), ("yes under-no under-no dk", 0.25), ("no", 0)],
)
def test_the_share_of_do_not_know_is_among_all_answers(frame: Frame, words: str, share: float) -> None:
    shares = formulas.dk_shares(answers_to(frame, FACT, words))
    assert shares[frame.places[FACT]] == pytest.approx(share, nan_ok=True)


@pytest.mark.parametrize(
    ("words", "mean", "deviation"),
    [
        ("", NAN, NAN),
        ("4", 4, NAN),  # one answer has no spread
        ("3 3", 3, 0),
        ("2 2 3 4 4", 3, 1),
        ("0 5", 2.5, math.sqrt(12.5)),
        ("1 2 3 4", 2.5, math.sqrt(5 / 3)),
    ],
)
def test_points_have_a_mean_and_a_standard_deviation(frame: Frame, words: str, mean: float, deviation: float) -> None:
    counts = answers_to(frame, VIEW, words)
    place = frame.places[VIEW]
    assert formulas.item_means(counts, frame)[place] == pytest.approx(mean, nan_ok=True)
    assert formulas.standard_deviations(counts, frame)[place] == pytest.approx(deviation, nan_ok=True)


@pytest.mark.parametrize(
    ("item", "words", "expected"),
    [
        (VIEW, "", NAN),
        (VIEW, "2", 1),
        (VIEW, "4 4 4", 1),
        (VIEW, "0 0 5 5", 0),  # half at each end
        (VIEW, "3 4", 1 + math.log2(0.9)),
        (VIEW, "0 1 2 3 4 5", 1 + (math.log2(0.5) + math.log2(0.7) + math.log2(0.9)) / 3),
        (FACT, "yes yes", 1),
        (FACT, "no under-no dk", 1),  # Do not know is left out
        (FACT, "yes no", 0),
        (FACT, "yes no no no", 1 + 0.25 * math.log2(0.25) + 0.75 * math.log2(0.75)),
        (REVERSE, "yes no no no", 1 + 0.25 * math.log2(0.25) + 0.75 * math.log2(0.75)),
    ],
)
def test_agreement_runs_from_a_split_to_unity(frame: Frame, item: str, words: str, expected: float) -> None:
    found = formulas.agreement(answers_to(frame, item, words), frame)[frame.places[item]]
    assert found == pytest.approx(expected, abs=1e-15, nan_ok=True)


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    [
        (2, 4, 0.1500, 0.8500),
        (81, 263, 0.2553, 0.3662),  # these four: Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0000),
        (0, 0, NAN, NAN),
    ],
)
def test_shares_have_wilsons_interval(yes: int, n: int, low: float, high: float) -> None:
    interval = formulas.wilson_interval(np.array([yes]), np.array([n]), 0.95)
    assert np.ravel(interval) == pytest.approx([low, high], abs=5e-5, nan_ok=True)


def test_wilsons_interval_of_a_share_at_the_end_holds_it() -> None:
    n = np.arange(1, 200)
    assert (formulas.wilson_interval(0 * n, n, 0.95)[0] == 0).all()
    assert (formulas.wilson_interval(n, n, 0.95)[1] == 1).all()


@pytest.mark.parametrize(
    ("mean", "deviation", "n", "low", "high"),
    [
        (3, 1, 5, 1.7583360, 4.2416640),  # t(0.975, 4) = 2.7764451
        (4.5, 0.8, 4, 3.2270216, 5),  # t(0.975, 3) = 3.1824463; cut at 5
        (0.5, 0.8, 4, 0, 1.7729784),
        (2, 0, 2, 2, 2),
        (2, NAN, 1, NAN, NAN),
        (NAN, NAN, 0, NAN, NAN),
    ],
)
def test_mean_points_have_students_interval(mean: float, deviation: float, n: int, low: float, high: float) -> None:
    width = np.array([5.0])
    interval = formulas.mean_interval(np.array([mean]), np.array([deviation]), np.array([n]), 0.95, width)
    assert np.ravel(interval) == pytest.approx([low, high], abs=1e-6, nan_ok=True)


def scores_of(frame: Frame, **scores: float) -> np.ndarray:
    """Scores (items, 1) by item code, written with underscores; the other items have none."""
    column = np.full((len(frame.items), 1), NAN)
    for code, score in scores.items():
        column[frame.places[code.replace("_", ".")]] = score
    return column


def test_levels_and_areas_are_means_of_their_cells_and_not_of_their_items(frame: Frame) -> None:
    scores = scores_of(frame, F1_a=0.2, F1_a1=0.4, F1_a1_1=1.0)
    found = dict(zip(frame.facts.parts, formulas.part_scores(scores, frame.facts)[:, 0].tolist(), strict=True))
    legal, channels = (0.2 + 0.4) / 2, 1.0
    expected = {
        Part(Family.CELLS, "information.legal"): legal,
        Part(Family.CELLS, "information.channels"): channels,
        Part(Family.CELLS, "information.organisational"): NAN,
        Part(Family.CELLS, "consultation.legal"): 0.2,
        Part(Family.CELLS, "consultation.channels"): 1.0,
        Part(Family.CELLS, "decision.legal"): 0.2,
        Part(Family.CELLS, "decision.channels"): NAN,
        Part(Family.LEVELS, "information"): (legal + channels) / 2,  # the mean of its items is 0.5333
        Part(Family.LEVELS, "consultation"): 0.6,
        Part(Family.LEVELS, "decision"): 0.2,
        Part(Family.AREAS, "legal"): (legal + 0.2 + 0.2) / 3,
        Part(Family.AREAS, "organisational"): NAN,
        Part(Family.AREAS, "channels"): 1.0,
        Part(Family.OVERALL, ""): (0.65 + 0.6 + 0.2) / 3,  # the mean of the areas is 0.6167
        Part(Family.TECHNOLOGIES, "portals"): 0.4,
        Part(Family.TECHNOLOGIES, "social"): 1.0,
        Part(Family.TECHNOLOGIES, "mobile"): NAN,
    }
    assert {part: found[part] for part in expected} == pytest.approx(expected, nan_ok=True)


def test_coverage_counts_an_item_of_several_levels_once_in_the_overall(frame: Frame) -> None:
    scores = scores_of(frame, F1_a=0.2, F1_b=0.5)
    scored = dict(zip(frame.facts.parts, formulas.scored_items(scores, frame.facts).tolist(), strict=True))
    mapped = dict(zip(frame.facts.parts, frame.facts.mapped.tolist(), strict=True))
    parts = [Part(Family.OVERALL, ""), Part(Family.LEVELS, "decision"), Part(Family.CELLS, "decision.legal")]
    assert [(scored[part], mapped[part]) for part in parts] == [(2, 5), (2, 3), (1, 1)]


def test_profiles_stand_beside_the_levels(method: Method) -> None:
    frame = build_frame(MIXED, method, Tier.INSTITUTION)
    scores = scores_of(frame, V3_a=0.8, V3_b=0.4)
    found = dict(zip(frame.perceptions.parts, formulas.part_scores(scores, frame.perceptions)[:, 0], strict=True))
    assert found[Part(Family.PROFILES, "V3")] == pytest.approx(0.6)
    assert np.isnan(found[Part(Family.PROFILES, "V4")])
    assert np.isnan(found[Part(Family.OVERALL, "")])


@pytest.mark.parametrize(
    ("facts", "perceptions", "weights", "combined", "gap"),
    [
        ([0.5, 0.4, 0.6], [0.3, 0.2, 0.4], (1, 1), [0.4, 0.3, 0.5], [-0.2, -0.2, -0.2]),
        ([0.5, 0.4, 0.6], [0.3, 0.2, 0.4], (3, 1), [0.45, 0.35, 0.55], [-0.2, -0.2, -0.2]),
        # a level of one source only: the combined overall is the mean of the combined levels, not of the two overalls
        ([0.4, 0.4, NAN], [0.3, 0.2, 0.4], (1, 1), [0.35, 0.3, 0.4], [-0.1, -0.2, NAN]),
        ([NAN, NAN, NAN], [0.3, 0.2, 0.4], (1, 1), [0.3, 0.2, 0.4], [NAN, NAN, NAN]),
        ([NAN, NAN, NAN], [NAN, NAN, NAN], (1, 1), [NAN, NAN, NAN], [NAN, NAN, NAN]),
        ([0.5, 0.4, NAN], [0.3, 0.2, 0.4], (1, 0), [0.4, 0.4, 0.4], [-0.2, -0.2, NAN]),
    ],
)
def test_combined_takes_what_there_is_and_the_gap_needs_both(
    facts: list[float], perceptions: list[float], weights: tuple[float, float], combined: list[float], gap: list[float]
) -> None:
    one, other = np.array(facts)[:, None], np.array(perceptions)[:, None]
    found = formulas.combined_scores(one, other, Weights(*weights))
    assert found[:, 0] == pytest.approx(combined, nan_ok=True)
    assert formulas.gaps(one, other)[:, 0] == pytest.approx(gap, nan_ok=True)
