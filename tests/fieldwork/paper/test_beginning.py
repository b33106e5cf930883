"""Beginning a paper: for whom, in which language, filled in when."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from metep.models import User
from surveys.links import create_link
from surveys.models import Contact, Institution, Mode, Participant, PersonalLink, Response, Round
from tests.fieldwork.paper.conftest import BASE
from tests.surveys.respondents import text_of

FORM = {"institution": "", "language": "kk", "filled_on": "15.01.2026", "people": "1", "consent": "on"}


@pytest.fixture
def participant(survey_round: Round, institution: Institution) -> Participant:
    made = Participant.objects.create(round=survey_round, institution=institution, language="ru", sections=["F"])
    Contact.objects.create(participant=made, round=survey_round, name="Қатысушы 1 (синтетикалық)")
    return made


def test_a_paper_for_an_institution_is_begun(
    clerk: Client, clerk_user: User, survey_round: Round, institution: Institution
) -> None:
    Round.objects.update(notice_kk="Неге?")
    answer = clerk.post(f"{BASE}new/", FORM | {"institution": str(institution.pk)})
    made = Response.objects.get()
    assert answer["Location"] == f"{BASE}{made.pk}/"
    assert (made.mode, made.entered_by, made.institution) == (Mode.PAPER, clerk_user, institution)
    assert (made.language, made.participants, made.sections) == ("kk", 1, ["F", "P", "N"])
    assert made.consented_at.astimezone(survey_round.zone).isoformat()[:13] == "2026-01-15T12"
    assert made.notice is not None
    assert made.notice.text_kk == "Неге?"
    words = text_of(clerk.get(answer["Location"]))
    assert "Entered by clerk@example.org" in words
    assert "Institution, no named participant" in words


def test_a_group_is_not_asked_for_opinions(clerk: Client) -> None:
    clerk.post(f"{BASE}new/", FORM | {"people": "12"})
    made = Response.objects.get()
    assert (made.participants, made.sections, made.institution) == (12, ["F", "N"], None)


def test_a_group_that_is_asked_nothing_is_refused(clerk: Client, survey_round: Round) -> None:
    Round.objects.update(sections=["P"])
    answer = clerk.post(f"{BASE}new/", FORM | {"people": "2"})
    assert answer.status_code == 422
    assert "A group is asked nothing here" in text_of(answer)


def test_a_participant_is_found_and_her_links_lead_to_the_paper(
    clerk: Client, participant: Participant, survey_round: Round
) -> None:
    create_link(survey_round, participant.institution, participant=participant)
    found = text_of(clerk.get(f"{BASE}new/?q=institution"))
    assert str(participant) in found
    assert "синтетикалық" not in found, "a clerk may not see contacts"
    address = f"{BASE}new/?participant={participant.pk}"
    assert f"Participant {participant}" in text_of(clerk.get(address))
    clerk.post(address, FORM | {"language": "ru"})
    made = Response.objects.get()
    assert (made.participant, made.institution, made.sections) == (participant, participant.institution, ["F"])
    assert PersonalLink.objects.get().response == made
    answer = clerk.post(address, FORM, follow=True)
    assert "has begun to answer already" in text_of(answer)
    assert Response.objects.count() == 1
    assert "Nobody was found" in text_of(clerk.get(f"{BASE}new/?q=institution"))


def test_names_are_for_those_who_may_see_contacts(administrator: Client, participant: Participant) -> None:
    assert "Қатысушы 1 (синтетикалық)" in text_of(administrator.get(f"{BASE}new/?q=синтетикалық"))
    assert "Қатысушы 1" in text_of(administrator.get(f"{BASE}new/?participant={participant.pk}"))


@pytest.mark.parametrize("words", ["№7-77777", "%", "'; drop", "ешкім", "9" * 30])
def test_a_search_that_finds_nobody_says_so(clerk: Client, participant: Participant, words: str) -> None:
    answer = clerk.get(f"{BASE}new/", {"q": words})
    assert "Nobody was found" in text_of(answer)


def test_participants_of_another_round_are_not_found(clerk: Client, participant: Participant, version: Any) -> None:
    other = Round.objects.create(
        code="r2", country="KZ", title_en="x", version=version, method="m", languages=["kk"], sections=["F"]
    )
    stranger = Participant.objects.create(round=other, language="kk")
    assert clerk.get(f"{BASE}new/?participant={stranger.pk}").status_code == 404


@pytest.mark.parametrize("key", ["x", "0", "-1", "9" * 40, "²"])
def test_a_participant_who_is_none_is_not_found(clerk: Client, survey_round: Round, key: str) -> None:
    assert clerk.get(f"{BASE}new/", {"participant": key}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"language": ""}, "This field is required."),
        ({"language": "de"}, "Select a valid choice."),
        ({"filled_on": ""}, "Give the date that stands on the paper"),
        ({"filled_on": "31.02.2026"}, "This is not a date."),
        ({"filled_on": "2999-01-01"}, "The date lies in the future"),
        ({"filled_on": "1999-12-31"}, "The date lies in the future"),
        ({"people": ""}, "Give a whole number."),
        ({"people": "0"}, "at least 1"),
        ({"people": "two"}, "Give a whole number."),
        ({"people": "10001"}, "Give a smaller number."),
        ({"consent": ""}, "Without consent on the paper"),
        ({"institution": "999999"}, "Choose an institution from the list."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    clerk: Client, survey_round: Round, fields: dict[str, str], reason: str
) -> None:
    answer = clerk.post(f"{BASE}new/", FORM | {"people": "7"} | fields)
    assert answer.status_code == 422
    assert text_of(answer).count(reason) >= 2
    assert f'value="{({"people": "7"} | fields)["people"]}"' in answer.content.decode()
    assert not Response.objects.exists()


def test_a_round_that_takes_no_answers_takes_no_papers(
    clerk: Client, administrator: Client, survey_round: Round
) -> None:
    survey_round.close()
    for client in (clerk, administrator):
        assert client.post(f"{BASE}new/", FORM).status_code == 403
        answer = client.get(f"{BASE}new/")
        assert answer.status_code == 403
        assert "closed and takes no more answers" in text_of(answer)
    assert "An administrator can import late papers" in text_of(clerk.get(BASE))
    assert not Response.objects.exists()
