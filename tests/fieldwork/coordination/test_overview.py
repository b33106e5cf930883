"""Where staff land: their rounds, phases, numbers, and what waits for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fieldwork.coordination.phases import find_steps
from fieldwork.coordination.signing import sign_off
from fieldwork.models import Card, Cause, CheckRun, Finding
from metep.models import User
from surveys.models import Institution, Participant, Response, Role, Round, RoundState
from tests.browsers import browser_of
from tests.fieldwork.coordination.conftest import answer
from tests.surveys.respondents import text_of

WORK, ROUND = "/en/work/", "/en/work/r1/"
OPENS = datetime(2026, 3, 1, 4, tzinfo=UTC)
CLOSES, PUBLISHES = OPENS + timedelta(days=30), OPENS + timedelta(days=60)


@pytest.mark.parametrize(
    ("at", "now", "over"),
    [
        (OPENS - timedelta(seconds=1), [], 0),
        (OPENS, [0], 0),
        (CLOSES - timedelta(seconds=1), [0], 0),
        (CLOSES, [1], 1),
        (PUBLISHES - timedelta(seconds=1), [1], 1),
        (PUBLISHES, [2], 2),
    ],
)
def test_the_phase_of_now_is_marked(at: datetime, now: list[int], over: int) -> None:
    survey_round = Round(state=RoundState.OPEN, opens_at=OPENS, closes_at=CLOSES, publishes_at=PUBLISHES)
    steps = find_steps(survey_round, at)
    assert [number for number, step in enumerate(steps) if step.is_now] == now
    assert sum(step.is_over for step in steps) == over
    assert [(step.begins, step.ends) for step in steps] == [(OPENS, CLOSES), (CLOSES, PUBLISHES), (PUBLISHES, None)]


def test_moments_are_told_in_the_time_zone_of_the_round(administrator: Client, survey_round: Round) -> None:
    Round.objects.update(opens_at=OPENS, closes_at=CLOSES, time_zone="America/New_York")
    for page in (administrator.get(WORK), administrator.get(ROUND)):
        words = text_of(page)
        assert "28 February 2026, 23:00" in words
        assert "America/New_York" in words


def test_the_unknown_sign_in_first(client: Client, survey_round: Round) -> None:
    assert [client.get(path).status_code for path in (WORK, ROUND)] == [302, 302]


def test_somebody_without_a_role_has_no_rounds(survey_round: Round) -> None:
    client = browser_of(User.objects.create_user("nobody@example.org", "a long enough password"))
    assert "There is no round in which you have a role." in text_of(client.get(WORK))
    assert client.get(ROUND).status_code == 404


def test_a_card_says_what_one_is_in_the_round_and_what_waits(
    reviewer: Client, survey_round: Round, institution: Institution
) -> None:
    answer(survey_round, institution, {})
    Card.objects.create(round=survey_round, item="F1.1.a", cause=Cause.QUESTION)
    words = text_of(reviewer.get(WORK))
    assert "You are here: reviewer" in words
    assert "1 response waits for review." in words
    assert "1 fact is being settled." in words


def test_a_card_of_a_coordinator_counts_her_institutions_that_have_not_signed(
    make_staff: Callable[..., User], survey_round: Round, institution: Institution, other_institution: Institution
) -> None:
    coordinator = make_staff(Role.COORDINATOR, institution)
    client = browser_of(coordinator)
    assert "1 institution of yours has not signed off." in text_of(client.get(WORK))
    answer(survey_round, institution, {})
    sign_off(survey_round, institution, coordinator)
    assert "signed off" not in text_of(client.get(WORK))
    answer(survey_round, institution, {})  # ends the sign-off
    assert "1 institution of yours has not signed off." in text_of(client.get(WORK))
    Round.objects.update(state=RoundState.PREPARED)
    assert "signed off" not in text_of(client.get(WORK))


def test_a_card_of_an_administrator_counts_who_has_not_submitted(
    administrator: Client, reviewer: Client, survey_round: Round
) -> None:
    Participant.objects.create(round=survey_round, language="kk")
    assert "1 participant has not submitted." in text_of(administrator.get(WORK))
    assert "has not submitted." not in text_of(reviewer.get(WORK))
    Round.objects.update(state=RoundState.CLOSED)
    assert "has not submitted." not in text_of(administrator.get(WORK))


@pytest.fixture
def reviewer(make_staff: Callable[..., User]) -> Client:
    return browser_of(make_staff(Role.REVIEWER))


@pytest.fixture
def full(survey_round: Round, institution: Institution, other_institution: Institution) -> Round:
    """Two institutions with responses, open facts, participants, findings; one of them is signed off."""
    answer(survey_round, institution, {"F1.1.a": "no"})
    answer(survey_round, institution, {}, submitted=False)
    answer(survey_round, other_institution, {"F1.1.a": "no"})
    answer(survey_round, None, {"F1.1.a": "no"})
    for owner in (institution, other_institution, other_institution):
        Participant.objects.create(round=survey_round, institution=owner, language="kk")
    for number, owner in enumerate((institution, other_institution, None)):
        Card.objects.create(round=survey_round, institution=owner, item=f"F{number}", cause=Cause.QUESTION)
    run = CheckRun.objects.create(round=survey_round, finished_at=timezone.now())
    Finding.objects.bulk_create([Finding(run=run, check_code="x") for _ in range(4)])
    CheckRun.objects.create(round=survey_round)  # one that has not finished
    sign_off(survey_round, other_institution, User.objects.create_user("s@example.org", "a long enough password"))
    return survey_round


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (None, (4, 1, 2, 3, 3, 4)),
        (Role.REVIEWER, (4, 1, 2, None, 3, 4)),
        (Role.ANALYST, (4, 1, 2, None, None, None)),
        (Role.COORDINATOR, (2, 0, 1, 1, 1, None)),
        (Role.CLERK, (0, None, None, None, None, None)),
        (Role.FACILITATOR, (0, None, None, None, None, None)),
    ],
)
def test_everybody_counts_what_she_may_see(
    administrator: Client,
    make_staff: Callable[..., User],
    full: Round,
    institution: Institution,
    role: Role | None,
    expected: tuple[int | None, ...],
) -> None:
    client = administrator
    if role is not None:
        client = browser_of(make_staff(role, institution if role == Role.COORDINATOR else None))
    page = client.get(ROUND)
    numbers = page.context["numbers"]
    assert (
        numbers.responses,
        numbers.signed,
        numbers.institutions,
        numbers.missing,
        numbers.cards,
        numbers.findings,
    ) == expected
    words = text_of(page)
    assert ("Findings of the quality checks" in words) == (expected[5] is not None)
    assert ("Institutions signed off" in words) == (expected[1] is not None)


def test_a_clerk_counts_what_she_entered(make_staff: Callable[..., User], full: Round) -> None:
    clerk = make_staff(Role.CLERK)
    entered = answer(full, None, {})
    Response.objects.filter(pk=entered.pk).update(entered_by=clerk)
    assert browser_of(clerk).get(ROUND).context["numbers"].responses == 1


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.REVIEWER, "responses/"),
        (Role.REVIEWER, "facts/"),
        (Role.REVIEWER, "quality/"),
        (Role.COORDINATOR, "institutions/I1/"),
        (Role.COORDINATOR, "institutions/I1/sign-off/"),
        (Role.FACILITATOR, "workshops/"),
        (Role.CLERK, "paper/"),
    ],
)
def test_what_to_do_next_leads_to_pages_that_open(
    make_staff: Callable[..., User], full: Round, institution: Institution, role: Role, path: str
) -> None:
    client = browser_of(make_staff(role, institution if role == Role.COORDINATOR else None))
    urls = [todo.url for todo in client.get(ROUND).context["todos"]]
    assert ROUND + path in urls
    assert [url for url in urls if client.get(url).status_code != 200] == []


def test_an_administrator_is_led_through_the_phases(administrator: Client, full: Round) -> None:
    def todos() -> list[str]:
        return [todo.url.removeprefix(ROUND) for todo in administrator.get(ROUND).context["todos"]]

    assert {"mail/", "institutions/", "responses/"} <= set(todos())
    Round.objects.update(state=RoundState.PREPARED)
    assert todos()[:2] == ["people/", "mail/"]
    Round.objects.update(state=RoundState.CLOSED, closes_at=CLOSES - timedelta(days=400))
    assert "institutions/" in todos()
    Round.objects.update(publishes_at=CLOSES - timedelta(days=399))
    assert "institutions/" not in todos()


def test_who_is_done_is_told_so(make_staff: Callable[..., User], survey_round: Round) -> None:
    Round.objects.update(state=RoundState.CLOSED)
    page = browser_of(make_staff(Role.CLERK)).get(ROUND)
    assert "Nothing waits for you in this round." in text_of(page)
