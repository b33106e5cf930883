"""Responses by the handful, for what scoring does with the database."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from scoring.methods import Method
from surveys.lifecycle import add_submitted
from surveys.models import Institution, Response, Round
from tests.answering import random_response
from tests.contents import standard_method

MakeResponses = Callable[..., list[Response]]


@pytest.fixture(scope="session")
def method() -> Method:
    return standard_method()


@pytest.fixture
def make_responses(survey_round: Round, institution: Institution) -> MakeResponses:
    """Submits that many responses, for the institution or for none."""

    def make(number: int, seed: int = 1, **fields: Any) -> list[Response]:
        chance = random.Random(seed)
        units = (institution, None)
        return add_submitted(
            random_response(survey_round, chance, **({"institution": chance.choice(units)} | fields))
            for _ in range(number)
        )

    return make
