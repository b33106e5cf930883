"""The example that docs/methodology.md works out by hand, on the real instrument."""

from __future__ import annotations

import pytest

from scoring.display import band_of, on_hundred
from scoring.frame import Frame, build_frame
from scoring.methods import Method, find_mismatches
from scoring.results import Unit, UnitScores, UnitTier
from scoring.units import score_counts
from surveys.content import Instrument, Tier
from tests.contents import ROOT, metep
from tests.scoring.reference import RawResponse
from tests.scoring.rounds import count

TEXT = (ROOT / "docs" / "methodology.md").read_text("utf-8")
ANSWERS = {
    "A2.1.a": ["yes", "yes", "no", "dk"],
    "A3.1.a": ["yes", "no", "no", "dk"],
    "A3.1.a1": ["yes", "", "", ""],
    "A3.1.a2": ["no", "", "", ""],
    "A3.1.a3": ["yes", "", "", ""],
    "A4.1.a": ["yes", "yes", "yes", ""],
    "C2.1.a": ["3", "4", "2", "5"],
}


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return metep()


@pytest.fixture(scope="module")
def frame(instrument: Instrument, method: Method) -> Frame:
    return build_frame(instrument, method, Tier.NATIONAL)


@pytest.fixture(scope="module")
def scores(instrument: Instrument, method: Method, frame: Frame) -> UnitScores:
    responses = []
    for number in range(4):
        answers = {item: given[number] for item, given in ANSWERS.items() if given[number]}
        responses.append(RawResponse(str(number), "", {"A", "C"}, answers))
    assert len({response.group for response in responses}) == 4
    counts = count(instrument, Tier.NATIONAL, responses)
    return score_counts(Unit(UnitTier.NATIONAL, "KZ", {}), frame, method, counts)


def test_the_method_fits_the_instrument(instrument: Instrument, method: Method) -> None:
    assert find_mismatches(method, instrument) == []


def test_the_items_of_the_example(scores: UnitScores) -> None:
    expected = {"A2.1.a": 2 / 3, "A3.1.a": 1 / 3, "A3.1.a1": 1 / 3, "A3.1.a2": 0, "A3.1.a2.1": 0, "A3.1.a2.2": 0}
    expected |= {"A3.1.a2.3": 0, "A3.1.a3": 1 / 3, "A4.1.a": 1, "C2.1.a": 0.7}
    found = {code: item.score for code, item in scores.items.items() if item.score is not None}
    assert found == pytest.approx(expected)
    below = scores.items["A3.1.a2"]
    assert (below.yes, below.no, below.structural, below.dk, below.missing) == (0, 3, 2, 1, 0)


def test_the_level_of_the_example(scores: UnitScores, method: Method) -> None:
    level = scores.facts.levels["information"]
    assert level.score == pytest.approx((2 / 3 + 1 / 7 + 1) / 3)
    assert (level.low, level.high) == pytest.approx((0.126951, 1), abs=1e-6)
    assert (level.items, f"{level.items} / {level.mapped} = {level.coverage:.2f}") == (9, "9 / 34 = 0.26")
    assert [str(on_hundred(value or 0)) for value in (level.score, level.low)] == ["60.3", "12.7"]
    assert band_of(level.score or 0, method).text["en"] == "adequate"


def test_the_pair_of_sources_of_the_example(scores: UnitScores) -> None:
    combined, gap = scores.combined.levels["information"].score, scores.gap.levels["information"].score
    assert (combined, gap) == pytest.approx((0.6515873, 0.0968254))
    assert [str(on_hundred(value or 0)) for value in (combined, gap)] == ["65.2", "9.7"]


@pytest.mark.parametrize(
    "number", ["9 / 34 = 0.26", "60.3", "0.022392", "0.149641", "3.182446", "0.4762", "12.7", "65.2", "+9.7"]
)
def test_the_text_shows_the_numbers_of_the_example(number: str) -> None:
    assert number in TEXT


@pytest.mark.parametrize(
    "name",
    [
        "item_scores", "dk_shares", "standard_deviations", "agreement", "wilson_interval", "mean_interval",
        "part_scores", "combined_scores", "gaps", "jackknife_interval", "on_hundred", "band_of", "average_units",
        "estimate_unit", "score_counts", "score_round", "as_document", "find_mismatches",
    ],
)  # fmt: skip
def test_the_text_names_the_functions(name: str) -> None:
    assert f"`{name}" in TEXT
