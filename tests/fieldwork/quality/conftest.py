"""A reviewer of the round; tasks are done at once, links are left alone."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from surveys.models import Role, Round
from tests.fieldwork.reviewing import client_of, make_staff


@pytest.fixture(autouse=True)
def _work_at_once(settings: LazySettings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.CHECK_LINKS = False


@pytest.fixture
def reviewing(survey_round: Round) -> Client:
    return client_of(make_staff("reviewer@example.org", Role.REVIEWER, survey_round))
