"""A respondent reads questions about her answers by her link and replies; not those of others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fieldwork.facts.cards import ask, settle
from fieldwork.models import Card, Cause, Remark
from metep.models import User
from surveys.lifecycle import submit
from surveys.models import Institution, PersonalLink, Response, Round
from tests.surveys.respondents import Respondent, text_of

MEGABYTE = "ә" * 2**20


@pytest.fixture
def respondent(survey_round: Round) -> Respondent:
    """Has submitted Yes to the facts."""
    made = Respondent.begin()
    made.fill("F1.1/", {"F1.1.a": "yes"})
    made.fill("F2.1/", {"F2.1.a": "yes"})
    submit(made.response)
    return made


@pytest.fixture
def card(survey_round: Round, institution: Institution, reviewer: User) -> Card:
    made = Card.objects.create(round=survey_round, institution=institution, item="F2.1.a", cause=Cause.QUESTION)
    ask(made, reviewer, "Where is it <published>?")
    return made


def reply(respondent: Respondent, card: Card, text: str = "On the site."):
    return respondent.post(f"remarks/{card.pk}/", {"text": text})


def test_a_question_waits_in_the_list_until_it_is_answered(respondent: Respondent, card: Card) -> None:
    assert "1 waits for your reply" in text_of(respondent.get("receipt/"))
    page = text_of(respondent.get("remarks/"))
    assert "Where is it &lt;published&gt;?" in page
    assert "You answered: Yes" in page
    answer = reply(respondent, card)
    assert respondent.lands_on(answer) == "remarks/"
    remark = card.remarks.last()
    assert (remark.text, remark.response, remark.by) == ("On the site.", respondent.response, None)
    receipt = text_of(respondent.get("receipt/"))
    assert "waits for your reply" not in receipt
    assert "Questions about your answers" in receipt


def test_the_list_of_a_draft_names_questions_too(respondent: Respondent, card: Card) -> None:
    Response.objects.update(state="draft")
    assert "1 waits for your reply" in text_of(respondent.get())


def test_without_a_question_there_is_nothing_in_the_list(respondent: Respondent, survey_round: Round) -> None:
    Card.objects.create(round=survey_round, item="F1.1.a", cause=Cause.DISAGREEMENT)  # nobody has asked yet
    assert "Questions about your answers" not in text_of(respondent.get("receipt/"))
    assert "Nobody has asked you anything." in text_of(respondent.get("remarks/"))


def test_replies_of_others_are_not_shown(respondent: Respondent, card: Card) -> None:
    other = Respondent.begin(Client())
    other.fill("F2.1/", {"F2.1.a": "no"})
    reply(other, card, "There is no such site.")
    assert "There is no such site." not in text_of(respondent.get("remarks/"))
    assert "There is no such site." in text_of(other.get("remarks/"))


def test_anothers_card_is_not_found(
    respondent: Respondent, survey_round: Round, institution: Institution, reviewer: User
) -> None:
    elsewhere = Institution.objects.create(code="I9", country="KZ", name_kk="Б", name_ru="Д", name_en="Other")
    cards = [
        Card.objects.create(round=survey_round, institution=elsewhere, item="F2.1.a", cause=Cause.QUESTION),
        Card.objects.create(round=survey_round, item="F1.1.c", cause=Cause.QUESTION),  # she did not answer it
    ]
    for card in cards:
        ask(card, reviewer, "Is it so?")
        assert reply(respondent, card).status_code == 404
    silent = Card.objects.create(round=survey_round, item="F1.1.a", cause=Cause.QUESTION)
    assert reply(respondent, silent).status_code == 404
    assert not Remark.objects.filter(response__isnull=False).exists()


def test_a_browser_without_the_link_gets_nothing(respondent: Respondent, card: Card, client: Client) -> None:
    assert client.get(respondent.base + "remarks/").status_code == 403
    assert client.post(f"{respondent.base}remarks/{card.pk}/", {"text": "x"}).status_code == 403


def test_a_colleague_with_some_chapters_gets_no_questions(respondent: Respondent, card: Card) -> None:
    PersonalLink.objects.update(chapters=["F1"])
    assert respondent.get("remarks/").status_code == 403
    assert reply(respondent, card).status_code == 403


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Write a reply."),
        (" \n", "Write a reply."),
        ("a\0b", "Null characters"),
        (MEGABYTE, "Write at most 4000 characters: there are 1048576."),
    ],
)
def test_a_bad_reply_is_refused_and_kept(respondent: Respondent, card: Card, text: str, complaint: str) -> None:
    answer = reply(respondent, card, text)
    assert answer.status_code == 422
    assert complaint in text_of(answer)
    assert not Remark.objects.filter(response__isnull=False).exists()


def test_a_settled_card_takes_no_reply_and_loses_nothing(respondent: Respondent, card: Card, reviewer: User) -> None:
    settle(card, reviewer, "yes", "Seen.")
    assert "Settled: thank you." in text_of(respondent.get("remarks/"))
    answer = reply(respondent, card, "Too late a word.")
    assert answer.status_code == 409
    assert "Too late a word." in text_of(answer)
    assert "takes no more replies" in text_of(answer)


def test_replies_are_taken_while_the_round_validates_and_not_afterwards(respondent: Respondent, card: Card) -> None:
    now = timezone.now()
    Round.objects.update(closes_at=now - timedelta(days=2))
    assert reply(respondent, card).status_code == 302
    Round.objects.update(publishes_at=now - timedelta(days=1))
    assert reply(respondent, card).status_code == 403
    assert Remark.objects.filter(response__isnull=False).count() == 1


def test_a_changed_language_leads_back_to_the_questions(respondent: Respondent, card: Card) -> None:
    assert respondent.lands_on(respondent.get(f"remarks/{card.pk}/")) == "remarks/"
