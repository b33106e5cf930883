"""States of a response: who may bring it into which, what is remembered, and when the round takes what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from surveys.lifecycle import WrongState, accept, exclude, give_back, include, reopen, submit
from surveys.models import (
    CodedResponse,
    Phase,
    Response,
    ResponseEvent,
    ResponseState,
    ResponseVersion,
    Round,
    RoundNotOpen,
)
from surveys.saving import save_answers

DRAFT, SUBMITTED, RETURNED, RESUBMITTED, ACCEPTED, EXCLUDED = ResponseState.values


@pytest.fixture
def reviewer(db: None):
    return get_user_model().objects.create_user("reviewer@example.org")


def fresh(response: Response) -> Response:
    return Response.objects.select_related("round").get(pk=response.pk)


def bring_into(response: Response, state: str) -> Response:
    """A response in a state, by the steps that lead there."""
    if state != DRAFT:
        submit(response)
    if state in (RETURNED, RESUBMITTED):
        give_back(response, None, "Look again.")
    if state == RESUBMITTED:
        submit(fresh(response))
    if state == ACCEPTED:
        accept(response, None)
    if state == EXCLUDED:
        exclude(response, "A test.")
    return fresh(response)


STEPS: dict[str, Callable[[Response], None]] = {
    "give back": lambda response: give_back(response, None, "Look again."),
    "reopen": reopen,
    "accept": lambda response: accept(response, None),
    "exclude": lambda response: exclude(response, "A test."),
    "include": include,
}
ALLOWED = {
    ("give back", SUBMITTED): RETURNED,
    ("give back", RESUBMITTED): RETURNED,
    ("give back", ACCEPTED): RETURNED,
    ("reopen", SUBMITTED): DRAFT,
    ("reopen", RESUBMITTED): DRAFT,
    ("reopen", ACCEPTED): DRAFT,
    ("accept", SUBMITTED): ACCEPTED,
    ("accept", RESUBMITTED): ACCEPTED,
    ("exclude", SUBMITTED): EXCLUDED,
    ("exclude", RESUBMITTED): EXCLUDED,
    ("exclude", ACCEPTED): EXCLUDED,
    ("include", EXCLUDED): SUBMITTED,
}


@pytest.mark.parametrize("state", ResponseState.values)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_leads_from_its_states_and_is_refused_in_others(response: Response, state: str, step: str) -> None:
    stood = bring_into(response, state)
    events = ResponseEvent.objects.count()
    if (step, state) in ALLOWED:
        STEPS[step](stood)
        assert fresh(response).state == ALLOWED[step, state]
        assert ResponseEvent.objects.last().state == ALLOWED[step, state]
    else:
        with pytest.raises(WrongState):
            STEPS[step](stood)
        assert fresh(response).state == state
        assert ResponseEvent.objects.count() == events
    now = fresh(response)
    assert CodedResponse.objects.filter(response=now).exists() == now.is_counted


def test_each_step_says_who_and_why(response: Response, reviewer) -> None:
    submit(response)
    give_back(response, reviewer, "The law is of 2015.")
    submit(fresh(response))
    accept(response, reviewer)
    told = list(ResponseEvent.objects.values_list("state", "by", "reason"))
    assert told == [
        (SUBMITTED, None, ""),
        (RETURNED, reviewer.pk, "The law is of 2015."),
        (RESUBMITTED, None, ""),
        (ACCEPTED, reviewer.pk, ""),
    ]


def test_what_was_submitted_is_kept_when_it_changes_again(response: Response) -> None:
    save_answers(response, {"F1.1.a": "yes"})
    submit(response)
    give_back(response, None, "Is it so?")
    again = fresh(response)
    save_answers(again, {"F1.1.a": "no"})
    submit(again)
    give_back(response, None, "And now?")
    assert list(ResponseVersion.objects.values_list("number", "answers")) == [
        (1, {"F1.1.a": "yes"}),
        (2, {"F1.1.a": "no"}),
    ]


def closing(survey_round: Round, **changes: object) -> None:
    Round.objects.filter(pk=survey_round.pk).update(**changes)


def test_what_was_begun_in_time_may_be_ended_within_the_grace(response: Response, survey_round: Round) -> None:
    now = timezone.now()
    Response.objects.filter(pk=response.pk).update(started_at=now - timedelta(hours=1))
    closing(survey_round, closes_at=now - timedelta(minutes=5), grace_minutes=10)
    save_answers(fresh(response), {"F1.1.a": "yes"})
    submit(fresh(response))
    assert fresh(response).state == SUBMITTED


@pytest.mark.parametrize(
    ("begun", "closed", "state"), [(60, 11, "open"), (4, 5, "open"), (60, 5, "closed")], ids=["late", "new", "by hand"]
)
def test_grace_ends_and_is_not_for_what_was_begun_late(
    response: Response, survey_round: Round, begun: int, closed: int, state: str
) -> None:
    now = timezone.now()
    Response.objects.filter(pk=response.pk).update(started_at=now - timedelta(minutes=begun))
    closing(survey_round, closes_at=now - timedelta(minutes=closed), grace_minutes=10, state=state)
    with pytest.raises(RoundNotOpen):
        save_answers(fresh(response), {"F1.1.a": "yes"})


def test_what_was_returned_may_change_until_the_round_publishes(response: Response, survey_round: Round) -> None:
    submit(response)
    give_back(response, None, "Look again.")
    now = timezone.now()
    closing(survey_round, closes_at=now - timedelta(days=2), publishes_at=now + timedelta(days=2))
    save_answers(fresh(response), {"F1.1.a": "yes"})
    closing(survey_round, publishes_at=now - timedelta(days=1))
    with pytest.raises(RoundNotOpen):
        save_answers(fresh(response), {"F1.1.a": "no"})


@pytest.mark.parametrize(
    ("changes", "phase"),
    [
        ({"state": "prepared"}, Phase.PREPARE),
        ({"opens_at": 1}, Phase.PREPARE),
        ({}, Phase.COLLECT),
        ({"closes_at": -1}, Phase.VALIDATE),
        ({"state": "closed"}, Phase.VALIDATE),
        ({"closes_at": -2, "publishes_at": 1}, Phase.VALIDATE),
        ({"closes_at": -2, "publishes_at": -1}, Phase.PUBLISH),
        ({"state": "closed", "publishes_at": -1}, Phase.PUBLISH),
        ({"publishes_at": 1, "closes_at": 1}, Phase.COLLECT),
    ],
)
def test_a_moment_has_its_phase(changes: dict, phase: Phase) -> None:
    now = timezone.now()
    moments = {name: now + timedelta(days=days) for name, days in changes.items() if name != "state"}
    assert Round(**{"state": "open", **changes, **moments}).phase(now) == phase
