"""Pages of reviewers keep their budget of queries as data grow."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from surveys.lifecycle import give_back, submit
from surveys.models import AnswerChange, Evidence, Institution, Response, Round
from surveys.reviewing import comment
from tests.fieldwork.review.test_pages import LIST, page_of
from tests.fieldwork.reviewing import make_response

BUDGETS = {"": 13, "history/?item=F1.1.a": 8, "comment/?item=F1.1.a": 8, "versions/1/": 9, "versions/1/table.csv": 8}
LIST_BUDGET = 10


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", BUDGETS)
def test_pages_of_a_response_keep_their_budget(submitted: Response, reviewing: Client, reviewer, page: str) -> None:
    def grow() -> None:
        response = Response.objects.select_related("round").get(pk=submitted.pk)
        comment(response, reviewer, "F1.1.a", "Look.")
        Evidence.objects.create(response=response, items=["F1.1.a"], url="https://example.org")
        AnswerChange.objects.create(response=response, patch={"F1.1.a": "yes"}, by=reviewer)
        give_back(response, reviewer, "Look.")
        submit(Response.objects.select_related("round").get(pk=response.pk))

    grow()
    reviewing.get(page_of(submitted, page))
    few = count(reviewing, page_of(submitted, page))
    for _ in range(5):
        grow()
    assert count(reviewing, page_of(submitted, page)) == few <= BUDGETS[page]


def test_the_list_keeps_its_budget(survey_round: Round, institution: Institution, reviewing: Client) -> None:
    make_response(survey_round, institution)
    reviewing.get(LIST)
    few = count(reviewing, LIST)
    for _ in range(20):
        make_response(survey_round, institution)
    assert count(reviewing, LIST) == few <= LIST_BUDGET
