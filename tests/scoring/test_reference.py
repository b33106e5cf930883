"""Two implementations of the method, written apart from each other, agree on rounds made at random."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.document import as_document, score_round
from scoring.methods import DoNotKnow, Method, Structural, Weights
from surveys.content import Instrument
from tests.contents import metep, standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.reference import Choices, RawRound, Reference
from tests.scoring.rounds import differences, measured, random_round, regions, round_facts


def disagreements(instrument: Instrument, survey: RawRound, choices: Choices) -> Iterator[str]:
    """Every difference between the application's document and the reference's."""
    units = list(measured(instrument, survey))
    scores = score_round(instrument, method_of(choices), round_facts(survey), units, regions(survey), survey.validated)
    ours = {(unit.pop("tier"), unit.pop("code")): unit for unit in as_document(scores)["units"]}
    theirs: dict[Any, Any] = Reference(instrument, survey, choices).units()
    assert ours.keys() == theirs.keys()
    for unit in ours.values():
        del unit["name"]
    for document in theirs.values():
        if not document["facts"].get("profiles"):
            document["facts"].pop("profiles", None)
    for key, document in ours.items():
        yield from differences(document, theirs[key], "/".join(key))


def method_of(choices: Choices) -> Method:
    return dataclasses.replace(
        standard_method(),
        structural=Structural(choices.structural),
        do_not_know=DoNotKnow(choices.do_not_know),
        combined_weights=Weights(choices.facts_weight, choices.perceptions_weight),
        areas=choices.areas,
    )


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**32),
    responses=st.integers(0, 24),
    institutions=st.integers(0, 5),
    choices=st.builds(
        Choices,
        structural=st.sampled_from(["zero", "left_out"]),
        do_not_know=st.sampled_from(["left_out", "no"]),
        facts_weight=st.sampled_from([1, 3, 0]),
        perceptions_weight=st.sampled_from([1, 0.5]),
    ),
)
def test_the_application_agrees_with_the_reference(
    seed: int, responses: int, institutions: int, choices: Choices
) -> None:
    survey = random_round(MIXED, seed, responses, institutions)
    assert list(disagreements(MIXED, survey, choices)) == []


@pytest.mark.parametrize(("seed", "responses", "institutions"), [(1, 60, 4), (2, 12, 6), (3, 2, 1)])
def test_the_application_agrees_with_the_reference_on_the_real_instrument(
    seed: int, responses: int, institutions: int
) -> None:
    instrument = metep()
    survey = random_round(instrument, seed, responses, institutions)
    assert list(disagreements(instrument, survey, Choices())) == []
