"""Evidence for Yes answers: added on its own page or from a page of questions; refusals lose nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from surveys.evidence import evidence_by_item, yes_without_evidence
from surveys.models import Evidence, Response
from tests.surveys.evidence import add, file, only, stored_in
from tests.surveys.files import PDF, office
from tests.surveys.respondents import BACKGROUND, Respondent, field_value, text_of


def test_a_page_about_facts_lists_its_yes_answers_with_their_evidence(answered: Respondent) -> None:
    add(answered)
    words = text_of(answered.get("F1.1/"))
    assert "Evidence for this page" in words
    assert "Evidence: none. Add evidence F1.1.b" in words
    assert "https://example.org/law Add more F1.1.a" in words.replace("  ", " ")
    assert "F1.1.c" not in words.split("Evidence for this page")[1]
    assert "Evidence for this page" not in text_of(answered.get("P1.1/"))


def test_adding_from_a_page_saves_what_was_typed_there_first(answered: Respondent) -> None:
    answer = answered.fill("F1.1/", {"F1.1.share": "40", "go": "evidence F1.1.a"})
    assert answer["Location"].endswith("evidence/new/?item=F1.1.a&page=F1.1")
    assert answered.answers["F1.1.share"] == 40
    assert answered.lands_on(answered.fill("F1.1/", {"go": "evidence"})) == "evidence/"


def test_a_save_in_the_background_brings_the_block_up_to_date(respondent: Respondent) -> None:
    answer = respondent.fill("F1.1/", {"F1.1.a": "yes"}, headers=BACKGROUND)
    assert 'id="evidence"' in answer.json()["evidence"]
    assert "evidence F1.1.a" in answer.json()["evidence"]


def test_a_link_is_added_for_several_answers(answered: Respondent) -> None:
    page = answered.get("evidence/new/?item=F1.1.a&page=F1.1")
    assert 'value="F1.1.a" checked' in page.content.decode()
    assert 'value="F1.1.b" checked' not in page.content.decode()
    answer = answered.post(
        "evidence/new/?item=F1.1.a&page=F1.1",
        {"url": "example.org/law", "items": ["F1.1.a", "F1.1.b"], "note": "Article 5", "dated_on": "2020-05-31"},
    )
    assert answer["Location"].endswith("F1.1/#evidence")
    made = only(answered)
    assert (made.url, made.items, made.note) == ("https://example.org/law", ["F1.1.a", "F1.1.b"], "Article 5")
    assert str(made.dated_on) == "2020-05-31"
    assert evidence_by_item(answered.response) == {"F1.1.a": [made], "F1.1.b": [made]}
    assert [item.code for item in yes_without_evidence(answered.response)] == ["F2.1.a"]


def test_a_file_is_stored_outside_of_what_is_served_and_comes_back_as_it_was(
    answered: Respondent, folder: Path
) -> None:
    answer = add(answered, url="", document=file("Заң мәтіні.pdf"))
    assert answered.lands_on(answer).startswith("evidence/")
    made = only(answered)
    assert (made.file_name, made.content_type, made.size) == ("Заң мәтіні.pdf", "application/pdf", len(PDF))
    [path] = stored_in(folder)
    assert "Заң" not in path.name
    download = answered.get(f"evidence/{made.pk}/file/")
    assert b"".join(download.streaming_content) == PDF  # type: ignore[attr-defined]
    assert download["Content-Type"] == "application/pdf"
    assert download["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%97%D0%B0%D2%A3")
    assert download["X-Content-Type-Options"] == "nosniff"
    assert download["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in download["Cache-Control"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"url": ""}, "Give a link or a file."),
        ({"url": "javascript:alert(1)"}, "is not a web address"),
        ({"url": "javascript://example.org/%0aalert(1)"}, "is not a web address"),
        ({"url": "ftp://example.org/law"}, "is not a web address"),
        ({"url": "file:///etc/passwd"}, "is not a web address"),
        ({"url": "https://me:secret@example.org/"}, "Leave out the user name and the password"),
        ({"url": "https://example.org/" + "a" * 1000}, "at most 1000 can be stored"),
        ({"url": "https://exa mple.org"}, "is not a web address"),
        ({"items": []}, "Choose at least one answer that it shows."),
        ({"items": ["F1.1.c"]}, "One of the answers is no longer Yes."),
        ({"items": ["P1.1.a"]}, "One of the answers is no longer Yes."),
        ({"items": ["F1.1.a", "<b>"]}, "One of the answers is no longer Yes."),
        ({"dated_on": "31.31.2020"}, "This is not a date."),
        ({"dated_on": "2999-01-01"}, "The date lies in the future"),
        ({"dated_on": "0001-01-01"}, "The date lies in the future"),
        ({"note": "a" * 2001}, "The text has 2001 characters; at most 2000 are kept."),
        ({"note": "a\x00b"}, "Null characters are not allowed."),
        ({"url": "", "document": file(content=b"<html>")}, "This kind of file is not taken."),
        ({"url": "", "document": file(content=b"")}, "The file is empty."),
        ({"document": file("a.docx", office("xlsx"))}, "The file is called *.docx"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_nothing_typed_is_lost(
    answered: Respondent, folder: Path, fields: dict[str, Any], reason: str
) -> None:
    typed = {"note": "My note", "url": "https://example.org/mine", "dated_on": "2020-01-02"} | fields
    answer = add(answered, **typed)
    assert answer.status_code == 422
    words = text_of(answer)
    assert words.count(reason) >= 2, words  # above the form and at the field
    kept = {name: value for name, value in typed.items() if name in ("url", "note", "dated_on") and "\x00" not in value}
    for name, value in kept.items():
        assert value.replace("<", "&lt;") in answer.content.decode(), name
    assert not Evidence.objects.exists()
    assert stored_in(folder) == []


def test_a_good_file_must_be_chosen_again_when_something_else_is_wrong(answered: Respondent, folder: Path) -> None:
    answer = add(answered, document=file(), dated_on="yesterday", note="Typed")
    assert "Choose the file again" in text_of(answer)
    assert field_value(answer, "note") == "Typed" or "Typed" in answer.content.decode()
    assert 'value="yesterday"' in answer.content.decode()
    assert stored_in(folder) == []


def test_a_file_that_is_too_big_is_refused(answered: Respondent, settings: Any, folder: Path) -> None:
    settings.EVIDENCE_MAX_BYTES = 50
    assert "at most 50" in text_of(add(answered, document=file(), note="Kept")).replace("\xa0", " ")
    settings.UPLOAD_MAX_BYTES = 60  # not even received
    answer = add(answered, document=file(), note="Kept")
    assert answer.status_code == 422
    assert "The file is too big" in text_of(answer)
    assert "Kept" in answer.content.decode()
    assert stored_in(folder) == []


def test_all_files_together_and_all_pieces_have_a_limit(
    answered: Respondent, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EVIDENCE_TOTAL_BYTES = len(PDF) + 10
    assert add(answered, document=file()).status_code == 302
    answer = add(answered, document=file())
    assert answer.status_code == 422
    assert "All files of these answers together" in text_of(answer)
    monkeypatch.setattr("surveys.evidence.MAX_PIECES", 1)
    assert "as much evidence as can be stored" in text_of(add(answered))


def test_the_list_of_questions_leads_to_evidence_where_facts_are_asked(answered: Respondent) -> None:
    assert f'href="{answered.base}evidence/"' in answered.get().content.decode()
    Response.objects.update(sections=["P"])
    assert "Evidence" not in text_of(answered.get())
