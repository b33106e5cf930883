"""Responses by the handful, for what scoring does with the database."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from surveys.models import Institution, Response, ResponseState, Round
from surveys.saving import add_submitted

MakeResponses = Callable[..., list[Response]]


@pytest.fixture
def make_responses(survey_round: Round, institution: Institution) -> MakeResponses:
    """Submits that many responses with random answers, the same for the same seed."""

    def make(number: int, seed: int = 1, **fields: Any) -> list[Response]:
        chance = random.Random(seed)
        responses = add_submitted(
            Response(
                id=UUID(int=chance.getrandbits(128)),
                round=survey_round,
                institution=chance.choice([institution, None]),
                language="kk",
                sections=survey_round.sections,
                answers=_answers(chance),
                state=ResponseState.SUBMITTED,
                **({"submitted_at": timezone.now()} | fields),
            )
            for _ in range(number)
        )
        return responses

    return make


def _answers(chance: random.Random) -> dict[str, str]:
    facts = {code: chance.choice(["yes", "no", "dk", ""]) for code in ("F1.1.a", "F1.1.b", "F1.1.c", "F2.1.a")}
    points = {code: chance.choice("012345") for code in ("P1.1.a", "P1.2.a.info", "P1.2.a.consult", "P1.3.a")}
    return {code: value for code, value in (facts | points).items() if value}
