"""Saving, submitting, excluding: what is stored and what counts."""

from __future__ import annotations

import pytest

from surveys.lifecycle import exclude, include, reopen, submit
from surveys.models import AlreadySubmitted, AnswerChange, CodedResponse, CountChange, Response, Round, RoundNotOpen
from surveys.saving import save_answers


def test_a_save_merges_and_remembers_what_changed(response: Response) -> None:
    save_answers(response, {"F1.1.a": "yes", "F1.1.b": "no"})
    save_answers(response, {"F1.1.b": None, "F1.1.share": 12.5})
    assert Response.objects.get(pk=response.pk).answers == {"F1.1.a": "yes", "F1.1.share": 12.5}
    assert [change.patch for change in AnswerChange.objects.order_by("pk")] == [
        {"F1.1.a": "yes", "F1.1.b": "no"},
        {"F1.1.b": None, "F1.1.share": 12.5},
    ]


def test_a_save_that_changes_nothing_writes_nothing(response: Response, django_assert_num_queries) -> None:
    save_answers(response, {"F1.1.a": "yes"})
    with django_assert_num_queries(0):
        save_answers(response, {"F1.1.a": "yes"})


def test_a_save_is_one_statement(response: Response, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        save_answers(response, {"F1.1.a": "yes"})


def test_two_people_in_different_tables_keep_both_answers(response: Response) -> None:
    other = Response.objects.select_related("round").get(pk=response.pk)
    save_answers(response, {"F1.1.a": "yes"})
    save_answers(other, {"P1.1.a": "3"})
    assert Response.objects.get(pk=response.pk).answers == {"F1.1.a": "yes", "P1.1.a": "3"}


def test_a_closed_round_takes_nothing(response: Response, survey_round: Round) -> None:
    survey_round.close()
    with pytest.raises(RoundNotOpen):
        save_answers(response, {"F1.1.a": "yes"})
    with pytest.raises(RoundNotOpen):
        submit(response)
    assert Response.objects.get(pk=response.pk).answers == {}


def test_a_submitted_response_can_no_longer_change(response: Response) -> None:
    other = Response.objects.select_related("round").get(pk=response.pk)
    submit(response)
    with pytest.raises(AlreadySubmitted):
        save_answers(other, {"F1.1.a": "yes"})
    assert not AnswerChange.objects.exists()


def test_submitting_twice_counts_once(response: Response) -> None:
    submit(response)
    with pytest.raises(AlreadySubmitted):
        submit(response)
    assert CodedResponse.objects.count() == CountChange.objects.count() == 1


def test_what_is_taken_out_is_what_was_put_in(response: Response) -> None:
    save_answers(response, {"F1.1.a": "no"})
    submit(response)
    exclude(response, "A test by the office.")
    include(response)
    reopen(response)
    changes = list(CountChange.objects.order_by("pk"))
    assert [change.sign for change in changes] == [1, -1, 1, -1]
    assert len({bytes(change.data) for change in changes}) == 1
    assert not CodedResponse.objects.exists()
