"""The home page and the start of a round: who may begin, and what must be said first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from surveys.forms.start import NO_INSTITUTION
from surveys.links import hash_of
from surveys.models import Institution, Mode, PersonalLink, Response, Round, RoundState
from tests.surveys.respondents import CONSENT, Respondent, text_of


def test_the_home_page_lists_rounds_that_anybody_may_answer_now(client: Client, survey_round: Round) -> None:
    assert "/en/rounds/r1/" in client.get("/en/").content.decode()
    survey_round.has_open_link = False
    survey_round.save()
    assert "/en/rounds/r1/" not in client.get("/en/").content.decode()


def test_the_home_page_does_not_list_a_closed_round(client: Client, survey_round: Round) -> None:
    survey_round.close()
    assert "/en/rounds/r1/" not in client.get("/en/").content.decode()


def test_the_bare_address_leads_to_kazakh(client: Client, db: None) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/kk/")


def test_the_start_tells_who_asks_and_who_is_asked_what(client: Client, survey_round: Round) -> None:
    survey_round.notice_en = "The ministry asks."
    survey_round.save()
    words = text_of(client.get("/en/rounds/r1/"))
    assert all(part in words for part in ("The ministry asks.", "Facts", "Perceptions", "Projects", "Institution"))


def test_consent_creates_a_response_and_its_personal_link(client: Client, survey_round: Round) -> None:
    answer = client.post("/ru/rounds/r1/", CONSENT)
    response = Response.objects.get()
    assert answer["Location"] == f"/ru/responses/{response.pk}/link/"
    assert (response.language, response.institution.code, response.mode) == ("ru", "I1", Mode.INDIVIDUAL)
    assert response.sections == ["F", "P", "N"]
    assert response.consented_at is not None
    secret = client.session["responses"][str(response.pk)]
    assert PersonalLink.objects.get().secret_hash == hash_of(secret)


def test_the_personal_link_is_shown_to_keep(respondent: Respondent) -> None:
    (secret,) = respondent.client.session["responses"].values()
    for page in ("link/", ""):
        assert f"http://testserver/en/answer/{secret}/" in respondent.get(page).content.decode()


def test_one_may_answer_for_no_institution(client: Client, survey_round: Round) -> None:
    respondent = Respondent.begin(client, institution=NO_INSTITUTION)
    assert respondent.response.institution is None


@pytest.mark.parametrize(
    ("form", "message", "field"),
    [
        ({"consent": ""}, "Tick the box if you agree to take part.", "id_consent"),
        ({"institution": ""}, "Choose an institution, or that you answer for none.", "id_institution"),
        ({"institution": "I9"}, "Choose an institution from the list", "id_institution"),
        ({"institution": "I1\x00"}, "Choose an institution from the list", "id_institution"),
        ({"mode": "collective"}, "Say how many people are in the group.", "id_participants"),
        ({"mode": "collective", "participants": "1"}, "A group has at least two people.", "id_participants"),
        ({"mode": "collective", "participants": "many"}, "Give a whole number.", "id_participants"),
        ({"mode": "paper"}, "Select a valid choice", "id_mode"),
    ],
)
def test_a_start_that_lacks_something_says_so_and_begins_nothing(
    client: Client, survey_round: Round, form: dict[str, str], message: str, field: str
) -> None:
    answer = client.post("/en/rounds/r1/", CONSENT | form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(message) >= 2  # in the summary and at the field
    assert f'href="#{field}' in page
    assert "<title>Error:" in page
    assert not Response.objects.exists()


def test_a_group_answers_once_and_is_not_asked_personal_opinions(client: Client, survey_round: Round) -> None:
    response = Respondent.begin(client, mode="collective", participants="12").response
    assert (response.mode, response.participants, response.sections) == (Mode.COLLECTIVE, 12, ["F", "N"])


def test_a_round_of_personal_opinions_asks_no_group(client: Client, survey_round: Round) -> None:
    survey_round.sections = ["P"]
    survey_round.save()
    assert 'name="mode"' not in client.get("/en/rounds/r1/").content.decode()
    Respondent.begin(client)


def test_the_language_buttons_of_the_start_keep_what_was_chosen(client: Client, survey_round: Round) -> None:
    answer = client.post("/en/rounds/r1/", {"institution": "I1", "consent": "on", "language": "ru"})
    page = answer.content.decode()
    assert 'lang="ru"' in page
    assert 'action="/ru/rounds/r1/"' in page
    assert '<option value="I1" selected>Учреждение' in page
    assert 'name="consent"' in page
    assert "checked" in page.split('name="consent"')[1].split(">")[0]
    assert "error-summary" not in page
    assert not Response.objects.exists()


def test_the_language_buttons_of_the_start_change_the_words_of_the_sections(
    client: Client, survey_round: Round
) -> None:
    words = text_of(client.post("/en/rounds/r1/", {"language": "ru"}))
    assert "Факты" in words
    assert "Facts" not in words


def test_an_institution_called_none_is_one(client: Client, survey_round: Round) -> None:
    called_none = Institution.objects.create(code="none", country="KZ", name_kk="Жоқ", name_ru="Нет", name_en="None")
    survey_round.institutions.add(called_none)
    assert Respondent.begin(client, institution="none").response.institution == called_none
    assert Respondent.begin(client, institution=NO_INSTITUTION).response.institution is None


def test_a_language_that_the_round_does_not_offer_leads_to_one_that_it_does(
    client: Client, survey_round: Round
) -> None:
    survey_round.languages = ["ru", "kk"]
    survey_round.save()
    answer = client.get("/en/rounds/r1/?from=mail")
    assert (answer.status_code, answer["Location"]) == (302, "/ru/rounds/r1/?from=mail")
    page = client.get("/ru/rounds/r1/").content.decode()
    assert 'value="kk" lang="kk"' in page
    assert ">English<" not in page


def test_somebody_who_has_begun_is_led_back_to_her_answers(respondent: Respondent) -> None:
    assert f'href="{respondent.base}"' in respondent.client.get("/en/rounds/r1/").content.decode()


def test_a_round_by_invitation_refuses_the_open_link(client: Client, survey_round: Round) -> None:
    survey_round.has_open_link = False
    survey_round.save()
    for answer in (client.get("/en/rounds/r1/"), client.post("/en/rounds/r1/", CONSENT)):
        assert answer.status_code == 403
        assert "answered by personal links only" in text_of(answer)
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": RoundState.PREPARED}, "has not opened yet"),
        ({"opens_at": timezone.now() + timedelta(days=2)}, "Answers are taken from"),
        ({"state": RoundState.CLOSED}, "is closed"),
        ({"closes_at": timezone.now() - timedelta(days=2)}, "Answers were taken until"),
    ],
)
def test_a_round_that_is_not_open_says_so_and_takes_nothing(
    client: Client, survey_round: Round, change: dict[str, object], words: str
) -> None:
    Round.objects.update(**change)
    for answer in (client.get("/en/rounds/r1/"), client.post("/en/rounds/r1/", CONSENT)):
        assert answer.status_code == 403
        assert words in text_of(answer)
    assert not Response.objects.exists()


def test_an_unknown_round_is_not_found(client: Client, db: None) -> None:
    answer = client.get("/en/rounds/nothing/")
    assert answer.status_code == 404
    assert "There is no page at this address" in text_of(answer)


def test_made_up_data_are_labelled_on_every_page(respondent: Respondent) -> None:
    Round.objects.update(is_synthetic=True)
    for path in ("link/", "", "profile/", "F1.1/", "N1.1/", "N1.1/new/", "check/"):
        assert "All answers of this round are synthetic" in text_of(respondent.get(path)), path
    assert "All answers of this round are synthetic" in text_of(respondent.client.get("/en/rounds/r1/"))
