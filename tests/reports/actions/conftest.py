"""Two rounds of one country: the law that was missing in the first is there in the second."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from metep.models import User
from reports.models import Recommendation
from reports.recommendations import Trigger, TriggerKind
from reports.repository import workflow
from scoring.folding import fold
from surveys.content import Tier
from surveys.lifecycle import add_submitted
from surveys.models import Assignment, Institution, Role, Round, RoundState
from tests.answering import random_response
from tests.reports.repository.entries import entry

PEOPLE = 60


def answer(survey_round: Round, institution: Institution, yes: int, seed: int) -> None:
    """Sixty responses for the institution: so many say that there is a law; nobody knows of restrictions at first."""
    chance = random.Random(seed)
    add_submitted(
        random_response(
            survey_round,
            chance,
            institution=institution,
            answers={
                "F1.1.a": "yes" if number < yes else "no",
                "F1.1.c": "dk" if number >= yes else "no",
                "F2.1.a": chance.choice(["yes", "no"]),
                "P1.1.a": chance.choice("0123"),
            },
        )
        for number in range(PEOPLE)
    )
    fold(survey_round)


@pytest.fixture
def later(survey_round: Round, institution: Institution) -> Round:
    answer(survey_round, institution, 50, seed=2)
    return survey_round


@pytest.fixture
def earlier(survey_round: Round, institution: Institution) -> Round:
    """Closed and published two years ago."""
    long_ago = timezone.now() - timedelta(days=700)
    made = Round.objects.create(
        code="r0",
        country="KZ",
        title_kk="Бұрынғы раунд",
        title_ru="Прежний раунд",
        title_en="Earlier round",
        version=survey_round.version,
        method=survey_round.method,
        languages=["kk"],
        sections=survey_round.sections,
        opens_at=long_ago,
        closes_at=long_ago + timedelta(days=20),
        publishes_at=long_ago + timedelta(days=30),
    )
    made.institutions.add(institution)
    answer(made, institution, 8, seed=1)
    Round.objects.filter(pk=made.pk).update(state=RoundState.CLOSED)
    Round.objects.filter(pk=survey_round.pk).update(opens_at=timezone.now() - timedelta(days=5))
    made.refresh_from_db()
    survey_round.refresh_from_db()
    return made


def writer(email: str) -> User:
    user = User.objects.create_user(email, "a long enough password")
    Assignment.objects.create(user=user, role=Role.ANALYST)
    return user


@pytest.fixture
def law(survey_round: Round) -> Recommendation:
    """A published recommendation for the nation: pass a law."""
    return publish(survey_round, "law", "F1.1.a", Tier.NATIONAL)


@pytest.fixture
def website(survey_round: Round) -> Recommendation:
    """One for institutions."""
    return publish(survey_round, "website", "F2.1.a", Tier.INSTITUTION)


def publish(survey_round: Round, code: str, item: str, tier: Tier) -> Recommendation:
    one, other = writer(f"{code}-1@example.org"), writer(f"{code}-2@example.org")
    made = Recommendation(instrument=survey_round.version.code, code=code)
    workflow.write(made, entry(code, triggers=(Trigger(TriggerKind.ITEM, (item,), 0.9),), tiers=(tier,)), one)
    workflow.submit(made, one)
    workflow.publish(made, other)
    return made


@pytest.fixture
def client_of_all(db: None) -> Client:
    """An analyst of all rounds, who answers for the nation."""
    client = Client()
    client.force_login(writer("minister@example.org"))
    return client
