"""The notice of a round in versions: each consent keeps the words that it was given to."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from surveys.lifecycle import submit
from surveys.models import Notice, Response, Round
from surveys.notices import current_notice
from tests.surveys.administration import sign_in
from tests.surveys.respondents import Respondent, text_of
from tests.surveys.test_admin_rounds import RIGHTS, form_of, url


def change(survey_round: Round, **words: str) -> Round:
    Round.objects.filter(pk=survey_round.pk).update(**{f"notice_{language}": text for language, text in words.items()})
    survey_round.refresh_from_db()
    return survey_round


def test_the_first_version_is_made_when_it_is_needed(survey_round: Round) -> None:
    notice = current_notice(change(survey_round, kk="Бір", ru="Раз", en="One"))
    assert (notice.number, notice.text_kk, notice.text_ru, notice.text_en) == (1, "Бір", "Раз", "One")
    assert current_notice(survey_round) == notice


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_text_changed_in_any_language_is_the_next_version(survey_round: Round, language: str) -> None:
    first = current_notice(change(survey_round, kk="Бір", ru="Раз", en="One"))
    second = current_notice(change(survey_round, **{language: "New"}))
    assert (first.number, second.number) == (1, 2)
    third = current_notice(change(survey_round, kk="Бір", ru="Раз", en="One"))
    assert third.number == 3


def test_a_version_never_changes(survey_round: Round) -> None:
    current_notice(survey_round)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Notice.objects.update(text_kk="Басқа")


def test_a_round_without_a_notice_has_a_version_too(survey_round: Round) -> None:
    assert current_notice(survey_round).text_kk in (None, "")


def test_consent_keeps_the_version_that_was_shown(survey_round: Round) -> None:
    change(survey_round, en="Old words")
    browser = Client()
    assert "Old words" in text_of(browser.get("/en/rounds/r1/"))
    first = Respondent.begin(browser).response
    change(survey_round, en="New words")
    browser = Client()
    browser.get("/en/rounds/r1/")
    second = Respondent.begin(browser).response
    assert first.notice is not None
    assert second.notice is not None
    assert (first.notice.text_en, second.notice.text_en) == ("Old words", "New words")


def test_her_receipt_says_to_which_version_she_agreed(survey_round: Round) -> None:
    browser = Client()
    browser.get("/en/rounds/r1/")
    respondent = Respondent.begin(browser)
    submit(Response.objects.get())
    assert "version 1 of the notice" in text_of(respondent.get("receipt/"))


def test_saving_the_round_makes_the_next_version_and_the_page_shows_all(survey_round: Round) -> None:
    editor = sign_in(*RIGHTS)
    form = form_of(survey_round.version, code="r1", notice_kk="Бір", notice_ru="Раз", notice_en="One")
    assert editor.post(url("change", survey_round.pk), form).status_code == 302
    assert editor.post(url("change", survey_round.pk), {**form, "notice_en": "Two"}).status_code == 302
    assert editor.post(url("change", survey_round.pk), {**form, "notice_en": "Two"}).status_code == 302
    assert list(Notice.objects.values_list("number", "text_en")) == [(1, "One"), (2, "Two")]
    page = editor.get(url("change", survey_round.pk))
    words = text_of(page)
    assert "One" in words
    assert 'name="notices-0-text_en"' not in page.content.decode()
