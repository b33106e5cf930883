"""Two reviewers do the same at the same moment: one of them is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from fieldwork.facts.cards import CardEnded, open_cards, settle
from fieldwork.facts.facts import Fact, Facts
from fieldwork.models import Card, CardDecision, Cause
from metep.models import User
from surveys.models import Round, Validation


def both(do: Callable[[int], str]) -> list[str]:
    """What becomes of each of two threads that begin together."""
    start = Barrier(2)

    def run(number: int) -> str:
        try:
            start.wait(10)
            return do(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return sorted(threads.map(run, range(2)))


@pytest.mark.django_db(transaction=True)
def test_a_card_is_settled_once(survey_round: Round, reviewer: User) -> None:
    card = Card.objects.create(round=survey_round, item="F1.1.a", cause=Cause.QUESTION)

    def do(number: int) -> str:
        try:
            settle(Card.objects.get(pk=card.pk), reviewer, ("yes", "no")[number], f"Reason {number}.")
        except CardEnded:
            return "told"
        return "settled"

    assert both(do) == ["settled", "told"]
    fact, decision = Validation.objects.get(), CardDecision.objects.get()
    assert (fact.value, fact.reason) == (decision.value, decision.reason)


@pytest.mark.django_db(transaction=True)
def test_a_card_is_opened_once(survey_round: Round, reviewer: User) -> None:
    def do(number: int) -> str:
        return str(len(open_cards(Facts(survey_round), [Fact("F1.1.a", None)], reviewer, None)))

    assert both(do) == ["0", "1"]
    assert Card.objects.count() == 1
