"""Two rounds of one instrument: the later one asks another version."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from surveys.content import read_instrument
from surveys.lifecycle import add_submitted
from surveys.models import Institution, InstrumentVersion, Round
from surveys.publishing import load
from tests.answering import random_response
from tests.contents import SMALL
from tests.surveys.importing import copy_round


@pytest.fixture
def second_version(version: InstrumentVersion) -> InstrumentVersion:
    """One item has a new code and another meaning."""
    toml = SMALL.read_text("utf-8").replace('version = "1"', 'version = "2"')
    toml = toml.replace('code = "P1.1.a"\n', 'code = "P1.1.other"\nreplaces = "P1.1.a"\n')
    return load(read_instrument(toml))[0]


def answer(survey_round: Round, number: int, seed: int, **values: str) -> None:
    """So many random responses in which the given items (underscores for dots) have these answers."""
    chance = random.Random(seed)
    fixed = {code.replace("_", "."): value for code, value in values.items()}
    units = [None, *survey_round.institutions.all()]
    responses = [random_response(survey_round, chance, institution=chance.choice(units)) for _ in range(number)]
    for response in responses:
        response.answers |= fixed
        if survey_round.version.version == "2":  # the random answers are to the first version
            response.answers = {code: value for code, value in response.answers.items() if code != "P1.1.a"}
    add_submitted(responses)


@pytest.fixture
def earlier(survey_round: Round, institution: Institution) -> Round:
    """Where nobody reports a law."""
    Round.objects.filter(pk=survey_round.pk).update(opens_at=datetime(2024, 3, 1, tzinfo=UTC))
    survey_round.refresh_from_db()
    answer(survey_round, 60, seed=1, F1_1_a="no", P1_2_a_info="1")
    return survey_round


@pytest.fixture
def later(earlier: Round, second_version: InstrumentVersion) -> Round:
    """Where everybody does."""
    copied = copy_round(earlier, "r2")
    copied.version, copied.opens_at = second_version, datetime(2025, 3, 1, tzinfo=UTC)
    copied.save()
    answer(copied, 60, seed=2, F1_1_a="yes", P1_2_a_info="4")
    return copied
