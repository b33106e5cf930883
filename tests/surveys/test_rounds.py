"""Rounds: what opens, what does not, when answers are taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from scoring.catalogue import method_of
from surveys.content import Instrument
from surveys.models import Round, RoundNotOpen, RoundState

NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "opens_at", "closes_at", "is_open"),
    [
        (RoundState.OPEN, None, None, True),
        (RoundState.OPEN, NOW, NOW + DAY, True),
        (RoundState.OPEN, NOW + DAY, None, False),
        (RoundState.OPEN, None, NOW, False),
        (RoundState.PREPARED, None, None, False),
        (RoundState.CLOSED, None, None, False),
    ],
)
def test_state_and_moments_decide_together(survey_round: Round, state, opens_at, closes_at, is_open) -> None:
    survey_round.state, survey_round.opens_at, survey_round.closes_at = state, opens_at, closes_at
    survey_round.save()
    assert survey_round.is_open(NOW) is is_open
    assert Round.objects.open(NOW).exists() is is_open


@pytest.mark.parametrize(
    ("state", "opens_at", "reason"),
    [
        (RoundState.PREPARED, None, "not opened yet"),
        (RoundState.OPEN, NOW + DAY, "not opened yet"),
        (RoundState.CLOSED, None, "is closed"),
        (RoundState.CLOSED, NOW + DAY, "is closed"),
    ],
)
def test_a_round_that_takes_no_answers_says_why(survey_round: Round, state, opens_at, reason: str) -> None:
    survey_round.state, survey_round.opens_at = state, opens_at
    with pytest.raises(RoundNotOpen) as caught:
        survey_round.require_open(NOW)
    with override("en"):
        assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("columns", "number"),
    [
        ({"sections": []}, 1),
        ({"languages": []}, 1),
        ({"sections": ["F", "X"]}, 1),
        ({"languages": ["kk", "fr"]}, 1),
        ({"method": "other/1"}, 1),
        ({"closes_at": NOW - DAY}, 1),
        ({"sections": ["X"], "languages": ["fr"], "method": "other/1", "closes_at": NOW - DAY}, 4),
    ],
)
def test_a_round_that_could_not_work_does_not_open_and_says_everything(survey_round: Round, columns, number) -> None:
    Round.objects.filter(pk=survey_round.pk).update(state=RoundState.PREPARED, **columns)
    survey_round.refresh_from_db()
    with pytest.raises(ValidationError) as caught:
        survey_round.open()
    assert len(caught.value.messages) == number
    survey_round.refresh_from_db()
    assert survey_round.state == RoundState.PREPARED


def test_a_round_whose_method_cannot_score_its_items_does_not_open(
    survey_round: Round, small: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = method_of(survey_round.method)
    narrow = replace(own, code="narrow/1", areas=tuple(area for area in own.areas if area != "legal"))
    monkeypatch.setattr("scoring.catalogue._methods", lambda: {own.code: own, narrow.code: narrow})
    survey_round.state = RoundState.PREPARED
    survey_round.open()
    survey_round.state, survey_round.method = RoundState.PREPARED, narrow.code
    with pytest.raises(ValidationError) as caught:
        survey_round.open()
    legal = [item.code for item in small.scored_items if item.area == "legal" and item.scored == "level"]
    with override("en"):
        (sentence,) = caught.value.messages
    assert sentence == (
        f"The method narrow/1 cannot score these items: it does not cross their areas. Items: {', '.join(legal)}."
    )
    assert survey_round.state == RoundState.PREPARED


def test_the_database_refuses_a_round_that_closes_before_it_opens(survey_round: Round) -> None:
    survey_round.opens_at, survey_round.closes_at = NOW + DAY, NOW
    with pytest.raises(IntegrityError), transaction.atomic():
        survey_round.save()
