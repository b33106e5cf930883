"""An analyst, and a round with responses to look at."""

from __future__ import annotations

import random

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from metep.models import User
from surveys.lifecycle import add_submitted
from surveys.models import Institution, Round
from tests.answering import random_response


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
    units = (None, institution)
    add_submitted(
        random_response(survey_round, chance, institution=units[number % 2], language=chance.choice(["kk", "ru"]))
        for number in range(80)
    )
    return survey_round
