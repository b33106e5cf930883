"""A respondent who has begun to answer."""

from __future__ import annotations

import pytest

from surveys.models import Round
from tests.surveys.respondents import Respondent


@pytest.fixture
def respondent(survey_round: Round) -> Respondent:
    """Answers for the institution, in English, every section asked."""
    return Respondent.begin()
