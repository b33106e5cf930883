"""The answer book tells facts as they were answered, and opinions only where enough people gave one."""

from __future__ import annotations

import io
import random
from itertools import count
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from reports.report.answer_book import build_answer_book
from reports.report.plain import PlainReport, print_plain
from reports.results import results_of
from scoring.results import UnitTier
from surveys.lifecycle import add_submitted
from surveys.models import Evidence, Institution, Response, ReviewComment, Round, Validation
from tests.answering import random_response

SEEDS = count()


def answer(survey_round: Round, institution: Institution, number: int, **answers: Any) -> list[Response]:
    chance = random.Random(next(SEEDS))
    found = {code.replace("_", "."): value for code, value in answers.items()}
    return add_submitted(
        random_response(survey_round, chance, institution=institution, answers=found) for _one in range(number)
    )


def book_of(survey_round: Round, language: str = "en") -> PlainReport:
    with translation.override(language):
        results = results_of(survey_round)
        return build_answer_book(results, results.units(UnitTier.INSTITUTION)[0])


def rows_of(book: PlainReport, anchor: str = "") -> dict[str, tuple[str, ...]]:
    """Cells of all tables by what stands first, the code of an item only."""
    return {
        row[0].split(" · ")[0]: row[1:]
        for chapter in book.chapters
        if not anchor or chapter.anchor == anchor
        for section in chapter.sections
        for table in section.tables
        for row in table.rows
    }


def test_several_respondents_are_counted(survey_round: Round, institution: Institution) -> None:
    answer(survey_round, institution, 2, F2_1_a="yes", F1_1_a="no")
    answer(survey_round, institution, 1, F2_1_a="dk", F1_1_share=12.5)
    rows = rows_of(book_of(survey_round))
    assert rows["F2.1.a"] == ("Yes: 2; No: 0; Do not know: 1", "3")
    assert rows["F1.1.a"] == ("Yes: 0; No: 2; Do not know: 0; without an answer: 1", "2")
    assert "12.5" in rows["F1.1.share"][0]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "12.5% (2 times); 40%; without an answer: 1"),
        ("ru", "12,5 % (2 раза); 40 %; без ответа: 1"),
        ("kk", "12,5 % (2 рет); 40 %; жауапсыз: 1"),
    ],
)
def test_what_was_given_more_than_once_says_how_often(
    survey_round: Round, institution: Institution, language: str, wanted: str
) -> None:
    answer(survey_round, institution, 2, F1_1_a="yes", F1_1_share=12.5)
    answer(survey_round, institution, 1, F1_1_a="yes", F1_1_share=40)
    answer(survey_round, institution, 1, F1_1_a="yes")
    assert rows_of(book_of(survey_round, language))["F1.1.share"][0].replace("\u00a0", " ").replace(" %", "%") == (
        wanted.replace(" %", "%")
    )


def test_one_respondent_is_told_as_an_answer_but_not_her_opinion(survey_round: Round, institution: Institution) -> None:
    answer(survey_round, institution, 1, F2_1_a="yes", P1_1_a="4")
    book = book_of(survey_round)
    rows = rows_of(book)
    assert rows["F2.1.a"] == ("Yes", "1")
    assert rows["P1.1.a"][0] == "not told"
    told = next(chapter for chapter in book.chapters if chapter.number == "P")
    assert told.lead == "Fewer than 5 people answered this part: their opinions are not told."


@pytest.mark.parametrize(("people", "told"), [(4, False), (5, True)])
def test_opinions_need_as_many_people_as_the_method_says(
    survey_round: Round, institution: Institution, people: int, told: bool
) -> None:
    answer(survey_round, institution, people, P1_1_a="4")
    shown = rows_of(book_of(survey_round))["P1.1.a"][0]
    assert (shown != "not told") is told
    assert ("4" in shown) is told


def test_an_item_that_few_of_many_answered_is_not_told(survey_round: Round, institution: Institution) -> None:
    answer(survey_round, institution, 6, P1_1_a="4")
    answer(survey_round, institution, 4, P1_1_a="3", P1_3_a="0")
    rows = rows_of(book_of(survey_round))
    assert rows["P1.1.a"][0] != "not told"
    assert rows["P1.3.a"][0] == "not told"


def test_what_stands_below_a_no_was_not_asked(survey_round: Round, institution: Institution) -> None:
    answer(survey_round, institution, 1, F1_1_a="no", F1_1_b="yes")
    answer(survey_round, institution, 1, F2_1_a="no")
    assert "F1.1.b" not in rows_of(book_of(survey_round))


def test_drafts_and_other_institutions_are_left_out(survey_round: Round, institution: Institution) -> None:
    other = Institution.objects.create(code="I2", country="KZ", name_kk="Б", name_ru="Д", name_en="Other")
    survey_round.institutions.add(other)
    answer(survey_round, other, 3, F2_1_a="no")
    answer(survey_round, institution, 1, F2_1_a="yes")
    Response.objects.create(
        round=survey_round, institution=institution, language="kk", sections=["F"], answers={"F2.1.a": "no"}
    )
    assert rows_of(book_of(survey_round))["F2.1.a"] == ("Yes", "1")


def test_settled_facts_evidence_and_comments_are_listed_but_none_about_opinions(
    survey_round: Round, institution: Institution
) -> None:
    (response,) = answer(survey_round, institution, 1, F2_1_a="no", P1_1_a="1")
    Validation.objects.create(
        round=survey_round, institution=institution, item="F2.1.a", value="yes", reason="The site was seen."
    )
    Evidence.objects.create(response=response, items=["F2.1.a"], url="https://example.org/site", note="Home page")
    Evidence.objects.create(response=response, items=["P1.1.a"], url="https://example.org/opinion")
    for item, text in (("F2.1.a", "Which site?"), ("P1.1.a", "Why so low?")):
        ReviewComment.objects.create(response=response, item=item, text=text, version=1, at=timezone.now())
    ReviewComment.objects.create(response=response, item="F2.1.a", text="Not sent yet")
    book = book_of(survey_round)
    assert rows_of(book, "section-F")["F2.1.a"] == ("No. Settled by a reviewer: Yes.", "1")
    assert rows_of(book, "validated")["F2.1.a"] == ("Yes", "The site was seen.")
    assert rows_of(book, "evidence")["F2.1.a"][0] == "https://example.org/site"
    assert rows_of(book, "comments")["F2.1.a"][0] == "Which site?"
    with translation.override("en"):
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(print_plain(book))).pages)
    assert "opinion" not in text.replace("Personal opinions", "").replace("their opinions", "")
    assert "Why so low" not in text
    assert "Not sent yet" not in text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_it_is_printed_in_every_language(answered_round: Round, language: str) -> None:
    book = book_of(answered_round, language)
    with translation.override(language):
        reader = pypdf.PdfReader(io.BytesIO(print_plain(book)))
    for page in reader.pages:
        text = " ".join(page.extract_text().split())
        assert book.provenance.split(" · ")[0] in text
    assert "None" not in "".join(page.extract_text() for page in reader.pages)


def test_an_institution_without_answers_has_a_book_that_says_so(survey_round: Round) -> None:
    book = book_of(survey_round)
    assert book.facts == (("Responses that count", "0"),)
    assert [chapter.anchor for chapter in book.chapters] == ["validated", "evidence", "comments"]


def test_more_answers_take_no_more_queries(survey_round: Round, institution: Institution) -> None:
    answer(survey_round, institution, 3, F2_1_a="yes", P1_1_a="4")
    with CaptureQueriesContext(connection) as few, translation.override("en"):
        results = results_of(survey_round)
        build_answer_book(results, results.units(UnitTier.INSTITUTION)[0])
    for response in answer(survey_round, institution, 30, F2_1_a="no", P1_1_a="1"):
        Evidence.objects.create(response=response, items=["F2.1.a"], url="https://example.org/site")
        ReviewComment.objects.create(response=response, item="F2.1.a", text="Which?", version=1)
    results_of(survey_round)
    with CaptureQueriesContext(connection) as many, translation.override("en"):
        results = results_of(survey_round)
        build_answer_book(results, results.units(UnitTier.INSTITUTION)[0])
    assert len(many) <= len(few) <= 25
