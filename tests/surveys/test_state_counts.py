"""Responses are counted by state as they come, change and go: the counts are those of the table, whatever happens."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveys import running_counts
from surveys.lifecycle import accept, exclude, give_back, reopen, submit
from surveys.models import Institution, Mode, Response, ResponseState, Round, StateCount
from surveys.running_counts import settle
from surveys.state_counts import count_responses, responses_of

COLUMNS = ("round", "institution", "state", "language", "mode")


def make(survey_round: Round, institution: Institution | None = None, **values: Any) -> Response:
    return Response.objects.create(
        round=survey_round, institution=institution, language="kk", sections=survey_round.sections, **values
    )


def counted(*columns: str) -> Counter[Any]:
    """What the counts should be: each response looked at."""
    rows = Response.objects.order_by().values_list(*columns)
    return Counter(row[0] if len(columns) == 1 else row for row in rows)


def assert_right() -> None:
    rounds = list(Round.objects.all())
    assert count_responses(rounds, *COLUMNS) == counted(*COLUMNS)
    assert count_responses(rounds, "state") == counted("state")


def test_a_response_is_counted_in_each_state_that_it_goes_through(
    survey_round: Round, institution: Institution
) -> None:
    first, second = make(survey_round, institution), make(survey_round)
    assert count_responses(survey_round, "state") == {ResponseState.DRAFT: 2}
    submit(first)
    assert_right()
    accept(first, None)
    assert_right()
    give_back(first, None, "A figure is missing.")
    assert_right()
    submit(first, language="ru")
    submit(second)
    assert count_responses(survey_round, "language", "state") == {
        ("ru", ResponseState.RESUBMITTED): 1,
        ("kk", ResponseState.SUBMITTED): 1,
    }
    exclude(second, "A duplicate.")
    reopen(first)
    assert_right()


def test_many_responses_are_counted_by_one_statement(survey_round: Round, institution: Institution) -> None:
    Response.objects.bulk_create(
        Response(round=survey_round, institution=institution, language="kk", sections=["A"]) for _ in range(30)
    )
    assert StateCount.objects.count() == 1
    Response.objects.filter(round=survey_round).update(mode=Mode.COLLECTIVE)
    assert_right()
    Response.objects.filter(pk__in=Response.objects.values("pk")[:10]).delete()
    assert_right()
    Response.objects.all().delete()
    assert count_responses(survey_round, "state") == {}


def test_saving_answers_counts_nothing(survey_round: Round) -> None:
    response = make(survey_round)
    response.answers = {"A1": "yes"}
    response.save(update_fields=["answers", "saved_at"])
    response.save()  # every column written, none that is counted by changed
    assert StateCount.objects.count() == 1


def test_what_a_transaction_takes_back_is_not_counted(survey_round: Round) -> None:
    with transaction.atomic():
        make(survey_round)
        transaction.set_rollback(True)
    assert count_responses(survey_round, "state") == {}


def test_counts_are_narrowed_like_lists(survey_round: Round, institution: Institution) -> None:
    make(survey_round, institution)
    make(survey_round)
    assert count_responses(survey_round, "state", institution__code=institution.code).total() == 1
    assert count_responses(survey_round, "state", institution=None).total() == 1
    assert count_responses(survey_round, "state", sections__contains=[survey_round.sections[0]]).total() == 2
    assert count_responses(survey_round, "state", sections__contains=["none"]).total() == 0
    assert count_responses([], "state") == {}


def test_rows_are_put_together_once_many_wait(survey_round: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_counts, "WAITING", 5)
    for _ in range(4):
        make(survey_round)
    assert count_responses(survey_round, "state").total() == 4
    assert StateCount.objects.count() == 4
    submit(make(survey_round))
    expected = counted("state")
    assert count_responses(survey_round, "state") == expected
    assert StateCount.objects.filter(is_settled=True).count() == StateCount.objects.count() == 2
    assert count_responses(survey_round, "state") == expected


def test_nothing_is_left_of_what_was_taken_back(survey_round: Round) -> None:
    make(survey_round).delete()
    assert StateCount.objects.count() == 2
    settle(StateCount, survey_round.pk)
    assert StateCount.objects.count() == 0


def test_counts_go_with_their_round(survey_round: Round) -> None:
    make(survey_round).delete()
    survey_round.delete()
    assert StateCount.objects.count() == 0


def test_a_list_of_rounds_tells_how_many_each_has(survey_round: Round) -> None:
    make(survey_round, submitted_at=timezone.now(), state=ResponseState.SUBMITTED)
    rounds = Round.objects.annotate(
        drafts=responses_of(state=ResponseState.DRAFT), submitted=responses_of(state=ResponseState.SUBMITTED)
    )
    assert [(one.drafts, one.submitted) for one in rounds] == [(0, 1)]


def test_counting_is_one_statement(survey_round: Round) -> None:
    make(survey_round)
    with CaptureQueriesContext(connection) as queries:
        count_responses(survey_round, "institution", "state")
    assert len(queries) == 1
