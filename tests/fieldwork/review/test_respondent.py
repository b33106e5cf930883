"""The respondent's side: a returned response says why, at the answers too; after submission its state."""

from __future__ import annotations

from django.test import Client

from surveys.lifecycle import accept, give_back, submit
from surveys.models import PersonalLink, Response
from surveys.reviewing import comment, return_with_comments
from tests.surveys.respondents import Respondent, text_of


def submitted_by(respondent: Respondent) -> Response:
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    submit(respondent.response)
    return respondent.response


def test_a_returned_response_says_why_in_the_list_and_at_the_answers(respondent: Respondent, reviewer) -> None:
    response = submitted_by(respondent)
    comment(response, reviewer, "F1.1.a", "Which law?\n<b>Name it.</b>")
    comment(response, reviewer, "N1.1", "Name the initiatives.")
    return_with_comments(response, reviewer, "The answers contradict each other.")
    listed = text_of(respondent.get())
    assert "The answers contradict each other." in listed
    assert "Which law?" in listed
    assert "Name the initiatives." in listed
    page = respondent.get("F1.1/")
    assert "Which law?" in text_of(page)
    assert "<b>Name it.</b>" not in page.content.decode()
    assert "Name the initiatives." in text_of(respondent.get("N1.1/"))
    assert "Which law?" not in text_of(respondent.get("P1.1/"))


def test_comments_that_wait_or_are_dealt_with_stay_with_the_reviewers(respondent: Respondent, reviewer) -> None:
    response = submitted_by(respondent)
    comment(response, reviewer, "F1.1.a", "Said and done.")
    return_with_comments(response, reviewer, "Look again.")
    response.comments.update(resolved_at=response.started_at)
    comment(response, reviewer, "F1.1.a", "Not said yet.")
    page = text_of(respondent.get()) + text_of(respondent.get("F1.1/"))
    assert "Said and done." not in page
    assert "Not said yet." not in page


def test_the_respondent_changes_and_submits_again(respondent: Respondent) -> None:
    response = submitted_by(respondent)
    give_back(response, None, "Look again.")
    respondent.fill("F1.1/", {"F1.1.a": "no"})
    answer = respondent.post("check/", {"declaration": "on"})
    assert respondent.lands_on(answer) == "receipt/"
    assert "submitted again" in text_of(respondent.get("receipt/"))
    assert respondent.answers["F1.1.a"] == "no"
    assert response.versions.get().answers["F1.1.a"] == "yes"
    assert "Look again." not in text_of(respondent.get("receipt/"))


def test_the_receipt_shows_that_a_response_was_accepted(respondent: Respondent) -> None:
    accept(submitted_by(respondent), None)
    assert "accepted" in text_of(respondent.get("receipt/"))


def test_a_draft_shows_no_reason(respondent: Respondent) -> None:
    assert "returned to you" not in text_of(respondent.get())


def test_the_link_opens_a_returned_response_on_another_device(respondent: Respondent) -> None:
    give_back(submitted_by(respondent), None, "Look again.")
    secret = next(iter(respondent.client.session["responses"].values()))
    other = Client()
    assert "Look again." in text_of(other.get(f"/en/answer/{secret}/", follow=True))
    PersonalLink.objects.update(chapters=["F1"])  # a delegate sees the comments at the answers, not the letter
    assert "Look again." not in text_of(other.get(respondent.base))
