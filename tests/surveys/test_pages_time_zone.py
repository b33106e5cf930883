"""Respondents read deadlines in the time zone of the round, and which zone it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from surveys.models import Round
from tests.surveys.respondents import Respondent, text_of


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Asia/Almaty", "UTC+0500"), ("America/New_York", "UTC-0500")],
)
def test_the_deadline_is_told_in_the_zone_of_the_round(survey_round: Round, zone: str, expected: str) -> None:
    Round.objects.update(time_zone=zone, closes_at=datetime(2100, 1, 1, tzinfo=UTC))
    begun = Respondent.begin()
    for page in (Client().get("/en/rounds/r1/"), begun.get("")):
        words = text_of(page)
        assert f"({expected})" in words
        assert ("31 December 2099" in words) is (zone == "America/New_York")
    Round.objects.update(closes_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert f"({expected})" in text_of(Client().get("/en/rounds/r1/"))
