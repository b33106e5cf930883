"""Pages about facts keep their budget of queries as data grow."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fieldwork.facts.cards import ask, drop, reply
from fieldwork.models import Card, Cause
from metep.models import User
from surveys.models import Evidence, Institution, Round
from tests.fieldwork.reviewing import make_response

BUDGETS = {"": 9, "suggestions/": 11, "{card}/": 19, "new/?fact=:F1.1.b": 8}


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", BUDGETS)
def test_pages_about_facts_keep_their_budget(
    survey_round: Round, institution: Institution, reviewing: Client, reviewer: User, page: str
) -> None:
    card = Card.objects.create(round=survey_round, item="F1.1.a", cause=Cause.QUESTION)

    def grow() -> None:
        for answer in ("yes", "no"):
            response = make_response(survey_round, institution, {"F1.1.a": answer, "F1.1.c": answer})
            Evidence.objects.create(response=response, items=["F1.1.a"], url="https://example.org")
            reply(card, response, None, "So.")
        ask(card, reviewer, "How?")
        other = Card.objects.create(round=survey_round, institution=institution, item="F2.1.a", cause=Cause.QUESTION)
        ask(other, reviewer, "How?")
        drop(other, reviewer, "So.")

    address = f"/en/work/r1/facts/{page.format(card=card.pk)}"
    grow()
    reviewing.get(address)
    few = count(reviewing, address)
    for _ in range(5):
        grow()
    reviewing.get(address)  # the spread is counted anew, once
    assert count(reviewing, address) == few <= BUDGETS[page]
