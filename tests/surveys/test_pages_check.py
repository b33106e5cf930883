"""The check of all answers, the submission, the receipt and the copy."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from surveys import catalogue
from surveys.lifecycle import submit
from surveys.models import CodedResponse, ResponseState, Round
from surveys.saving import save_answers, save_profile
from tests.surveys.respondents import Respondent, text_of


def test_the_check_shows_answers_as_words(respondent: Respondent) -> None:
    save_profile(respondent.response, {"position": "Lawyer"})
    entry = {"N1.1.name": "A portal", "N1.1.end": "2026-12-31", "N1.1.media": ["site", "other"]}
    save_answers(respondent.response, {"F1.1.a": "dk", "F1.1.share": 12.5, "N1.1": [entry]})
    words = text_of(respondent.get("check/"))
    assert all(part in words for part in ("Lawyer", "Do not know", "12.5\xa0%".replace("\xa0", " ")))
    assert all(part in words for part in ("Project: entry 1", "A portal", "31 December 2026", "Site; Other"))


def test_the_check_names_what_is_missing_with_links(respondent: Respondent) -> None:
    save_answers(respondent.response, {"F1.1.a": "yes"})
    answer = respondent.get("check/")
    assert "7 questions have no answer" in text_of(answer)
    page = answer.content.decode()
    assert 'href="../F1.1/#F1.1.b"' in page
    assert 'href="../P1.2/#P1.2.a.info"' in page
    assert "#F1.1.share" not in page  # a percentage may be left out
    assert "#F2.1.a.count" not in page  # not asked: its parent is not Yes


def test_the_check_says_when_nothing_is_missing(respondent: Respondent) -> None:
    answers = {"F1.1.a": "no", "F1.1.c": "no", "F2.1.a": "no", "P1.1.a": "1", "P1.2.a.info": "1"}
    save_answers(respondent.response, answers | {"P1.2.a.consult": "1", "P1.3.a": "5"})
    assert "Nothing is missing." in text_of(respondent.get("check/"))


def test_the_check_marks_answers_that_do_not_count(respondent: Respondent) -> None:
    save_answers(respondent.response, {"F1.1.a": "no", "F1.1.b": "yes"})
    words = text_of(respondent.get("check/"))
    assert "1 answer is kept but does not count" in words
    assert "Is it applied? Yes does not count" in words


def test_submitting_needs_the_declaration(respondent: Respondent) -> None:
    answer = respondent.post("check/", {})
    assert answer.status_code == 422
    assert answer.content.decode().count("Tick the box to confirm your answers before you submit them.") == 2
    assert respondent.response.is_editable


def test_submitting_counts_once_and_gives_a_receipt(respondent: Respondent) -> None:
    for _ in range(2):  # pressed twice
        answer = respondent.post("check/", {"declaration": "on"})
        assert respondent.lands_on(answer) == "receipt/"
    assert CodedResponse.objects.count() == 1
    response = respondent.response
    words = text_of(respondent.get("receipt/"))
    assert response.state == ResponseState.SUBMITTED
    assert response.reference in words
    assert "(UTC+0500)" in words


def test_a_second_press_at_the_same_moment_leads_to_the_receipt(respondent: Respondent, monkeypatch) -> None:
    def submit_twice(response: object, language: str) -> None:
        submit(respondent.response)
        submit(response, language)

    monkeypatch.setattr("surveys.views.check.submit", submit_twice)
    assert respondent.lands_on(respondent.post("check/", {"declaration": "on"})) == "receipt/"
    assert CodedResponse.objects.count() == 1


def test_a_response_speaks_the_language_in_which_it_was_submitted(respondent: Respondent) -> None:
    respondent.client.post(respondent.base.replace("/en/", "/ru/") + "check/", {"declaration": "on"})
    assert respondent.response.language == "ru"


def test_a_gap_that_is_required_keeps_the_answers_from_being_submitted(respondent: Respondent) -> None:
    save_answers(respondent.response, {"N1.1": [{"N1.1.name": "One"}, {"N1.1.url": "https://example.org"}]})
    answer = respondent.post("check/", {"declaration": "on"})
    assert answer.status_code == 422
    assert '<a href="../N1.1/2/#N1.1.name">Project: entry 2: answer “Name”.</a>' in answer.content.decode()
    assert respondent.response.is_editable


def test_a_required_question_of_the_profile_keeps_the_answers_too(respondent: Respondent, survey_round: Round) -> None:
    instrument = catalogue.instrument_of(survey_round.version_id)
    required = replace(instrument, profile=(replace(instrument.profile[0], required=True),))
    catalogue._instruments[survey_round.version_id] = required
    answer = respondent.post("check/", {"declaration": "on"})
    assert 'href="../profile/#position"' in answer.content.decode()
    assert respondent.response.is_editable


def test_a_draft_has_no_receipt(respondent: Respondent) -> None:
    assert respondent.lands_on(respondent.get("receipt/")) == ""


def test_an_excluded_response_still_has_its_receipt(respondent: Respondent) -> None:
    from surveys.lifecycle import exclude

    submit(respondent.response)
    exclude(respondent.response, "A test by the office.")
    answer = respondent.get("receipt/")
    assert answer.status_code == 200
    assert "A test by the office." not in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["Заң бар ма?", "Иә", "Мекеме"]),
        ("ru", ["Есть ли закон?", "Да", "Учреждение"]),
        ("en", ["Is there a law?", "Yes"]),
    ],
)
def test_the_copy_is_an_accessible_pdf_in_the_language_of_the_answers(
    respondent: Respondent, language: str, words: list[str], tmp_path: Path
) -> None:
    save_answers(respondent.response, {"F1.1.a": "yes", "N1.1": [{"N1.1.name": "ӘҒҚҢӨҰҮҺІ <b>&"}]})
    submit(respondent.response, language)
    answer = respondent.get("copy.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="r1-{respondent.response.reference}.pdf"'
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert [word for word in [*words, respondent.response.reference, "ӘҒҚҢӨҰҮҺІ <b>&"] if word not in text] == []
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert str(document.Root.Lang) == language
        assert document.Root.MarkInfo.Marked
        assert respondent.response.reference in str(document.docinfo["/Title"])
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_a_copy_of_a_draft_says_that_it_is_one(respondent: Respondent) -> None:
    answer = respondent.get("copy.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Not submitted: a draft" in text


def test_a_copy_loads_nothing_that_somebody_typed(respondent: Respondent) -> None:
    save_answers(
        respondent.response,
        {"N1.1": [{"N1.1.name": '<img src="file:///etc/hostname"><style>@import url(http://127.0.0.1:1/)</style>'}]},
    )
    answer = respondent.get("copy.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "<img" in text
