"""A reviewer of the round, and tasks that are done at once."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from metep.models import User
from surveys.models import Role, Round
from tests.browsers import browser_of
from tests.fieldwork.reviewing import make_staff


@pytest.fixture
def work_at_once(settings: LazySettings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def reviewer(survey_round: Round) -> User:
    return make_staff("reviewer@example.org", Role.REVIEWER, survey_round)


@pytest.fixture
def reviewing(reviewer: User) -> Client:
    return browser_of(reviewer)
