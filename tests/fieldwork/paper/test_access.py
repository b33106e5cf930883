"""Who sees which page of papers; the list; the blank questionnaire."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from fieldwork.paper.blank import sections_of
from fieldwork.paper.printing import Wanted, what_is_asked
from metep.models import User
from surveys.models import Assignment, Institution, Mode, Response, Role, Round
from surveys.questionnaires import questionnaire_of
from tests.browsers import browser_of
from tests.fieldwork.paper.conftest import BASE, make_user
from tests.surveys.respondents import text_of

ENTERS = {"administrator", Role.CLERK}
PRINTS = ENTERS | {Role.COORDINATOR}


@pytest.mark.parametrize("who", [*Role.values, "administrator"])
def test_papers_are_for_clerks_and_administrators(
    survey_round: Round, institution: Institution, paper: Response, who: str
) -> None:
    if who == "administrator":
        user = User.objects.create_superuser("x@example.org", "a long enough password")
    else:
        user = make_user("x", who, survey_round, institution=institution if who == Role.COORDINATOR else None)
    browser = browser_of(user)
    expected = 200 if who in ENTERS else 403
    for path in ("", "new/", f"{paper.pk}/", f"{paper.pk}/F1/", f"{paper.pk}/discard/"):
        assert browser.get(BASE + path).status_code == expected, path
    assert browser.post(f"{BASE}{paper.pk}/F1/", {"go": "list"}).status_code == (302 if who in ENTERS else 403)
    assert browser.get(f"{BASE}blank/?chapter=F1").status_code == (200 if who in PRINTS else 403)


def test_the_unknown_sign_in_and_clerks_of_other_rounds_find_nothing(paper: Response, version: object) -> None:
    other = Round.objects.create(
        code="r2", country="KZ", title_en="x", version=version, method="m", languages=["kk"], sections=["F"]
    )
    stranger = browser_of(make_user("stranger", Role.CLERK, other))
    for path in ("", "new/", "blank/", f"{paper.pk}/", f"{paper.pk}/F1/"):
        assert Client().get(BASE + path).status_code == 302, path
        assert stranger.get(BASE + path).status_code == 404, path
    assert stranger.get(f"/en/work/r2/paper/{paper.pk}/").status_code == 404


def test_a_clerk_sees_papers_of_the_round_only(clerk: Client, paper: Response, response: Response) -> None:
    imported = Response.objects.create(round=paper.round, language="kk", sections=["F"], mode=Mode.PAPER)
    for own in (response, imported):
        assert clerk.get(f"{BASE}{own.pk}/").status_code == 404
        assert clerk.post(f"{BASE}{own.pk}/F1/", {"F1.1.a": "yes"}).status_code == 404
        assert clerk.post(f"{BASE}{own.pk}/discard/").status_code == 404
    words = text_of(clerk.get(BASE))
    assert paper.reference in words
    assert response.reference not in words
    assert imported.reference not in words


def test_the_code_on_a_paper_opens_its_chapter(clerk: Client, paper: Response) -> None:
    page = clerk.get(f"{BASE}?chapter=F2").content.decode()
    assert f'href="{BASE}{paper.pk}/F2/"' in page
    assert f'href="{BASE}{paper.pk}/"' in clerk.get(f"{BASE}?chapter=<b>").content.decode()


def test_papers_are_found_by_their_reference(clerk: Client, paper: Response) -> None:
    assert paper.reference in text_of(clerk.get(BASE, {"q": paper.reference[:6].lower()}))
    assert "No paper has this reference." in text_of(clerk.get(BASE, {"q": "!!"}))


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["Заң бар ма?", "Иә", "Жоқ", "Білмеймін", "F1.1.b", "Сынақ раунды", "Жауабыңыз «Иә» болмаса"]),
        ("ru", ["Есть ли закон?", "Да", "Нет", "Не знаю", "F1.1.b", "Пробный раунд", "перейдите к пункту F1.1.c"]),
        ("en", ["Is there a law?", "Yes", "No", "Do not know", "F1.1.b", "Test round", "go to F1.1.c"]),
    ],
)
def test_the_blank_questionnaire_is_printed_in_its_language(clerk: Client, language: str, words: list[str]) -> None:
    answer = clerk.get(f"{BASE}blank/?language={language}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="r1-{language}.pdf"'
    printed = " ".join(words_of(answer.content).split())
    assert [word for word in words if word not in printed] == []
    reader = PdfReader(io.BytesIO(answer.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(reader.trailer["/Root"]["/Lang"]) == language


def test_parts_of_the_questionnaire_are_printed_alone(clerk: Client) -> None:
    section = words_of(clerk.get(f"{BASE}blank/?language=en&section=P").content)
    assert "Openness" in section
    assert "Is there a law?" not in section
    chapter = words_of(clerk.get(f"{BASE}blank/?language=en&part=chapter:F2").content)
    assert "Is there a site?" in chapter
    assert "Is there a law?" not in chapter


@pytest.mark.parametrize(
    "query",
    ["language=de", "language=en&section=X", "language=en&chapter=X", "part=x:y", "language=en&part=section:"],
)
def test_what_cannot_be_printed_is_not_found(clerk: Client, survey_round: Round, query: str) -> None:
    assert clerk.get(f"{BASE}blank/?{query}").status_code == 404


def test_the_words_of_a_skip_name_the_next_question_that_is_asked(survey_round: Round) -> None:
    questionnaire = questionnaire_of(survey_round.version_id, "en")
    lines = {
        line.question.code: line
        for section in sections_of(questionnaire)
        for chapter in section.chapters
        for sheet in chapter.sheets
        for block in sheet.blocks
        for line in block.lines
    }
    assert lines["F1.1.a"].skip.endswith("F1.1.c.") or "F1.1.c" in lines["F1.1.a"].skip
    assert (lines["F1.1.b"].depth, lines["F1.1.b"].opens, lines["F1.1.b"].skip) == (1, True, "")
    assert "P1.1.a" in lines["F2.1.a"].skip, "past the end of its section"
    only = what_is_asked(survey_round, Wanted("en", chapter="F2"))
    [[sheet]] = [chapter.sheets for section in sections_of(only) for chapter in section.chapters]
    assert "F2.1.a" in {line.question.code for block in sheet.blocks for line in block.lines}
    assert [line.skip for block in sheet.blocks for line in block.lines if line.skip] != []


def test_lists_and_pages_take_few_queries_however_many_papers_there_are(
    clerk: Client, clerk_user: User, paper: Response, survey_round: Round, institution: Institution
) -> None:
    def count() -> dict[str, int]:
        counts = {}
        for path in ("", "new/", f"{paper.pk}/", f"{paper.pk}/F1/", "blank/?chapter=F2&language=en"):
            with CaptureQueriesContext(connection) as queries:
                clerk.get(BASE + path)
            counts[path] = len(queries)
        return counts

    clerk.get(BASE)
    few = count()
    for _ in range(60):
        Response.objects.create(
            round=survey_round, institution=institution, language="kk", mode=Mode.PAPER, sections=["F"],
            entered_by=clerk_user,
        )  # fmt: skip
        Assignment.objects.get_or_create(user=clerk_user, role=Role.ANALYST, round=survey_round)
    assert count() == few
    assert max(few.values()) <= 9, few
    assert "Page 1 of 2" in text_of(clerk.get(BASE))
