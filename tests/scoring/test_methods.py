from __future__ import annotations

import dataclasses

import pytest

from scoring.methods import BrokenMethod, DoNotKnow, Structural, Weights, find_mismatches, read_method
from surveys.content import LANGUAGES
from tests.contents import METHOD_FILE, standard_method
from tests.scoring.instruments import MIXED

FILE = METHOD_FILE.read_text("utf-8")


def test_the_first_version_is_read_from_its_file() -> None:
    method = standard_method()
    assert method.code == "metep-2014/1"
    assert method.areas == ("legal", "organisational", "channels")
    assert (method.structural, method.do_not_know) == (Structural.ZERO, DoNotKnow.LEFT_OUT)
    assert (method.weight_by_participants, method.suppression_threshold) == (False, 5)
    assert method.combined_weights == Weights(1.0, 1.0)
    assert (method.confidence, method.groups) == (0.95, 20)
    assert [band.low for band in method.bands] == [0, 0.1, 0.3, 0.5, 0.7, 0.9]
    assert all(set(band.text) == set(LANGUAGES) for band in method.bands)
    assert find_mismatches(method, MIXED) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('code = "metep-2014/1"', "", "method lacks code."),
        ('code = "metep-2014/1"', "code = 1", "method: code must be text, not 1."),
        ('code = "metep-2014/1"', 'code = "metep"', "metep: code must be scheme/version."),
        ('title.en = "METEP 2014 scoring method, version 1"', "", "metep-2014/1: title lacks en."),
        (
            'areas = ["legal", "organisational", "channels"]',
            "areas = [1]",
            "metep-2014/1: areas 1 must be text, not 1.",
        ),
        (
            'areas = ["legal", "organisational", "channels"]',
            'areas = ["legal", "legal"]',
            "metep-2014/1: areas must name each area once, and at least one.",
        ),
        (
            'structural = "zero"',
            'structural = "none"',
            "metep-2014/1: structural must be one of zero, left_out, not 'none'.",
        ),
        (
            'do_not_know = "left_out"',
            'do_not_know = "yes"',
            "metep-2014/1: do_not_know must be one of left_out, no, not 'yes'.",
        ),
        (
            "weight_by_participants = false",
            "weight_by_participants = 0",
            "metep-2014/1: weight_by_participants must be true or false, not 0.",
        ),
        (
            "combined_weights.facts = 1",
            "combined_weights.facts = -1",
            "metep-2014/1: combined_weights must not be negative, nor both zero.",
        ),
        ("combined_weights.facts = 1", "", "metep-2014/1: combined_weights lacks facts."),
        (
            "combined_weights.facts = 1",
            "combined_weights.fact = 1",
            "metep-2014/1: combined_weights has an unknown key fact.",
        ),
        (
            "suppression_threshold = 5",
            "suppression_threshold = 0",
            "metep-2014/1: suppression_threshold must be 1 or more.",
        ),
        (
            "suppression_threshold = 5",
            "suppression_threshold = true",
            "metep-2014/1: suppression_threshold must be a whole number, not True.",
        ),
        ("confidence = 0.95", "confidence = 95", "metep-2014/1: confidence must lie between 0 and 1."),
        (
            "groups = 20",
            "groups = 1",
            "metep-2014/1: groups must be 2 or more and divide 20, in which responses are stored.",
        ),
        (
            "groups = 20",
            "groups = 7",
            "metep-2014/1: groups must be 2 or more and divide 20, in which responses are stored.",
        ),
        ("groups = 20", "groups = 20\ngroup = 20", "metep-2014/1 has an unknown key group."),
        ("low = 0.3", "low = 0.6", "metep-2014/1: bands must begin at 0 and rise, up to 1 at most."),
        ("low = 0.3", "", "metep-2014/1: bands 3 lacks low."),
        ("value = 5", "value = 6", "metep-2014/1: bands must have the values 0 to 5, in this order."),
        ('text.ru = "слабо"', 'text.ru = " "', "metep-2014/1: band 2 lacks ru."),
    ],
)
def test_each_defect_is_told(old: str, new: str, problem: str) -> None:
    assert FILE.count(old) == 1
    with pytest.raises(BrokenMethod) as caught:
        read_method(FILE.replace(old, new))
    assert problem in caught.value.problems


def test_all_defects_are_told_at_once() -> None:
    broken = FILE.replace("groups = 20", "").replace('structural = "zero"', "structural = 0").replace("low = 0.9", "")
    with pytest.raises(BrokenMethod) as caught:
        read_method(broken)
    assert caught.value.problems == [
        "metep-2014/1: structural must be one of zero, left_out, not 0.",
        "metep-2014/1 lacks groups.",
        "metep-2014/1: bands 6 lacks low.",
    ]


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(BrokenMethod, match="This is not a TOML file"):
        read_method("code = ")


def test_a_method_that_does_not_cross_an_area_cannot_score_its_items() -> None:
    method = dataclasses.replace(standard_method(), areas=("legal", "channels"))
    assert [(item.code, item.area) for item in find_mismatches(method, MIXED)] == [
        ("F2.a", "organisational"),
        ("F2.a1", "organisational"),
        ("V2.a", "organisational"),
    ]
