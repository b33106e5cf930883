"""A round in which one group says Yes more often, and one item is understood otherwise in one language."""

from __future__ import annotations

import random

import pytest

from scoring.folding import fold
from surveys.lifecycle import add_submitted
from surveys.models import Institution, Mode, Region, Response, Round
from tests.answering import random_response

CONTESTED, SHIFTED = "F1.1.a", "P1.1.a"


@pytest.fixture
def bodies(survey_round: Round, institution: Institution) -> list[Institution]:
    """A ministry, and a body of another region and another kind."""
    Institution.objects.filter(pk=institution.pk).update(kind="ministry")
    region = Region.objects.create(country="KZ", code="KZ-X2", name_kk="Екінші", name_ru="Второй", name_en="Second")
    other = Institution.objects.create(
        code="I2", country="KZ", kind="akimat", region=region, name_kk="2", name_ru="2", name_en="2"
    )
    survey_round.institutions.add(other)
    return [institution, other]


@pytest.fixture
def responses(survey_round: Round, bodies: list[Institution]) -> list[Response]:
    """Three hundred responses: state bodies say Yes to one item, others No; Kazakh answers to another are higher."""
    chance = random.Random(5)
    made = []
    for number in range(300):
        kind, language = ("state", "ngo", "education")[number % 3], ("kk", "ru")[number // 3 % 2]
        mode = chance.choice((Mode.INDIVIDUAL, Mode.PAPER))
        response = random_response(
            survey_round,
            chance,
            institution=(*bodies, None)[number // 6 % 3],
            language=language,
            mode=mode,
            profile={"organisation_type": kind},
        )
        yes = 0.9 if kind == "state" else 0.3
        response.answers[CONTESTED] = "yes" if chance.random() < yes else "no"
        response.answers[SHIFTED] = chance.choice("345" if language == "kk" else "123")
        made.append(response)
    submitted = add_submitted(made)
    fold(survey_round)
    return submitted


@pytest.fixture
def telling_round(survey_round: Round, responses: list[Response]) -> Round:
    """The round of these responses."""
    return survey_round
