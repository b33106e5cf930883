"""Personal links: begin once, resume ever after, and refuse what is forged or withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from surveys.links import create_link
from surveys.models import Institution, Participant, PersonalLink, Response, Round
from tests.surveys.respondents import Respondent, text_of

START = {"mode": "individual", "consent": "on"}


@pytest.fixture
def invited(survey_round: Round, institution: Institution) -> str:
    """The secret of a link for the institution, which asks one section only."""
    return create_link(survey_round, institution, ["F"], label="the lawyer")[1]


def test_the_database_keeps_no_secret(invited: str) -> None:
    link = PersonalLink.objects.get()
    assert len(invited) >= 43  # 32 bytes
    assert invited not in str(vars(link))


def test_the_secret_leaves_the_address_at_once(client: Client, invited: str) -> None:
    answer = client.get(f"/en/answer/{invited}/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/answer/")


def test_a_link_without_a_language_finds_one(client: Client, invited: str) -> None:
    assert client.get(f"/answer/{invited}/")["Location"] == f"/kk/answer/{invited}/"


def test_the_first_use_asks_for_consent_and_begins_what_the_link_names(client: Client, invited: str) -> None:
    client.get(f"/en/answer/{invited}/")
    assert "You are invited to answer for: Institution" in text_of(client.get("/en/answer/"))
    assert not Response.objects.exists()
    answer = client.post("/en/answer/", START)
    response = Response.objects.get()
    assert answer["Location"] == f"/en/responses/{response.pk}/link/"
    assert (response.institution.code, response.sections) == ("I1", ["F"])
    assert PersonalLink.objects.get().response == response


def test_without_consent_nothing_begins(client: Client, invited: str) -> None:
    client.get(f"/en/answer/{invited}/")
    assert client.post("/en/answer/", {"mode": "individual"}).status_code == 422
    assert not Response.objects.exists()


def test_consent_pressed_twice_begins_one_response(client: Client, invited: str) -> None:
    client.get(f"/en/answer/{invited}/")
    first = client.post("/en/answer/", START)
    client.get(f"/en/answer/{invited}/")
    session = client.session
    session["link"] = invited  # as the second press found it
    session.save()
    second = client.post("/en/answer/", START)
    assert second["Location"] == f"/en/answer/{invited}/"
    assert client.get(second["Location"])["Location"] == first["Location"].removesuffix("link/")
    assert Response.objects.count() == 1


def test_a_link_resumes_on_another_device(respondent: Respondent) -> None:
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    (secret,) = respondent.client.session["responses"].values()
    other = Client()
    answer = other.get(f"/ru/answer/{secret}/")
    assert answer["Location"] == respondent.base.replace("/en/", "/ru/")
    assert Respondent(other, respondent.base).get("F1.1/").status_code == 200


def test_after_submission_a_link_shows_the_receipt(respondent: Respondent) -> None:
    (secret,) = respondent.client.session["responses"].values()
    respondent.post("check/", {"declaration": "on"})
    answer = Client().get(f"/en/answer/{secret}/", follow=True)
    assert answer.redirect_chain[-1][0] == respondent.base + "receipt/"
    assert respondent.response.reference in text_of(answer)


@pytest.mark.parametrize("secret", ["forged", "x" * 43, "%00", "a" * 3000, "Әріп"])
def test_a_forged_link_is_not_found(client: Client, survey_round: Round, secret: str) -> None:
    answer = client.get(f"/en/answer/{secret}/")
    assert answer.status_code == 404
    assert "There is no such personal link" in text_of(answer)


def test_a_withdrawn_link_is_refused(client: Client, invited: str) -> None:
    PersonalLink.objects.update(revoked_at=timezone.now())
    answer = client.get(f"/en/answer/{invited}/")
    assert answer.status_code == 403
    assert "has been withdrawn" in text_of(answer)


def test_a_link_withdrawn_before_consent_begins_nothing(client: Client, invited: str) -> None:
    client.get(f"/en/answer/{invited}/")
    PersonalLink.objects.update(revoked_at=timezone.now())
    assert client.post("/en/answer/", START).status_code == 403
    assert not Response.objects.exists()


def test_a_round_without_personal_links_begins_none(client: Client, survey_round: Round, invited: str) -> None:
    Round.objects.update(has_personal_links=False)
    assert client.get(f"/en/answer/{invited}/").status_code == 403


def test_the_consent_page_needs_a_link(client: Client, survey_round: Round) -> None:
    answer = client.get("/en/answer/")
    assert answer.status_code == 403
    assert "Open your personal link to begin." in text_of(answer)


def test_a_link_of_a_closed_round_says_that_it_is_closed(client: Client, survey_round: Round, invited: str) -> None:
    survey_round.close()
    answer = client.get(f"/en/answer/{invited}/", follow=True)
    assert answer.status_code == 403
    assert "This round is closed" in text_of(answer)


def test_somebody_elses_response_stays_closed(respondent: Respondent) -> None:
    stranger = Respondent(Client(), respondent.base)
    for path in ("", "link/", "profile/", "F1.1/", "N1.1/", "N1.1/new/", "check/", "receipt/", "copy.pdf"):
        answer = stranger.get(path)
        assert answer.status_code == 403, path
        assert "Open your personal link to go on." in text_of(answer)


def test_an_identifier_that_is_none_of_ours_is_refused_like_somebody_elses(client: Client, db: None) -> None:
    assert client.get("/en/responses/7f4a1d4e-0000-4000-8000-000000000000/").status_code == 403
    assert client.get("/en/responses/not-a-uuid/").status_code == 404


def test_a_revoked_link_stops_a_browser_that_is_already_in(survey_round: Round) -> None:
    respondent = Respondent.begin()
    PersonalLink.objects.update(revoked_at=timezone.now())
    answer = respondent.get()
    assert answer.status_code == 403
    assert "withdrawn" in text_of(answer)
    refused = respondent.post("F1.1/", {"F1.1.a": "yes"})
    assert refused.status_code == 403
    assert respondent.answers == {}


def test_links_expire_with_the_round(survey_round: Round) -> None:
    respondent = Respondent.begin()
    past = timezone.now() - timedelta(days=1)
    Round.objects.update(closes_at=past, publishes_at=past)
    assert "expired" in text_of(respondent.get("receipt/"))


def test_all_links_of_a_participant_lead_to_her_one_response(survey_round: Round, institution: Institution) -> None:
    participant = Participant.objects.create(round=survey_round, institution=institution, language="kk")
    first, second = (create_link(survey_round, institution, participant=participant)[1] for _time in range(2))
    for secret in (first, second):
        client = Client()
        client.get(f"/en/answer/{secret}/")
        client.post("/en/answer/", START)
    later = create_link(survey_round, institution, participant=participant)[1]
    response = Response.objects.get()
    assert response.participant == participant
    assert Client().get(f"/en/answer/{later}/")["Location"] == f"/en/responses/{response.pk}/"


@pytest.fixture
def delegate(response: Response, survey_round: Round) -> Respondent:
    """Somebody who was asked for the first chapter of another's response."""
    secret = create_link(survey_round, response.institution, response=response, chapters=["F1"], label="A colleague")[1]
    client = Client()
    return Respondent(client, client.get(f"/en/answer/{secret}/")["Location"])


def test_a_delegate_answers_her_chapter(delegate: Respondent) -> None:
    assert delegate.fill("F1.1/", {"F1.1.a": "yes"}).status_code == 302
    assert delegate.answers == {"F1.1.a": "yes"}
    assert delegate.response.changes.get().link.label == "A colleague"


def test_a_delegate_is_told_what_becomes_of_her_name_and_answers(delegate: Respondent, survey_round: Round) -> None:
    Round.objects.filter(pk=survey_round.pk).update(notice_en="Answers are kept for a year.")
    words = text_of(delegate.client.get(delegate.base.replace("/kk/", "/en/")))
    assert "The name of your link is kept with the answers" in words
    assert "Answers are kept for a year." in words


@pytest.mark.parametrize("path", ["P1.1/", "profile/"])
def test_a_delegate_finds_no_other_page(delegate: Respondent, path: str) -> None:
    assert delegate.get(path).status_code == 404
    assert delegate.post(path, {"P1.1.a": "3", "name": "N"}).status_code == 404
    assert (delegate.answers, delegate.response.profile) == ({}, {})


@pytest.mark.parametrize("path", ["check/", "link/", "receipt/", "copy.pdf"])
def test_what_is_the_respondents_own_is_refused_to_a_delegate(delegate: Respondent, path: str) -> None:
    assert delegate.get(path).status_code == 403
    assert delegate.post("check/", {"declaration": "on"}).status_code == 403
    assert delegate.response.is_editable
