"""Numbers that respondents gave are summed up for the unit they speak about."""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.context import read_numbers
from scoring.folding import fold
from scoring.models import Tally
from scoring.recounting import recount
from scoring.results import Unit, UnitTier
from surveys.content import Instrument, Tier
from surveys.counting import start_counting
from surveys.lifecycle import exclude
from surveys.models import CodedResponse, Institution, Response, ResponseState, Round

NATION = Unit(UnitTier.NATIONAL, "KZ", {})
FIRST = Unit(UnitTier.INSTITUTION, "I1", {})
REGION = Unit(UnitTier.SUBNATIONAL, "KZ-X1", {})


@pytest.fixture
def second(survey_round: Round) -> Institution:
    body = Institution.objects.create(code="I2", country="KZ", name_kk="Екінші", name_ru="Второе", name_en="Second")
    survey_round.institutions.add(body)
    return body


def answer(survey_round: Round, institution: Institution | None = None, **more: Any) -> None:
    answers = {code.replace("_", "."): value for code, value in more.pop("answers").items()}
    response = Response.objects.create(
        round=survey_round,
        institution=institution,
        language="kk",
        answers=answers,
        submitted_at=timezone.now(),
        **({"sections": survey_round.sections, "state": ResponseState.SUBMITTED} | more),
    )
    if response.state == ResponseState.SUBMITTED:
        start_counting([response])
    fold(survey_round)


def found(survey_round: Round, instrument: Instrument, unit: Unit, tier: Tier) -> list[tuple[Any, ...]]:
    numbers = read_numbers(survey_round, instrument, unit, tier)
    return [(one.item.code, one.n, one.median, one.minimum, one.maximum) for one in numbers]


def test_median_and_bounds_of_what_was_answered(survey_round: Round, small: Instrument) -> None:
    for share in (10, 30, 95.5, 20):
        answer(survey_round, answers={"F1.1.share": share})
    assert found(survey_round, small, NATION, Tier.NATIONAL) == [("F1.1.share", 4, 25.0, 10.0, 95.5)]


@pytest.mark.parametrize(
    "response",
    [
        {"answers": {}},
        {"answers": {"F1.1.share": None}},
        {"answers": {"F1.1.share": "20"}},  # words are no number
        {"answers": {"F1.1.share": 20}, "state": ResponseState.DRAFT},
        {"answers": {"F1.1.share": 20}, "sections": ["P"]},  # not asked
    ],
    ids=["absent", "empty", "words", "draft", "not asked"],
)
def test_what_does_not_count_is_left_out(survey_round: Round, small: Instrument, response: dict[str, Any]) -> None:
    answer(survey_round, **response)
    assert found(survey_round, small, NATION, Tier.NATIONAL) == []


def test_what_ceases_to_count_is_taken_out(survey_round: Round, small: Instrument) -> None:
    for share in (10, 30, 30):
        answer(survey_round, answers={"F1.1.share": share})
    for response in Response.objects.filter(answers={"F1.1.share": 30}):
        Response.objects.filter(pk=response.pk).update(answers={})  # taken out as it was put in, whatever it says now
        exclude(Response.objects.get(pk=response.pk), "A test.")
    fold(survey_round)
    assert found(survey_round, small, NATION, Tier.NATIONAL) == [("F1.1.share", 1, 10.0, 10.0, 10.0)]


@pytest.mark.parametrize("values", [[5], [5, 7], [1, 1, 9], [1, 2, 2, 8], [0.5, 99.5, 3, 3, 4.25, 70]])
def test_the_median_is_that_of_the_numbers(survey_round: Round, small: Instrument, values: list[float]) -> None:
    for value in values:
        answer(survey_round, answers={"F1.1.share": value})
    [(_code, n, middle, least, most)] = found(survey_round, small, NATION, Tier.NATIONAL)
    assert (n, middle, least, most) == (len(values), median(values), min(values), max(values))


@pytest.mark.django_db(transaction=True)
def test_a_recount_finds_the_same_numbers(
    survey_round: Round, small: Instrument, institution: Institution, second: Institution
) -> None:
    for body, value in ((institution, 3), (institution, 4), (second, 8), (None, 5)):
        answer(survey_round, body, answers={"F2.1.a": "yes", "F2.1.a.count": value, "F1.1.share": value})
    units = ((NATION, Tier.NATIONAL), (NATION, Tier.INSTITUTION), (FIRST, Tier.INSTITUTION))
    folded = [found(survey_round, small, *unit) for unit in units]
    CodedResponse.objects.update(numbers=b"")  # as they stand before the first recount of a site that was updated
    Tally.objects.update(numbers=b"")
    assert recount(survey_round).recoded == 4
    assert [found(survey_round, small, *unit) for unit in units] == folded
    assert recount(survey_round).recoded == 0


@pytest.mark.parametrize(("above", "n"), [("yes", 1), ("no", 0), ("dk", 0), (None, 0)])
def test_a_number_counts_only_when_the_item_above_is_yes(
    survey_round: Round, small: Instrument, institution: Institution, above: str | None, n: int
) -> None:
    answer(survey_round, institution, answers={"F2.1.a": above, "F2.1.a.count": 3})
    assert [row[1] for row in found(survey_round, small, FIRST, Tier.INSTITUTION)] == [1] * n


@pytest.mark.parametrize(("unit", "n"), [(FIRST, 1), (REGION, 1), (NATION, 2)])
def test_numbers_about_institutions_are_those_of_the_unit(
    survey_round: Round, small: Instrument, institution: Institution, second: Institution, unit: Unit, n: int
) -> None:
    for body in (institution, second, None):
        answer(survey_round, body, answers={"F2.1.a": "yes", "F2.1.a.count": 3})
    assert [row[1] for row in found(survey_round, small, unit, Tier.INSTITUTION)] == [n]


def test_one_query_reads_all_items(survey_round: Round, small: Instrument) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read_numbers(survey_round, small, NATION, Tier.NATIONAL)
    assert len(queries) == 1
