"""A facilitator with a workshop on the facts of the country, and phones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from fieldwork.models import Seat, Workshop
from metep.models import User
from surveys.models import Assignment, Role, Round

Phone = Callable[[], Client]


@pytest.fixture
def facilitator(survey_round: Round) -> User:
    user = User.objects.create_user("facilitator@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.FACILITATOR, round=survey_round)
    return user


@pytest.fixture
def staff(facilitator: User) -> Client:
    client = Client()
    client.force_login(facilitator)
    return client


@pytest.fixture
def workshop(survey_round: Round, facilitator: User) -> Workshop:
    return Workshop.objects.create(
        round=survey_round,
        facilitator=facilitator,
        title="Семинар",
        sections=["F"],
        language="kk",
        join_code="ABC234",
    )


@pytest.fixture
def join(workshop: Workshop) -> Phone:
    """Lets one more phone join the workshop."""

    def one() -> Client:
        client = Client()
        answer = client.post(f"/kk/join/{workshop.join_code}/", {"name": ""})
        assert answer.status_code == 302
        return client

    return one


def press(staff: Client, workshop: Workshop, do: str, **fields: str) -> int:
    """Press a button of the screen as it is now; the status of the answer."""
    workshop.refresh_from_db()
    address = f"/kk/work/{workshop.round.code}/workshops/{workshop.pk}/do/"
    status = staff.post(address, {"do": do, "revision": workshop.revision, **fields}).status_code
    workshop.refresh_from_db()
    return status


def vote(phone: Client, workshop: Workshop, value: str, ballot: int = 1, **fields: str) -> int:
    """Vote on the current item; the status of the answer."""
    sent = {"item": workshop.item, "ballot": ballot, "value": value, **fields}
    return phone.post(f"/kk/join/{workshop.join_code}/vote/", sent).status_code


def seat_of(phone: Client, workshop: Workshop) -> Seat:
    """The seat that a phone holds."""
    from surveys.links import hash_of

    return Seat.objects.get(secret_hash=hash_of(phone.session["seats"][str(workshop.pk)]))
