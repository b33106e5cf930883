"""The pages of recommendations and of answers keep their budget of queries as entries, opinions and versions grow."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from metep.models import User
from reports.models import Action, Recommendation, Vote
from reports.recommendations import Example, Trigger, TriggerKind
from reports.repository import workflow
from scoring.folding import fold
from surveys.models import Round
from tests.reports.repository.conftest import Make
from tests.reports.repository.entries import entry, text

BUDGET = 20
ALWAYS = (Trigger(TriggerKind.ITEM, ("F1.1.a",), 1.0),)


def addresses(survey_round: Round, made: Recommendation) -> dict[str, str]:
    names = ("entry", "edit", "triggers", "versions")
    of_entry = {name: reverse(f"repository-{name}", args=[made.instrument, made.code]) for name in names}
    return of_entry | {
        "list": reverse("repository"),
        "firing": f"{reverse('repository')}?fires=1",
        "mine": reverse("repository-mine"),
        "new": reverse("repository-new"),
        "actions": reverse("dashboard-actions", args=[survey_round.code]),
        "action": reverse("dashboard-action", args=[survey_round.code, made.code]),
        "outcomes": reverse("dashboard-outcomes", args=[survey_round.code]),
    }


def queries(client: Client, pages: dict[str, str]) -> dict[str, int]:
    counted = {}
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200, address
        counted[name] = len(found)
    return counted


@pytest.fixture
def growing(published: Make, answered_round: Round) -> Recommendation:
    fold(answered_round)
    return published("first", triggers=ALWAYS)


def test_data_grow_and_queries_do_not(
    writers_client: Client, growing: Recommendation, published: Make, second: User, answered_round: Round
) -> None:
    pages = addresses(answered_round, growing)
    queries(writers_client, pages)  # what a process remembers
    before = queries(writers_client, pages)
    for number in range(8):
        made = published(f"more-{number}", triggers=ALWAYS, examples=(Example("EE", text("So")),) * 3)
        reader = User.objects.create_user(f"reader-{number}@example.org", "a long enough password")
        for judged in (made, growing):
            Vote.objects.create(recommendation=judged, by=reader, is_useful=True, comment="Good.")
        Action.objects.create(round=answered_round, recommendation=made, edition=1, decision="done")
        words = entry("first", triggers=ALWAYS, title=text(f"Title {number}"))
        workflow.write(growing, words, second, "", workflow.version_of(growing))
    after = queries(writers_client, pages)
    assert {name: number for name, number in after.items() if number > BUDGET} == {}
    assert {name: (before[name], number) for name, number in after.items() if number > before[name] + 1} == {}
