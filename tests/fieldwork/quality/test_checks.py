"""Each check alone, on plain values: what it finds, what it leaves alone, of how many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest

from fieldwork.quality.checks.blank import count_answered, find_blank_parts
from fieldwork.quality.checks.contradictions import find_answers_under_no, find_described_no
from fieldwork.quality.checks.dates import find_turned_periods
from fieldwork.quality.checks.evidence import find_yes_without_evidence
from fieldwork.quality.checks.percentages import find_impossible_percentages
from fieldwork.quality.checks.practice import find_broken_implications
from fieldwork.quality.checks.same_answers import find_same_answers
from fieldwork.quality.checks.speed import find_too_fast
from fieldwork.quality.checks.straight_lines import find_straight_lines, measure
from fieldwork.quality.values import Chunk, Frame
from surveys.coding import Code, Coder
from tests.contents import metep

METEP = metep()
FRAME = Frame(METEP)
CODER = Coder(METEP)
SECTIONS = [section.code for section in METEP.sections]
RATED = [FRAME.codes[place] for place in FRAME.perceptions]


def chunk_of(
    *answers: Mapping[str, Any], pace: float = np.nan, shown: frozenset[str] = frozenset(), sections: Any = SECTIONS
) -> Chunk:
    coded = [np.frombuffer(CODER.code(one, sections, True).data, np.uint8) for one in answers]
    return Chunk(
        [UUID(int=number) for number in range(len(answers))],
        [1] * len(answers),
        np.array(coded),
        list(answers),
        np.full(len(answers), pace),
        [shown] * len(answers),
    )


def ratings(points: str) -> dict[str, str]:
    """The first ratings of the questionnaire; a dot leaves one out."""
    return {code: point for code, point in zip(RATED, points, strict=False) if point != "."}


def test_a_blank_section_is_named_once_and_blank_chapters_of_others_each() -> None:
    facts = {"A1.1.a": "yes", "A2.1.a": "no", "A3.1.a": "no", "A4.1.a": "no"}
    found = find_blank_parts(FRAME, chunk_of(facts | ratings("3"), sections=["A", "C"])).found
    assert [one.details["parts"] for one in found] == ["C2, C3, C4"]
    assert find_blank_parts(FRAME, chunk_of(facts, sections=["A"])).found == []
    assert [one.details["parts"] for one in find_blank_parts(FRAME, chunk_of({}, sections=["A", "C"])).found] == [
        "A, C"
    ]


def test_optional_sections_and_sections_not_asked_are_no_gap() -> None:
    assert find_blank_parts(FRAME, chunk_of({}, sections=["D"])).found == []
    assert count_answered(FRAME, chunk_of({"A1.1.a": "yes"}, {})) == {"A": 1, "B": 0, "C": 0}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"A4.1.a": "no", "A4.1.a1": "yes"}, "A4.1.a1"),
        ({"A4.1.a1": "yes"}, "A4.1.a1"),  # its parent was left blank
        ({"A4.1.a": "yes", "A4.1.a7": "no", "A4.1.a7.count": 3}, "A4.1.a7.count"),
        ({"A4.1.a": "yes", "A4.1.a1": "yes"}, None),
        ({"A4.1.a": "no", "A4.1.a1": "no"}, None),  # No under No says nothing new
        ({"A4.1.a": "dk", "A4.1.a1": "yes"}, None),
    ],
)
def test_answers_under_a_no_or_a_blank_are_contradictions(answers: dict[str, Any], expected: str | None) -> None:
    found = find_answers_under_no(FRAME, chunk_of(answers)).found
    assert [one.item for one in found] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("answers", "is_found"),
    [
        ({"A2.1.a": "no", "A2.1.b": "no", "A2.1.details": "x"}, True),
        ({"A2.1.a": "no", "A2.1.b": "yes", "A2.1.details": "x"}, False),
        ({"A2.1.a": "no", "A2.1.b": "dk", "A2.1.details": "x"}, False),
        ({"A2.1.details": "x"}, False),
        ({"A2.1.a": "no"}, False),
    ],
)
def test_words_where_everything_is_no_are_told(answers: dict[str, Any], is_found: bool) -> None:
    assert bool(find_described_no(FRAME, chunk_of(answers)).found) is is_found


@pytest.mark.parametrize(
    ("points", "is_found"),
    [
        ("3" * 8, True),
        ("3" * 7, False),  # too few to say anything
        ("3333.3333", True),  # what was left out does not break a run
        ("12345012" + "4" * 8, True),  # half of sixteen
        ("123450123" + "4" * 8, False),  # less than half of seventeen
        ("3333333133333331333333", True),  # runs of seven, but 20 of 22
        ("33333331" * 5, False),  # seven in eight
        ("0123450123450123", False),
    ],
)
def test_straight_lines(points: str, is_found: bool) -> None:
    assert bool(find_straight_lines(FRAME, chunk_of(ratings(points))).found) is is_found


def test_runs_are_measured_row_by_row() -> None:
    table = np.array([[6, 6, 7, 7, 7], [1, 8, 1, 8, 0], [1, 1, 1, 1, 1]], np.uint8)
    answered, run, most = measure(table)
    assert (answered.tolist(), run.tolist(), most.tolist()) == ([5, 2, 0], [3, 2, 0], [3, 2, 0])


@pytest.mark.parametrize(
    ("points", "pace", "base", "is_found"),
    [
        ("0123450123", 1.9, 1, True),
        ("0123450123", 2.0, 1, False),
        ("0123450123", np.nan, 0, False),
        ("012345012", 0.5, 0, False),
    ],
)
def test_a_pace_under_two_seconds_is_told(points: str, pace: float, base: int, is_found: bool) -> None:
    looked = find_too_fast(FRAME, chunk_of(ratings(points), pace=pace))
    assert (looked.base, bool(looked.found)) == (base, is_found)


@pytest.mark.parametrize(
    ("answers", "base", "is_found"),
    [
        ({"A4.4.b": 50, "A4.4.f": 70, "A4.4.g": 65}, 1, True),  # town and village both above the whole
        ({"A4.4.b": 90, "A4.4.f": 70, "A4.4.g": 50.5}, 1, True),  # both below
        ({"A4.4.b": 78, "A4.4.f": 70, "A4.4.g": 50}, 1, False),  # within the tolerance
        ({"A4.4.b": 60, "A4.4.f": 70, "A4.4.g": 50}, 1, False),
        ({"A4.4.b": 90, "A4.4.f": 70}, 0, False),
        ({"B1.3.c3": 80, "B1.3.c2": 79}, 1, True),
        ({"B1.3.c3": 79, "B1.3.c2": 79}, 1, False),
    ],
)
def test_percentages_that_cannot_be(answers: dict[str, Any], base: int, is_found: bool) -> None:
    looked = find_impossible_percentages(FRAME, chunk_of(answers))
    assert (looked.base, bool(looked.found)) == (base, is_found)


@pytest.mark.parametrize(
    ("start", "end", "is_found"),
    [
        ("2026-05-02", "2026-05-01", True),
        ("2026-05-01", "2026-05-01", False),
        ("2026-05-01", "ongoing", False),
        (None, "2026-05-01", False),
        ("2026-05-01", None, False),
    ],
)
def test_an_end_before_the_start_is_found_in_entries(start: str | None, end: str | None, is_found: bool) -> None:
    given = {"D1.1.name": "x", "D1.1.start": start, "D1.1.end": end}
    entry = {code: value for code, value in given.items() if value}
    looked = find_turned_periods(FRAME, chunk_of({"D1.1": [{"D1.1.name": "y"}, entry]}, {}))
    assert looked.base == 1
    assert [one.details["number"] for one in looked.found] == ([2] if is_found else [])


def test_yes_without_evidence_is_one_finding_for_each_response() -> None:
    answers = {"A1.1.a": "yes", "A1.1.b": "yes", "A1.1.c": "no"}
    looked = find_yes_without_evidence(FRAME, chunk_of(answers, {}, shown=frozenset(["A1.1.a"])))
    assert [(one.item, one.details["number"], one.details["yes"]) for one in looked.found] == [("A1.1.b", 1, 2)]
    assert (looked.base, dict(looked.extra)) == (1, {"yes": 2, "shown": 1})


@pytest.mark.parametrize(
    ("verdicts", "base", "units"),
    [
        ({(None, "A1.1.c"): True, (1, "B1.1.a"): False, (2, "B1.1.a"): True}, 2, [1]),
        ({(None, "A1.1.c"): False, (1, "B1.1.a"): False}, 1, []),
        ({(None, "A1.1.c"): True}, 0, []),
        ({(1, "B1.1.a13"): True, (None, "A4.1.a13"): False}, 1, [1]),
    ],
)
def test_the_country_is_held_against_its_institutions(verdicts: Any, base: int, units: list[int]) -> None:
    looked = find_broken_implications(FRAME, verdicts, [1, 2])
    assert (looked.base, [one.institution for one in looked.found]) == (base, units)


@pytest.mark.parametrize(
    ("points", "seconds", "is_found"),
    [
        ("01234501234501234501", 60, True),
        ("01234501234501234501", 601, False),
        ("0123450123450123450", 60, False),  # nineteen
        ("01010101010101010101", 60, False),  # two points only
    ],
)
def test_the_same_ratings_within_minutes(points: str, seconds: float, is_found: bool) -> None:
    vector = bytes(Code.SCALE_ZERO + int(point) for point in points) + bytes([Code.MISSING])
    assert bool(find_same_answers([(uuid4(), uuid4(), seconds, vector)], 2).found) is is_found
