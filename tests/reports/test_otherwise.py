"""Responses given together, counted the other way, are read once for as long as nothing changes."""

from __future__ import annotations

import random
from typing import Any

import pytest

from reports import otherwise
from reports.otherwise import otherwise_of
from reports.results import results_of
from scoring.folding import fold
from scoring.selecting import Selection
from surveys.lifecycle import add_submitted
from surveys.models import Institution, Mode, Round
from tests.answering import random_response

EVERYBODY = Selection()


@pytest.fixture(autouse=True)
def _anew() -> None:
    otherwise.forget()


def add_together(survey_round: Round, institution: Institution, seed: int, participants: int) -> None:
    """A response that several gave together."""
    response = random_response(survey_round, random.Random(seed), institution=institution, mode=Mode.COLLECTIVE)
    response.participants = participants
    add_submitted([response])
    fold(survey_round)


def test_it_is_read_once(answered_round: Round, institution: Institution, django_assert_num_queries: Any) -> None:
    add_together(answered_round, institution, 1, 4)
    results = results_of(answered_round)
    first = otherwise_of(results, EVERYBODY)
    assert first is not None
    with django_assert_num_queries(1):  # whether anything changed
        assert otherwise_of(results, EVERYBODY) is first


def test_a_change_is_seen(answered_round: Round, institution: Institution) -> None:
    assert otherwise_of(results_of(answered_round), EVERYBODY) is None
    add_together(answered_round, institution, 1, 4)
    first = otherwise_of(results_of(answered_round), EVERYBODY)
    add_together(answered_round, institution, 2, 7)
    second = otherwise_of(results_of(answered_round), EVERYBODY)
    assert first is not None
    assert second is not None
    more = second.counts_of(None).answers.sum() - first.counts_of(None).answers.sum()
    items = second.counts_of(None).answers.shape[0]
    assert more == 7 * items  # each of the seven counts, for every item of the nation


def test_each_selection_has_its_own(answered_round: Round, institution: Institution) -> None:
    add_together(answered_round, institution, 1, 4)
    results = results_of(answered_round)
    nobody = Selection(modes=frozenset({Mode.INDIVIDUAL}))
    assert otherwise_of(results, EVERYBODY) is not None
    assert otherwise_of(results, nobody) is None
