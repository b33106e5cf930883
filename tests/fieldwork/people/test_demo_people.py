"""The participants of the demonstration: synthetic, the same each time, and no score changes by them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from django.conf import settings

from fieldwork.models import Letter, LetterState, Mailing, MailingKind
from fieldwork.people.standing import Standing, with_standing
from metep.demo.fieldwork import people
from metep.demo.fieldwork.staff import Staff
from metep.demo.making import make_round
from metep.demo.plan import read_plan
from metep.models import User
from surveys.models import Contact, Participant, Response, Round
from surveys.publishing import load
from tests.contents import metep

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_round() -> Round:
    load(metep())
    plan = read_plan(settings.BASE_DIR / "fixtures" / "demo")
    make_round(plan, date(2026, 6, 1), 60)
    return Round.objects.get(code=plan.code)


def make(survey_round: Round) -> None:
    user = User.objects.get_or_create(email="staff@example.org")[0]
    people.make(survey_round, Staff(*[user] * 6), np.random.default_rng(2014))


def test_sixty_synthetic_people_were_invited_and_a_reminder_is_planned(demo_round) -> None:
    answers = list(Response.objects.order_by("pk").values("pk", "answers", "state", "sections", "institution"))
    make(demo_round)
    participants = Participant.objects.filter(round=demo_round)
    assert participants.count() == 60
    assert not Contact.objects.exclude(email__endswith="@example.org").exists()
    assert all("синтет" in contact.name or "synthetic" in contact.name for contact in Contact.objects.all())
    standings = set(with_standing(participants).values_list("standing", flat=True))
    assert {Standing.SUBMITTED, Standing.NOT_INVITED, Standing.INVITED, Standing.BOUNCED} <= standings
    invitation, reminder = Mailing.objects.order_by("kind")
    assert (invitation.kind, reminder.kind) == (MailingKind.INVITATION, MailingKind.REMINDER)
    assert invitation.finished_at
    assert reminder.send_at
    assert reminder.prepared_at is None
    assert Letter.objects.filter(state=LetterState.UNCERTAIN).count() == 1
    assert answers == list(Response.objects.order_by("pk").values("pk", "answers", "state", "sections", "institution"))


def test_it_is_made_anew_in_the_same_way(demo_round) -> None:
    def told() -> list[object]:
        contacts = Contact.objects.order_by("email")
        return list(contacts.values_list("email", "name", "participant__response", "participant__institution"))

    make(demo_round)
    first = told()
    make(demo_round)
    assert told() == first
    assert Mailing.objects.count() == 2
