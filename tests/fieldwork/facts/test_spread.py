"""The spread of answers against a plain count; which facts are suggested, and in which order."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fieldwork.facts.facts import Fact, Facts
from fieldwork.facts.spread import Answers, spread_of
from fieldwork.facts.suggestions import find_suggestions, read_key
from fieldwork.models import Card, CardState, Cause
from surveys.coding import CODES, Code
from surveys.lifecycle import add_submitted, exclude, give_back
from surveys.models import Evidence, Institution, Round, Validation
from tests.answering import random_response
from tests.fieldwork.reviewing import make_response


def test_the_spread_is_a_plain_count() -> None:
    chance = random.Random(1)
    rows = [(chance.randrange(4), bytes(chance.randrange(12) for _ in range(5))) for _ in range(300)]
    keys = [11, 12, 13]  # a round has these; the fourth left it
    said: dict[int | None, Any] = {key: np.zeros((5, CODES), np.int64) for key in (None, *keys, 14)}
    for unit, data in rows:
        for place, code in enumerate(data):
            said[None][place, code] += 1
            said[11 + unit][place, code] += 1
    columns = [0, 2, 4]
    spread = spread_of(said, keys, columns)
    counted = Counter((unit, column, data[column]) for unit, data in rows for column in columns)
    for unit in range(4):
        for place, column in enumerate(columns):
            expected = Answers(*(counted[unit, column, code] for code in (Code.YES, Code.NO, Code.DO_NOT_KNOW)))
            assert spread.of_institution(unit, place) == expected
    assert spread.of_country(1).yes == sum(counted[unit, 2, Code.YES] for unit in range(4))


def test_where_nobody_answered_nothing_is_spread() -> None:
    spread = spread_of({}, [11], [0, 1])
    assert spread.of_country(0) == spread.of_institution(0, 1) == Answers(0, 0, 0)


@pytest.mark.parametrize(
    ("answers", "differ", "evenness"),
    [
        (Answers(0, 0, 0), False, 0),
        (Answers(3, 0, 5), False, 0),
        (Answers(0, 2, 0), False, 0),
        (Answers(1, 1, 9), True, 0.5),
        (Answers(3, 1, 0), True, 0.25),
    ],
)
def test_who_does_not_know_disagrees_with_nobody(answers: Answers, differ: bool, evenness: float) -> None:
    assert (answers.differ, answers.evenness) == (differ, evenness)


def answer(survey_round: Round, institution: Institution | None, **values: str) -> None:
    make_response(survey_round, institution, {code.replace("_", "."): value for code, value in values.items()})


@pytest.fixture
def second(survey_round: Round) -> Institution:
    made = Institution.objects.create(code="I2", country="KZ", name_kk="Екінші", name_ru="Второе", name_en="Second")
    survey_round.institutions.add(made)
    return made


def found(survey_round: Round) -> list[tuple[str, str | None, str]]:
    suggested = find_suggestions(Facts(survey_round), {})
    return [(one.fact.item, one.unit.code if one.unit else None, one.cause.value) for one in suggested]


def test_disagreements_come_first_the_evenest_before_the_others(
    survey_round: Round, institution: Institution, second: Institution
) -> None:
    answer(survey_round, institution, F1_1_a="yes", F1_1_b="yes", F1_1_c="yes", F2_1_a="yes")
    answer(survey_round, second, F1_1_a="yes", F1_1_b="no", F1_1_c="yes", F2_1_a="no")
    answer(survey_round, institution, F1_1_a="no", F1_1_c="dk", F2_1_a="no")
    assert found(survey_round) == [
        ("F1.1.b", None, "disagreement"),
        ("F2.1.a", "I1", "disagreement"),
        ("F1.1.a", None, "disagreement"),
        ("F1.1.c", None, "no_evidence"),
    ]


def test_a_yes_with_evidence_is_not_suggested(survey_round: Round, institution: Institution) -> None:
    response = make_response(survey_round, institution)
    assert {item for item, _unit, _cause in found(survey_round)} == {"F1.1.a", "F1.1.b", "F2.1.a"}
    Evidence.objects.create(response=response, items=["F1.1.a", "F2.1.a"], url="https://example.org")
    assert {item for item, _unit, _cause in found(survey_round)} == {"F1.1.b"}


def test_evidence_of_an_excluded_response_shows_nothing(survey_round: Round, institution: Institution) -> None:
    make_response(survey_round, institution)
    other = make_response(survey_round, institution)
    Evidence.objects.create(response=other, items=["F1.1.a"], url="https://example.org")
    exclude(other, "A test.")
    assert "F1.1.a" in {item for item, _unit, _cause in found(survey_round)}


@pytest.mark.parametrize("state", CardState.values)
def test_a_fact_with_a_card_is_not_suggested_again(survey_round: Round, institution: Institution, state: str) -> None:
    make_response(survey_round, institution)
    Card.objects.create(round=survey_round, item="F1.1.a", cause=Cause.QUESTION, state=state, outcome="x")
    assert "F1.1.a" not in {item for item, _unit, _cause in found(survey_round)}


def test_a_settled_fact_is_not_suggested(survey_round: Round, institution: Institution) -> None:
    make_response(survey_round, institution)
    Validation.objects.create(round=survey_round, institution=institution, item="F2.1.a", value="yes", reason="x")
    assert "F2.1.a" not in {item for item, _unit, _cause in found(survey_round)}


def test_the_counts_are_read_once_until_what_counts_changes(survey_round: Round, institution: Institution) -> None:
    first = make_response(survey_round, institution)
    fact = Fact("F1.1.a", None)
    assert Facts(survey_round).answers(fact) == Answers(1, 0, 0)
    with CaptureQueriesContext(connection) as queries:
        facts = Facts(survey_round)
        facts.answers(fact)
    assert not any('"surveys_codedresponse"."data"' in query["sql"] for query in queries)
    add_submitted([random_response(survey_round, random.Random(1), answers={"F1.1.a": "no"})])
    assert Facts(survey_round).answers(fact) == Answers(1, 1, 0)
    give_back(first, None, "Look again.")
    assert Facts(survey_round).answers(fact) == Answers(0, 1, 0)


def test_an_institution_that_left_the_round_counts_for_the_country_only(
    survey_round: Round, institution: Institution
) -> None:
    make_response(survey_round, institution)
    survey_round.institutions.clear()
    facts = Facts(survey_round)
    assert facts.answers(Fact("F1.1.a", None)) == Answers(1, 0, 0)
    assert not facts.is_about(Fact("F2.1.a", institution.pk))


@pytest.mark.parametrize(
    ("key", "fact"),
    [
        (":F1.1.a", Fact("F1.1.a", None)),
        ("12:F2.1.a", Fact("F2.1.a", 12)),
        ("", None),
        ("F1.1.a", None),
        ("x:F1.1.a", None),
        ("-1:F1.1.a", None),
        ("²:F1.1.a", None),
        ("9" * 40 + ":F1.1.a", None),
        ("12:", None),
    ],
)
def test_keys_of_facts_are_read_and_nonsense_is_not(key: str, fact: Fact | None) -> None:
    assert read_key(key) == fact
