"""A reviewer of the round, and what she may look at."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from metep.models import User
from surveys.models import Institution, Response, Role, Round
from tests.fieldwork.reviewing import client_of, make_response, make_staff
from tests.surveys.respondents import Respondent


@pytest.fixture(autouse=True)
def _work_at_once(settings: LazySettings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def reviewer(survey_round: Round) -> User:
    return make_staff("reviewer@example.org", Role.REVIEWER, survey_round)


@pytest.fixture
def reviewing(reviewer: User) -> Client:
    return client_of(reviewer)


@pytest.fixture
def submitted(survey_round: Round, institution: Institution) -> Response:
    return make_response(survey_round, institution)


@pytest.fixture
def respondent(survey_round: Round) -> Respondent:
    """Answers for the institution, in English, every section asked."""
    return Respondent.begin()
