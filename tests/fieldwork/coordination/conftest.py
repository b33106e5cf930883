"""People around the institution of the round: its coordinator, another's, an administrator, one of each other role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from metep.models import User
from surveys.lifecycle import submit
from surveys.models import Assignment, Institution, Response, Role, Round
from surveys.saving import save_answers
from tests.browsers import browser_of

PASSWORD = "a long enough password"


@pytest.fixture
def make_staff(survey_round: Round) -> Callable[..., User]:
    """Makes a user with a role in the round."""

    def make(role: Role, institution: Institution | None = None, name: str = "") -> User:
        user = User.objects.create_user(f"{name or role}@example.org", PASSWORD)
        Assignment.objects.create(user=user, role=role, round=survey_round, institution=institution)
        return user

    return make


@pytest.fixture
def other_institution(survey_round: Round) -> Institution:
    made = Institution.objects.create(code="I2", country="KZ", name_kk="Басқа", name_ru="Другое", name_en="Other body")
    survey_round.institutions.add(made)
    return made


@pytest.fixture
def coordinator(make_staff: Callable[..., User], institution: Institution) -> Client:
    return browser_of(make_staff(Role.COORDINATOR, institution))


@pytest.fixture
def stranger(make_staff: Callable[..., User], other_institution: Institution) -> Client:
    """The coordinator of another institution."""
    return browser_of(make_staff(Role.COORDINATOR, other_institution, "stranger"))


@pytest.fixture
def administrator(db: None) -> Client:
    return browser_of(User.objects.create_superuser("administrator@example.org", PASSWORD))


def answer(survey_round: Round, institution: Institution | None, answers: dict, *, submitted: bool = True) -> Response:
    """A response for an institution with some answers."""
    made = Response.objects.create(
        round=survey_round, institution=institution, language="kk", sections=survey_round.sections
    )
    save_answers(made, answers)
    if submitted:
        submit(made)
    return made
