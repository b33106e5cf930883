"""A clerk of the round, and a paper that she has begun to type in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from metep.models import User
from surveys.models import Assignment, Institution, Mode, Response, Role, Round
from tests.browsers import browser_of

BASE = "/en/work/r1/paper/"


def make_user(name: str, role: str = "", survey_round: Round | None = None, **fields: object) -> User:
    user = User.objects.create_user(f"{name}@example.org", "a long enough password")
    if role:
        Assignment.objects.create(user=user, role=role, round=survey_round, **fields)
    return user


@pytest.fixture
def clerk_user(survey_round: Round) -> User:
    return make_user("clerk", Role.CLERK, survey_round)


@pytest.fixture
def clerk(clerk_user: User) -> Client:
    return browser_of(clerk_user)


@pytest.fixture
def administrator(db: None) -> Client:
    return browser_of(User.objects.create_superuser("administrator@example.org", "a long enough password"))


@pytest.fixture
def paper(survey_round: Round, institution: Institution, clerk_user: User) -> Response:
    """A draft for the institution, in Russian, every section asked, nothing typed in."""
    return Response.objects.create(
        round=survey_round,
        institution=institution,
        language="ru",
        mode=Mode.PAPER,
        sections=survey_round.sections,
        consented_at=datetime(2026, 1, 15, 7, tzinfo=UTC),
        entered_by=clerk_user,
    )
