"""Documents read back: whole ones without loss, public ones without what they withhold."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from scoring.document import as_document
from scoring.hiding import Hidden
from scoring.methods import Method
from scoring.public_document import as_public_document
from scoring.reading import read_document
from scoring.results import Family, Measure, RoundScores, UnitTier
from scoring.suppression import find_hidden
from tests.contents import metep
from tests.scoring.rounds import random_round
from tests.scoring.test_suppression import scored


@pytest.fixture
def scores(method: Method) -> RoundScores:
    return scored(metep(), method, random_round(metep(), seed=11, responses=90, institutions=9))


def stored(document: dict[str, Any]) -> dict[str, Any]:
    """As a database gives it back, which keeps no order of keys."""
    return json.loads(json.dumps(document, sort_keys=True))


def test_a_document_reads_back_as_the_scores_it_was_made_from(scores: RoundScores, method: Method) -> None:
    read = read_document(stored(as_document(scores)), metep(), method)
    without_regions = [replace(one, unit=replace(one.unit, region="")) for one in scores.units]
    for mine, theirs in zip(read.units, without_regions, strict=True):
        assert mine == theirs, mine.unit.code
        for measure in Measure:
            assert list(mine.of(measure).parts()) == list(theirs.of(measure).parts()), "in another order"
    assert replace(read, units=scores.units) == scores


def test_a_public_document_says_what_it_withholds(scores: RoundScores, method: Method) -> None:
    hidden = find_hidden(scores, metep(), method)
    document = stored(as_public_document(scores, hidden))
    marked = {(UnitTier(unit["tier"]), unit["code"]): marks_of(unit) for unit in document["units"]}
    assert marked == {key: replace_parts(one, scores.unit(*key)) for key, one in hidden.items()}


def marks_of(unit: dict[str, Any]) -> Hidden:
    """What a document withholds of a unit's items and perceptions."""
    families = {**unit["perceptions"], Family.OVERALL.value: {"": unit["perceptions"]["overall"]}}
    return Hidden(
        {code for code, item in unit["items"].items() if "suppressed" in item},
        {
            (family, code)
            for family in Family
            for code, score in families.get(family, {}).items()
            if "suppressed" in score
        },
    )


def replace_parts(hidden: Any, unit: Any) -> Any:
    """Only what the unit has at all stands in a document."""
    known = {(family, code) for family, code, _score in unit.perceptions.parts()}
    return type(hidden)(hidden.items, hidden.parts & known)


def test_no_withheld_number_stands_in_a_public_document(scores: RoundScores, method: Method) -> None:
    hidden = find_hidden(scores, metep(), method)
    read = read_document(stored(as_public_document(scores, hidden)), metep(), method)
    withheld = 0
    for unit in read.units:
        mine = hidden[unit.unit.tier, unit.unit.code]
        for code in mine.items:
            assert unit.items[code].score is None
            assert unit.items[code].n == 0
            withheld += 1
        for family, code, score in unit.perceptions.parts():
            assert not mine.hides(family, code) or score.score is None
        for scores_of in (unit.combined, unit.gap):
            for family, code, score in scores_of.parts():
                assert not mine.hides(family, code) or score.score is None
    assert withheld


def test_facts_are_all_there(scores: RoundScores, method: Method) -> None:
    read = read_document(stored(as_public_document(scores, find_hidden(scores, metep(), method))), metep(), method)
    assert [one.facts for one in read.units] == [one.facts for one in scores.units]
    assert any(one.unit.tier is UnitTier.INSTITUTION for one in read.units)
