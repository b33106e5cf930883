"""Typing in: chapter by chapter, with the same checks as a respondent's own pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from metep.models import User
from surveys.documents import Document
from surveys.evidence import Piece, store_evidence
from surveys.models import AnswerChange, Evidence, Mode, Response, ResponseState, Role, Round
from surveys.saving import save_answers
from tests.browsers import browser_of
from tests.fieldwork.paper.conftest import BASE, make_user
from tests.surveys.files import PDF, keep_evidence_in
from tests.surveys.respondents import text_of


def fill(client: Client, paper: Response, chapter: str, **answers: Any) -> HttpResponse:
    """Open a chapter and post it with some answers; `__` in names stands for what Python does not allow."""
    address = f"{BASE}{paper.pk}/{chapter}/"
    page = client.get(address)
    seen = re.search(r'name="seen" value="(\w*)"', page.content.decode())
    assert seen, text_of(page)
    counts = dict(re.findall(r'name="(\S+~count)" value="(\d+)"', page.content.decode()))
    return client.post(address, {"seen": seen[1], "go": "next", **counts, **answers})


def stored(paper: Response) -> dict[str, Any]:
    return Response.objects.get(pk=paper.pk).answers


def test_a_chapter_shows_its_questions_in_the_language_of_the_paper(clerk: Client, paper: Response) -> None:
    page = clerk.get(f"{BASE}{paper.pk}/F1/")
    words = text_of(page)
    assert "Есть ли закон?" in words
    assert "F1.1.b" in words
    assert "Есть ли сайт?" not in words, "another chapter"
    assert 'data-key="1"' in page.content.decode()
    assert "Entered by clerk@example.org" in words


def test_a_chapter_is_saved_by_whoever_types_it_in(clerk: Client, clerk_user: User, paper: Response) -> None:
    answer = fill(clerk, paper, "F1", **{"F1.1.a": "yes", "F1.1.b": "dk", "F1.1.share": "40,5"})
    assert answer["Location"] == f"{BASE}{paper.pk}/F2/"
    assert stored(paper) == {"F1.1.a": "yes", "F1.1.b": "dk", "F1.1.share": 40.5}
    assert AnswerChange.objects.get().by == clerk_user
    assert "40,5" in clerk.get(f"/ru/work/r1/paper/{paper.pk}/F1/").content.decode()
    answer = fill(clerk, paper, "F1", **{"F1.1.b": "", "go": "list"})
    assert answer["Location"] == f"{BASE}{paper.pk}/"
    assert "F1.1.b" not in stored(paper)


def test_tables_with_columns_and_the_profile_are_typed_in_too(clerk: Client, paper: Response) -> None:
    fill(clerk, paper, "P1", **{"P1.1.a": "3", "P1.2.a.info": "5"})
    assert stored(paper) == {"P1.1.a": "3", "P1.2.a.info": "5"}
    answer = fill(clerk, paper, "profile", position="Clerk")
    assert answer["Location"] == f"{BASE}{paper.pk}/F1/"
    assert Response.objects.get().profile == {"position": "Clerk"}


def test_what_cannot_be_stored_is_said_and_the_rest_is_saved(clerk: Client, paper: Response) -> None:
    answer = fill(clerk, paper, "F1", **{"F1.1.a": "maybe", "F1.1.c": "no", "F1.1.share": "140"})
    assert answer.status_code == 422
    assert stored(paper) == {"F1.1.c": "no"}
    assert 'value="140"' in answer.content.decode()
    assert "from 0 to 100" in text_of(answer)
    assert '<a href="#F1.1.share">' in answer.content.decode()


def test_an_answer_below_one_that_is_not_yes_is_kept_with_a_warning(clerk: Client, paper: Response) -> None:
    fill(clerk, paper, "F1", **{"F1.1.a": "no", "F1.1.b": "yes"})
    assert stored(paper) == {"F1.1.a": "no", "F1.1.b": "yes"}
    assert "it does not count unless the answer above is Yes" in text_of(clerk.get(f"{BASE}{paper.pk}/F1/"))
    assert "1 answer is kept but does not count" in text_of(clerk.get(f"{BASE}{paper.pk}/"))


def test_entries_of_a_repeating_table_are_typed_in_at_once(clerk: Client, paper: Response) -> None:
    fill(clerk, paper, "N1", **{"N1.1~1~N1.1.name": "One", "N1.1~1~N1.1.end": "31.12.2026", "N1.1~2~N1.1.name": "Two"})
    assert stored(paper)["N1.1"] == [{"N1.1.name": "One", "N1.1.end": "2026-12-31"}, {"N1.1.name": "Two"}]
    page = clerk.get(f"{BASE}{paper.pk}/N1/").content.decode()
    assert page.count("N1.1.name") // page.count('for="N1.1~1~N1.1.name"') >= 4, "two stored, two blank"
    fill(clerk, paper, "N1", **{"N1.1~1~N1.1.name": "", "N1.1~1~N1.1.end": "", "N1.1~2~N1.1.name": "Two"})
    assert stored(paper)["N1.1"] == [{"N1.1.name": "Two"}]
    fill(clerk, paper, "N1", **{"N1.1~1~N1.1.name": ""})
    assert "N1.1" not in stored(paper)


def test_a_gap_in_an_entry_is_said_and_nothing_is_lost(clerk: Client, paper: Response) -> None:
    answer = fill(clerk, paper, "N1", **{"N1.1~2~N1.1.url": "example.org", "N1.1~1~N1.1.end": "soon"})
    assert answer.status_code == 422
    words = answer.content.decode()
    assert '<a href="#N1.1~1~N1.1.end">' in words
    assert '<a href="#N1.1~2~N1.1.name">' in words
    assert 'value="soon"' in words
    assert 'value="example.org"' in words
    assert stored(paper)["N1.1"] == [{"N1.1.url": "https://example.org"}]


@pytest.mark.parametrize("count", ["", "x", "-1", "99999", "²"])
def test_entries_without_a_usable_count_stay_as_they_are(clerk: Client, paper: Response, count: str) -> None:
    save_answers(paper, {"N1.1": [{"N1.1.name": "One"}]})
    fill(clerk, paper, "N1", **{"N1.1~count": count, "N1.1~1~N1.1.name": ""})
    assert stored(paper)["N1.1"] == [{"N1.1.name": "One"}]


def test_two_clerks_do_not_overwrite_each_other(clerk: Client, survey_round: Round, paper: Response) -> None:
    address = f"{BASE}{paper.pk}/F1/"
    seen = re.search(r'name="seen" value="(\w*)"', clerk.get(address).content.decode())[1]  # type: ignore[index]
    other = browser_of(make_user("other", Role.CLERK, survey_round))
    fill(other, paper, "F1", **{"F1.1.a": "yes"})
    answer = clerk.post(address, {"seen": seen, "go": "next", "F1.1.a": "no", "F1.1.c": "dk"})
    assert answer.status_code == 409
    assert "“Да” was saved elsewhere meanwhile" in text_of(answer)
    assert stored(paper) == {"F1.1.a": "yes", "F1.1.c": "dk"}
    seen = re.search(r'name="seen" value="(\w*)"', answer.content.decode())[1]  # type: ignore[index]
    clerk.post(address, {"seen": seen, "go": "next", "F1.1.a": "no"})
    assert stored(paper)["F1.1.a"] == "no"


def test_the_overview_says_what_is_missing_and_leads_there(clerk: Client, paper: Response) -> None:
    page = clerk.get(f"{BASE}{paper.pk}/")
    assert f'href="{BASE}{paper.pk}/F1/#F1.1.a"' in page.content.decode()
    assert "questions have no answer" in text_of(page)


def test_a_paper_is_submitted_after_a_comparison(clerk: Client, clerk_user: User, paper: Response) -> None:
    fill(clerk, paper, "F1", **{"F1.1.a": "yes"})
    refused = clerk.post(f"{BASE}{paper.pk}/submit/", {})
    assert refused.status_code == 422
    assert stored(paper) == {"F1.1.a": "yes"}
    for _ in range(2):  # pressed twice
        answer = clerk.post(f"{BASE}{paper.pk}/submit/", {"declaration": "on"})
        assert answer["Location"] == BASE
    paper.refresh_from_db()
    assert (paper.state, paper.mode, paper.language) == (ResponseState.SUBMITTED, Mode.PAPER, "ru")
    assert paper.events.get().by == clerk_user
    assert clerk.get(f"{BASE}{paper.pk}/F1/")["Location"] == f"{BASE}{paper.pk}/"
    assert clerk.post(f"{BASE}{paper.pk}/F1/", {"F1.1.a": "no"}).status_code == 403
    assert stored(paper) == {"F1.1.a": "yes"}
    assert "Submit the paper" not in text_of(clerk.get(f"{BASE}{paper.pk}/"))


def test_a_gap_that_is_required_keeps_a_paper_from_being_submitted(clerk: Client, paper: Response) -> None:
    save_answers(paper, {"N1.1": [{"N1.1.url": "https://example.org"}]})
    answer = clerk.post(f"{BASE}{paper.pk}/submit/", {"declaration": "on"})
    assert answer.status_code == 422
    assert "An answer that is required is missing." in text_of(answer)
    assert f'href="{BASE}{paper.pk}/N1/#N1.1~1~N1.1.name"' in answer.content.decode()


def test_a_closed_round_takes_nothing_more(clerk: Client, paper: Response, survey_round: Round) -> None:
    Round.objects.update(grace_minutes=0)
    survey_round.close()
    assert clerk.post(f"{BASE}{paper.pk}/F1/", {"F1.1.a": "yes"}).status_code == 403
    assert clerk.post(f"{BASE}{paper.pk}/submit/", {"declaration": "on"}).status_code == 403
    words = text_of(clerk.get(f"{BASE}{paper.pk}/"))
    assert "closed and takes no more answers" in words
    assert "Submit the paper" not in words
    assert stored(paper) == {}


def test_a_draft_begun_by_mistake_is_discarded_after_a_question(
    clerk: Client,
    paper: Response,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    keep_evidence_in(tmp_path, monkeypatch)
    save_answers(paper, {"F1.1.a": "yes"})
    document = Document("law.pdf", "application/pdf", PDF)
    store_evidence(Evidence(response=paper), Piece(items=["F1.1.a"], document=document))
    assert "Discard this draft?" in text_of(clerk.get(f"{BASE}{paper.pk}/discard/"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = clerk.post(f"{BASE}{paper.pk}/discard/")
    assert answer["Location"] == BASE
    assert not Response.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_was_submitted_is_not_discarded(clerk: Client, paper: Response) -> None:
    clerk.post(f"{BASE}{paper.pk}/submit/", {"declaration": "on"})
    assert clerk.post(f"{BASE}{paper.pk}/discard/").status_code == 403
    assert Response.objects.exists()


def test_a_chapter_that_is_none_is_not_found(clerk: Client, paper: Response) -> None:
    assert clerk.get(f"{BASE}{paper.pk}/X9/").status_code == 404
