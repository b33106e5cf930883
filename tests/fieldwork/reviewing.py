"""Staff of a round, and responses to be reviewed, for the tests of review and of facts."""

from __future__ import annotations

from typing import Any

from metep.models import User
from surveys.lifecycle import submit
from surveys.models import Assignment, Contact, Institution, Participant, Response, Role, Round

YES = {"F1.1.a": "yes", "F1.1.b": "yes", "F2.1.a": "yes"}


def make_staff(
    email: str, role: Role | None, survey_round: Round | None, institution: Institution | None = None
) -> User:
    """A user with one role; None: with no role at all."""
    user = User.objects.create_user(email, name=email.split("@")[0])
    if role is not None:
        Assignment.objects.create(user=user, role=role, round=survey_round, institution=institution)
    return user


def make_participant(
    survey_round: Round, institution: Institution | None, email: str, language: str = "kk"
) -> Participant:
    participant = Participant.objects.create(round=survey_round, institution=institution, language=language)
    Contact.objects.create(participant=participant, round=survey_round, name="Қатысушы (синтетикалық)", email=email)
    return participant


def make_response(
    survey_round: Round, institution: Institution | None = None, answers: dict[str, Any] | None = None, **fields: Any
) -> Response:
    """A submitted response."""
    made = Response.objects.create(
        round=survey_round,
        institution=institution,
        language="kk",
        sections=survey_round.sections,
        answers=YES if answers is None else answers,
        **fields,
    )
    submit(made)
    return made
