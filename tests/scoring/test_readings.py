"""Ways to read answers that are uncertain or that nothing shows, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from scoring._readings import Reading, read_as, read_unshown_as_no, readings_of
from scoring.formulas import item_scores
from scoring.frame import build_frame
from scoring.methods import Method
from surveys.coding import CODES, Code
from surveys.content import Tier
from tests.scoring.instruments import MIXED


def row(**times: int) -> list[int]:
    names = {"yes": Code.YES, "no": Code.NO, "structural": Code.STRUCTURAL, "dk": Code.DO_NOT_KNOW}
    counts = [0] * CODES
    for name, number in times.items():
        counts[Code.MISSING if name == "missing" else names[name]] = number
    return counts


def test_readings_of_items_worked_by_hand(method: Method) -> None:
    """F1.a: 4 Yes, 3 No, 2 Do not know, 1 empty. F1.a1 below it: of the 4, 2 Yes, 1 No, 1 Do not know.

    F1.b, where Yes is unfavourable: 1 Yes, 1 No, 2 Do not know.
    """
    frame = build_frame(MIXED, method, Tier.NATIONAL)
    answers = np.zeros((len(frame.items), CODES), np.int64)
    answers[frame.places["F1.a"]] = row(yes=4, no=3, dk=2, missing=1)
    answers[frame.places["F1.a1"]] = row(yes=2, no=1, structural=3, dk=3, missing=1)
    answers[frame.places["F1.b"]] = row(yes=1, no=1, dk=2)
    scores = item_scores(readings_of(frame, answers, {}, {"F1.a"}), frame)
    assert scores[frame.places["F1.a"]].tolist() == pytest.approx([4 / 7, 4 / 9, 6 / 9, 4 / 10, 7 / 10, 4 / 7])
    assert scores[frame.places["F1.a1"]].tolist() == pytest.approx([2 / 6, 2 / 9, 5 / 9, 2 / 10, 6 / 10, 0])
    assert scores[frame.places["F1.b"]].tolist() == pytest.approx([1 / 2, 1 / 4, 3 / 4, 1 / 4, 3 / 4, 1 / 2])
    unshown = read_unshown_as_no(frame, answers, ())
    assert unshown[frame.places["F1.a"]].tolist() == row(no=7, dk=2, missing=1)
    assert unshown[frame.places["F1.a1"]].tolist() == row(structural=7, dk=2, missing=1)


def test_what_shows_an_item_shows_those_above_it(method: Method) -> None:
    frame = build_frame(MIXED, method, Tier.NATIONAL)
    answers = np.zeros((len(frame.items), CODES), np.int64)
    answers[frame.places["F1.a"]] = row(yes=5)
    assert read_unshown_as_no(frame, answers, {"F1.a1.1"})[frame.places["F1.a"]].tolist() == row(yes=5)
    assert read_unshown_as_no(frame, answers, {"F1.b"})[frame.places["F1.a"]].tolist() == row(no=5)


def test_what_a_reviewer_settled_needs_no_evidence(method: Method) -> None:
    frame = build_frame(MIXED, method, Tier.NATIONAL)
    answers = np.zeros((len(frame.items), CODES), np.int64)
    answers[frame.places["F1.a"]] = row(yes=1, no=4)
    readings = readings_of(frame, answers, {"F1.a": "yes"}, ())
    assert item_scores(readings, frame)[frame.places["F1.a"]].tolist() == [1.0] * len(Reading)


def test_empty_answers_on_the_scale_are_read_as_its_ends(method: Method) -> None:
    frame = build_frame(MIXED, method, Tier.INSTITUTION)
    answers = np.zeros((len(frame.items), CODES), np.int64)
    for code in ("V2.a", "V2.c"):
        answers[frame.places[code], [Code.MISSING, Code.SCALE_ZERO + 3]] = (1, 1)
    low, high = (item_scores(read_as(frame, answers, [Code.MISSING], is_high), frame) for is_high in (False, True))
    assert (low[frame.places["V2.a"]], high[frame.places["V2.a"]]) == pytest.approx((0.3, 0.8))
    assert (low[frame.places["V2.c"]], high[frame.places["V2.c"]]) == pytest.approx((0.2, 0.7))  # reverse: 1 - mean / 5
