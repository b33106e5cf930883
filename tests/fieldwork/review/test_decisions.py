"""What reviewers decide: return with comments, accept, exclude, include; what is refused; whom mail tells of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from fieldwork.review.tasks import tell_returned
from metep.models import User
from surveys.lifecycle import accept, exclude, give_back, submit
from surveys.models import Contact, Institution, Phase, Response, ResponseState, ReviewComment, Role, Round
from tests.browsers import browser_of
from tests.fieldwork.review.test_pages import page_of
from tests.fieldwork.reviewing import make_participant, make_response, make_staff
from tests.surveys.respondents import text_of

MEGABYTE = "ә" * 2**20


def decide(client: Client, response: Response, decision: str, reason: str = "Because."):
    return client.post(page_of(response, "decide/"), {"decision": decision, "reason": reason})


def state_of(response: Response) -> str:
    return Response.objects.values_list("state", flat=True).get(pk=response.pk)


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        ("return", ResponseState.RETURNED),
        ("accept", ResponseState.ACCEPTED),
        ("exclude", ResponseState.EXCLUDED),
    ],
)
def test_a_decision_is_taken_once_with_its_reason_and_by_whom(
    submitted: Response, reviewing: Client, reviewer: User, decision: str, state: str
) -> None:
    assert decide(reviewing, submitted, decision).status_code == 302
    event = submitted.events.last()
    assert event is not None
    assert (event.state, event.by, event.reason) == (state, reviewer, "Because.")
    again = decide(reviewing, submitted, decision)
    assert again.status_code == 409
    assert "no longer in the state" in text_of(again)
    assert "Because." in text_of(again)  # what was typed is not lost
    assert submitted.events.filter(state=state).count() == 1


def test_an_excluded_response_counts_again(submitted: Response, reviewing: Client) -> None:
    exclude(submitted, "A test.")
    assert decide(reviewing, submitted, "include", "").status_code == 302
    assert state_of(submitted) == ResponseState.SUBMITTED


def as_draft(response: Response) -> None:
    Response.objects.filter(pk=response.pk).update(state=ResponseState.DRAFT, submitted_at=None)


WRONG: list[tuple[Callable[[Response], None], str]] = [
    (as_draft, "return"),
    (as_draft, "accept"),
    (as_draft, "exclude"),
    (as_draft, "include"),
    (lambda response: give_back(response, None, "Once."), "return"),
    (lambda response: give_back(response, None, "Once."), "accept"),
    (lambda response: accept(response, None), "accept"),
    (lambda response: accept(response, None), "include"),
    (lambda response: exclude(response, "Once."), "return"),
    (lambda response: exclude(response, "Once."), "accept"),
    (lambda response: exclude(response, "Once."), "exclude"),
]


@pytest.mark.parametrize(("before", "decision"), WRONG)
def test_what_the_state_does_not_allow_is_refused(
    submitted: Response, reviewing: Client, before: Callable[[Response], None], decision: str
) -> None:
    before(submitted)
    state = state_of(submitted)
    assert decide(reviewing, submitted, decision).status_code == 409
    assert state_of(submitted) == state


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"decision": "return", "reason": ""}, "Give the reason."),
        ({"decision": "exclude", "reason": "  \n "}, "Give the reason."),
        ({"decision": "", "reason": "x"}, "Choose what is to be done."),
        ({"decision": "burn", "reason": "x"}, "Choose what is to be done."),
        ({"decision": "return", "reason": "a\0b"}, "Null characters"),
        ({"decision": "return", "reason": MEGABYTE}, "Write at most 4000 characters: there are 1048576."),
        ({}, "Choose what is to be done."),
    ],
)
def test_a_bad_decision_is_refused_and_kept(
    submitted: Response, reviewing: Client, data: dict[str, str], complaint: str
) -> None:
    answer = reviewing.post(page_of(submitted, "decide/"), data)
    assert answer.status_code == 422
    assert complaint in text_of(answer)
    assert state_of(submitted) == ResponseState.SUBMITTED


@pytest.mark.parametrize("role", [Role.ANALYST, Role.CLERK, Role.FACILITATOR])
def test_other_roles_decide_nothing(survey_round: Round, submitted: Response, role: Role) -> None:
    client = browser_of(make_staff("other@example.org", role, survey_round))
    assert decide(client, submitted, "accept").status_code == 403
    assert client.post(page_of(submitted, "comment/?item=F1.1.a"), {"text": "x"}).status_code == 403
    assert state_of(submitted) == ResponseState.SUBMITTED


def into(survey_round: Round, phase: Phase) -> None:
    now = timezone.now()
    survey_round.closes_at = now - timedelta(days=2)
    if phase == Phase.PUBLISH:
        survey_round.publishes_at = now - timedelta(days=1)
    survey_round.save()


def test_decisions_are_taken_while_the_round_validates(
    survey_round: Round, submitted: Response, reviewing: Client
) -> None:
    into(survey_round, Phase.VALIDATE)
    assert decide(reviewing, submitted, "accept").status_code == 302


def test_nothing_is_decided_once_the_round_publishes(
    survey_round: Round, submitted: Response, reviewing: Client
) -> None:
    into(survey_round, Phase.PUBLISH)
    noted = ReviewComment.objects.create(response=submitted, item="F1.1.a", text="x")
    assert decide(reviewing, submitted, "exclude").status_code == 403
    assert reviewing.get(page_of(submitted, "comment/?item=F1.1.a")).status_code == 403
    assert reviewing.post(page_of(submitted, f"comment/{noted.pk}/end/")).status_code == 403
    page = text_of(reviewing.get(page_of(submitted)))
    assert "nothing is decided" in page
    assert "Remove the comment" not in page
    assert state_of(submitted) == ResponseState.SUBMITTED


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Write the comment."),
        ("  ", "Write the comment."),
        ("a\0b", "Null characters"),
        (MEGABYTE, "Write at most 4000 characters"),
    ],
)
def test_a_bad_comment_is_refused(submitted: Response, reviewing: Client, text: str, complaint: str) -> None:
    answer = reviewing.post(page_of(submitted, "comment/?item=F1.1.a"), {"text": text})
    assert answer.status_code == 422
    assert complaint in text_of(answer)
    assert not submitted.comments.exists()


def comment_on(client: Client, response: Response, item: str, text: str) -> ReviewComment:
    assert client.post(page_of(response, f"comment/?item={item}"), {"text": text}).status_code == 302
    noted = response.comments.last()
    assert noted is not None
    return noted


def test_a_comment_waits_until_the_response_is_returned(submitted: Response, reviewing: Client) -> None:
    noted = comment_on(reviewing, submitted, "F1.1.a", "Which law?")
    assert noted.version is None
    assert "1 comment waits" in text_of(reviewing.get(page_of(submitted)))
    decide(reviewing, submitted, "return")
    noted.refresh_from_db()
    assert noted.version == 1


def test_a_comment_that_waits_is_removed_and_one_that_was_sent_is_dealt_with(
    submitted: Response, reviewing: Client
) -> None:
    noted = comment_on(reviewing, submitted, "F1.1.a", "Which law?")
    reviewing.post(page_of(submitted, f"comment/{noted.pk}/end/"))
    assert not submitted.comments.exists()
    sent = comment_on(reviewing, submitted, "F1.1.a", "Which law?")
    decide(reviewing, submitted, "return")
    reviewing.post(page_of(submitted, f"comment/{sent.pk}/end/"))
    sent.refresh_from_db()
    assert sent.resolved_at is not None


def test_a_comment_of_another_response_is_not_found(
    survey_round: Round, submitted: Response, reviewing: Client
) -> None:
    other = ReviewComment.objects.create(response=make_response(survey_round), item="F1.1.a", text="x")
    assert reviewing.post(page_of(submitted, f"comment/{other.pk}/end/")).status_code == 404
    assert reviewing.get(page_of(submitted, f"comment/{other.pk}/end/")).status_code == 405


def test_acceptance_deals_with_what_was_said(submitted: Response, reviewing: Client) -> None:
    sent = comment_on(reviewing, submitted, "F1.1.a", "Which law?")
    decide(reviewing, submitted, "return")
    submit(Response.objects.select_related("round").get(pk=submitted.pk))
    comment_on(reviewing, submitted, "F1.1.b", "Never sent.")
    decide(reviewing, submitted, "accept")
    left = submitted.comments.get()
    assert left == sent
    assert left.resolved_at is not None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_respondent_is_told_by_mail_once_in_her_language(
    survey_round: Round, institution: Institution, reviewing: Client, client: Client, language: str
) -> None:
    participant = make_participant(survey_round, institution, "p@example.org", language)
    response = make_response(survey_round, institution, participant=participant)
    decide(reviewing, response, "return", "Қайсы заң <…>?")
    tell_returned.call(response.events.last().pk)  # a worker that tries again
    (letter,) = mail.outbox
    assert letter.to == ["p@example.org"]
    with translation.override(language):
        assert letter.subject == translation.gettext("Your answers were returned to you: %(round)s") % {
            "round": survey_round.title
        }
    html = letter.alternatives[0][0]
    assert "Қайсы заң <…>?" in letter.body
    assert "Қайсы заң &lt;…&gt;?" in html
    assert f'lang="{language}"' in html
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in letter.body
    assert stop in html
    assert client.get(stop.removeprefix("http://localhost:8000")).status_code == 200
    address = next(line for line in letter.body.splitlines() if line.startswith("http"))
    opened = client.get(address.removeprefix("http://localhost:8000"), follow=True)
    assert opened.status_code == 200
    assert "Қайсы заң" in text_of(opened)


@pytest.mark.parametrize("change", [{"email": ""}, {"unsubscribed_at": timezone.now()}, {"bounced_at": timezone.now()}])
def test_nobody_is_told_who_cannot_or_will_not_be(
    survey_round: Round, institution: Institution, change: dict[str, object]
) -> None:
    participant = make_participant(survey_round, institution, "p@example.org")
    Contact.objects.update(**change)
    response = make_response(survey_round, institution, participant=participant)
    give_back(response, None, "Look.")
    tell_returned.call(response.events.last().pk)
    assert mail.outbox == []


def test_nobody_is_told_of_what_has_moved_on(survey_round: Round, institution: Institution) -> None:
    response = make_response(
        survey_round, institution, participant=make_participant(survey_round, institution, "p@example.org")
    )
    give_back(response, None, "Look.")
    event = response.events.last()
    submit(Response.objects.select_related("round").get(pk=response.pk))
    tell_returned.call(event.pk)
    tell_returned.call(0)
    assert mail.outbox == []
