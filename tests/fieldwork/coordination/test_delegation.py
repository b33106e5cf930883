"""A coordinator gives chapters of a response to colleagues, by a link that is shown, and mailed if she wants."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from fieldwork.coordination.tasks import mail_delegation
from surveys.delegating import delegate, withdraw
from surveys.models import Institution, PersonalLink, Response, Round, RoundState
from tests.fieldwork.coordination.conftest import answer
from tests.surveys.respondents import text_of

BELOW = "work/r1/institutions/"

FORM = {"chapters": ["F1", "F2"], "name": "Айгүл", "email": ""}


@pytest.fixture(autouse=True)
def _work_at_once(work_at_once: None) -> None: ...


@pytest.fixture
def draft(survey_round: Round, institution: Institution) -> Response:
    return answer(survey_round, institution, {"F1.1.a": "yes"}, submitted=False)


def address(response: Response, institution: str = "I1", language: str = "en") -> str:
    return f"/{language}/{BELOW}{institution}/responses/{response.pk}/delegate/"


def test_the_link_is_shown_once_and_opens_the_chapters(coordinator: Client, draft: Response) -> None:
    assert coordinator.post(address(draft), FORM)["Location"] == address(draft)
    page = coordinator.get(address(draft)).content.decode()
    found = re.search(r'value="http://testserver(/en/answer/[^"]+)"', page)[1]
    assert "<svg" in page
    assert Client().get(found)["Location"] == f"/en/responses/{draft.pk}/"
    assert "/answer/" not in coordinator.get(address(draft)).content.decode()
    link = PersonalLink.objects.get()
    assert (link.chapters, link.label, link.institution.code) == (["F1", "F2"], "Айгүл", "I1")
    assert link.made_by.email == "coordinator@example.org"
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("kk", "Сізге тапсырылған тараулар: Сынақ раунды", "Сәлеметсіз бе, Айгүл!"),
        ("ru", "Главы, порученные Вам: Пробный раунд", "Здравствуйте, Айгүл!"),
        ("en", "Chapters for you to answer: Test round", "Hello, Айгүл."),
    ],
)
def test_the_mail_is_in_the_language_of_the_page_and_its_link_opens(
    coordinator: Client, draft: Response, settings: object, language: str, subject: str, words: str
) -> None:
    settings.SITE_URL = "https://survey.example.org"
    coordinator.post(address(draft, language=language), FORM | {"email": "aigul@example.org"})
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == (subject, ["aigul@example.org"])
    assert words in letter.body
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert f'<html lang="{language}">' in html
    (found,) = re.findall(rf"^https://survey.example.org(/{language}/answer/\S+)$", letter.body, re.MULTILINE)
    assert f'href="https://survey.example.org{found}"' in html
    assert Client().get(found)["Location"] == f"/{language}/responses/{draft.pk}/"


def test_a_language_that_the_round_does_not_offer_is_not_mailed(coordinator: Client, draft: Response) -> None:
    Round.objects.update(languages=["ru", "kk"])
    coordinator.post(address(draft), FORM | {"email": "aigul@example.org"})
    assert mail.outbox[0].subject.startswith("Главы")


def test_a_name_with_marks_is_text_in_both_forms_of_the_mail(coordinator: Client, draft: Response) -> None:
    coordinator.post(address(draft), FORM | {"name": "<b>Д'Арк & Co</b>", "email": "d@example.org"})
    assert "<b>Д'Арк & Co</b>" in mail.outbox[0].body
    assert "&lt;b&gt;" in mail.outbox[0].alternatives[0][0]


def test_no_secret_waits_in_the_queue_and_a_withdrawn_link_is_not_mailed(draft: Response) -> None:
    link, secret = delegate(draft, ["F1"], "Айгүл")
    withdraw(draft, link.pk)
    result = mail_delegation.enqueue(link.pk, "aigul@example.org", "kk")
    assert result.return_value is False
    assert secret not in str(result.args)
    assert mail.outbox == []


def test_a_mail_that_is_refused_leaves_no_link_behind(draft: Response, settings: object) -> None:
    link, _secret = delegate(draft, ["F1"], "Айгүл")
    settings.EMAIL_BACKEND = "tests.fieldwork.coordination.refusing.EmailBackend"
    result = mail_delegation.enqueue(link.pk, "aigul@example.org", "kk")
    assert result.status == "FAILED"
    assert PersonalLink.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"chapters": []}, "Choose at least one chapter."),
        ({"chapters": ["P1"]}, "Choose chapters from the list."),
        ({"name": ""}, "Give the name of the colleague."),
        ({"email": "no address"}, "Give a whole e-mail address"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "Give a whole e-mail address"),
    ],
)
def test_a_form_that_cannot_be_used_says_why(
    coordinator: Client, draft: Response, changed: dict[str, object], words: str
) -> None:
    answered = coordinator.post(address(draft), FORM | changed)
    assert answered.status_code == 422
    assert words in text_of(answered)
    assert not PersonalLink.objects.exists()


def test_a_chapter_that_is_given_already_says_to_whom(coordinator: Client, draft: Response) -> None:
    coordinator.post(address(draft), FORM)
    answered = coordinator.post(address(draft), FORM | {"name": "Ерлан"})
    assert answered.status_code == 422
    assert "Айгүл has “Law” already." in text_of(answered)


def test_a_link_is_withdrawn(coordinator: Client, draft: Response) -> None:
    link, secret = delegate(draft, ["F1"], "Айгүл")
    answered = coordinator.post(f"{address(draft)}{link.pk}/withdraw/", follow=True)
    assert "The link of Айгүл has been withdrawn." in text_of(answered)
    assert Client().get(f"/en/answer/{secret}/").status_code == 403
    assert coordinator.post(f"{address(draft)}{link.pk}/withdraw/").status_code == 403
    assert coordinator.get(f"{address(draft)}{link.pk}/withdraw/").status_code == 405


def test_a_submitted_response_and_a_closed_round_are_refused(
    coordinator: Client, survey_round: Round, institution: Institution, draft: Response
) -> None:
    submitted = answer(survey_round, institution, {"F1.1.a": "yes"})
    assert coordinator.get(address(submitted)).status_code == 403
    assert coordinator.post(address(submitted), FORM).status_code == 403
    Round.objects.update(state=RoundState.CLOSED)
    assert coordinator.post(address(draft), FORM).status_code == 403
    assert not PersonalLink.objects.exists()


def test_responses_of_other_institutions_and_rounds_are_not_to_be_found(
    coordinator: Client,
    administrator: Client,
    stranger: Client,
    survey_round: Round,
    other_institution: Institution,
    draft: Response,
) -> None:
    theirs = answer(survey_round, other_institution, {}, submitted=False)
    assert coordinator.get(address(theirs)).status_code == 404
    assert coordinator.get(address(theirs, "I2")).status_code == 404
    assert administrator.get(address(theirs)).status_code == 404  # not of the institution in the address
    assert stranger.post(address(draft), FORM).status_code == 404
    link, _secret = delegate(draft, ["F1"], "Айгүл")
    assert stranger.post(f"{address(draft)}{link.pk}/withdraw/").status_code == 404
    assert PersonalLink.objects.get(pk=link.pk).revoked_at is None
