"""The workshops of the demonstration."""

from __future__ import annotations

import numpy as np
import pytest
from django.test import Client

from fieldwork.models import Agreement, Stage, Vote, Workshop
from metep.demo.fieldwork.staff import Staff
from metep.demo.fieldwork.workshops import make
from metep.models import User
from surveys.models import CodedResponse, Response, ResponseState, Round


@pytest.fixture
def team(facilitator: User) -> Staff:
    return Staff(*[facilitator] * 6)


def votes_of(survey_round: Round) -> list[tuple[str, int, str]]:
    votes = Vote.objects.filter(seat__workshop__round=survey_round)
    return list(votes.order_by("item", "ballot", "seat__number").values_list("item", "ballot", "value"))


def test_one_workshop_has_ended_and_one_waits(survey_round: Round, team: Staff, staff: Client) -> None:
    make(survey_round, team, np.random.default_rng(1))
    waiting, ended = Workshop.objects.order_by("pk").reverse()
    assert (ended.stage, waiting.stage) == (Stage.ENDED, Stage.WAITING)
    assert waiting.institution is not None
    assert Agreement.objects.filter(workshop=ended).count() >= 2
    assert staff.get(f"/kk/work/r1/workshops/{ended.pk}/results/").status_code == 200
    assert staff.get(f"/kk/work/r1/workshops/{waiting.pk}/").status_code == 200


def test_its_response_does_not_count(survey_round: Round, team: Staff) -> None:
    make(survey_round, team, np.random.default_rng(1))
    assert Response.objects.get().state == ResponseState.DRAFT
    assert not CodedResponse.objects.exists()


def test_the_same_votes_are_drawn_each_time(survey_round: Round, team: Staff) -> None:
    make(survey_round, team, np.random.default_rng(7))
    first = votes_of(survey_round)
    Workshop.objects.all().delete()
    make(survey_round, team, np.random.default_rng(7))
    assert votes_of(survey_round) == first
    assert len(first) >= 14
