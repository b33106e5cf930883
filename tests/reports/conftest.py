"""An analyst, and a round with responses to look at."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from metep.models import User
from surveys.models import Institution, Response, ResponseState, Round
from surveys.saving import add_submitted


@pytest.fixture
def analyst(analysts: Group) -> User:
    user = User.objects.create_user("analyst@example.org", "a long enough password")
    user.groups.add(analysts)
    return user


@pytest.fixture
def analysts_client(analyst: User) -> Client:
    client = Client()
    client.force_login(analyst)
    return client


@pytest.fixture
def answered_round(survey_round: Round, institution: Institution) -> Round:
    """Eighty responses with random answers, half of them for the institution."""
    chance = random.Random(7)
    add_submitted(
        Response(
            id=UUID(int=chance.getrandbits(128)),
            round=survey_round,
            institution=institution if number % 2 else None,
            language=chance.choice(["kk", "ru"]),
            sections=survey_round.sections,
            answers=_answers(chance),
            state=ResponseState.SUBMITTED,
            submitted_at=timezone.now(),
        )
        for number in range(80)
    )
    return survey_round


def _answers(chance: random.Random) -> dict[str, str]:
    facts = {code: chance.choice(["yes", "yes", "no", "dk"]) for code in ("F1.1.a", "F1.1.b", "F1.1.c", "F2.1.a")}
    points = {code: chance.choice("012345") for code in ("P1.1.a", "P1.2.a.info", "P1.2.a.consult", "P1.3.a")}
    return facts | points
