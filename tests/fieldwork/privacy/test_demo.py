"""The demonstration has a notice in two versions, the same each time."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from metep.demo.fieldwork.privacy import make
from metep.demo.fieldwork.staff import Staff
from metep.models import User
from surveys.models import Notice, Response, Round


def test_responses_agreed_to_one_of_two_versions(response: Response, survey_round: Round) -> None:
    Round.objects.update(notice_kk="Бір", notice_ru="Раз", notice_en="One")
    survey_round.refresh_from_db()
    Response.objects.create(
        round=survey_round, language="kk", sections=["F"], started_at=response.started_at - timedelta(days=1)
    )
    staff = Staff(*[User.objects.create_user("staff@example.org", "a long enough password")] * 6)
    for _again in range(2):
        Round.objects.update(notice_kk="Бір", notice_ru="Раз", notice_en="One")
        survey_round.refresh_from_db()
        make(survey_round, staff, np.random.default_rng(1))
        assert list(Notice.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
        agreed = list(Response.objects.order_by("started_at").values_list("notice__number", flat=True))
        assert agreed == [1, 2]
