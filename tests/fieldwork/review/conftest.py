"""What a reviewer may look at; tasks are done at once."""

from __future__ import annotations

import pytest

from surveys.models import Institution, Response, Round
from tests.fieldwork.reviewing import make_response
from tests.surveys.respondents import Respondent


@pytest.fixture(autouse=True)
def _work_at_once(work_at_once: None) -> None: ...


@pytest.fixture
def submitted(survey_round: Round, institution: Institution) -> Response:
    return make_response(survey_round, institution)


@pytest.fixture
def respondent(survey_round: Round) -> Respondent:
    """Answers for the institution, in English, every section asked."""
    return Respondent.begin()
