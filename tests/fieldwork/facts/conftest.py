"""A reviewer of the round, who settles facts."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from metep.models import User
from surveys.models import Role, Round
from tests.fieldwork.reviewing import client_of, make_staff


@pytest.fixture(autouse=True)
def _work_at_once(settings: LazySettings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def reviewer(survey_round: Round) -> User:
    return make_staff("reviewer@example.org", Role.REVIEWER, survey_round)


@pytest.fixture
def reviewing(reviewer: User) -> Client:
    return client_of(reviewer)
