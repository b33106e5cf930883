"""Groups of coded answers, fetched piece by piece."""

from __future__ import annotations

import pytest
from django.db import connection

from surveys.models import CodedResponse, Round
from surveys.streaming import groups_of
from tests.scoring.conftest import MakeResponses

pytestmark = pytest.mark.django_db

STATEMENT = """
    SELECT string_agg(data, ''::bytea) FROM surveys_codedresponse WHERE round_id = %(round)s
    GROUP BY round_id
"""


def test_every_answer_is_in_one_group(survey_round: Round, make_responses: MakeResponses) -> None:
    make_responses(60)
    groups = [bytes(data) for (data,) in groups_of(STATEMENT, {"round": survey_round.pk})]
    stored = [bytes(data) for data in CodedResponse.objects.values_list("data", flat=True)]
    assert 8 < len(groups) <= 16  # by chance, so the largest of them holds a part only
    assert sum(map(len, groups)) == sum(map(len, stored))
    assert max(map(len, groups)) < sum(map(len, stored)) / 3


def test_not_all_of_them_are_fetched_at_once(survey_round: Round, make_responses: MakeResponses) -> None:
    make_responses(60)
    groups = groups_of(STATEMENT, {"round": survey_round.pk})
    next(groups)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs%%'")
        assert cursor.fetchone()[0] == 1, "the rest waits with the server"
    groups.close()
