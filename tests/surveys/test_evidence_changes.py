"""Evidence is changed and removed while answers may change, and read ever after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from surveys.evidence import remove_evidence
from surveys.lifecycle import submit
from surveys.models import AlreadySubmitted, Evidence, LinkState, Round
from surveys.saving import save_answers
from tests.surveys.evidence import LINK, add, file, only, stored_in
from tests.surveys.files import jpeg
from tests.surveys.respondents import Respondent, field_value, text_of


def test_a_piece_is_changed_and_its_replaced_file_goes(
    answered: Respondent, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    add(answered, document=file(), url="https://example.org/1")
    made = only(answered)
    Evidence.objects.update(link_state=LinkState.DEAD)
    page = answered.get(f"evidence/{made.pk}/")
    assert "law.pdf" in text_of(page)
    assert field_value(page, "url") == "" or "https://example.org/1" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answered.post(
            f"evidence/{made.pk}/", LINK | {"url": "https://example.org/1", "document": file("b.jpg", jpeg())}
        )
    changed = only(answered)
    assert (changed.file_name, changed.content_type, changed.link_state) == ("b.jpg", "image/jpeg", LinkState.DEAD)
    assert len(stored_in(folder)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        answered.post(f"evidence/{made.pk}/", LINK | {"url": "https://example.org/2", "drops_file": "on"})
    changed = only(answered)
    assert (bool(changed.file), changed.file_name, changed.size) == (False, "", None)
    assert changed.link_state == LinkState.UNCHECKED
    assert stored_in(folder) == []
    refused = answered.post(f"evidence/{made.pk}/", LINK | {"url": ""})
    assert "Give a link or a file." in text_of(refused)


def test_taking_away_both_link_and_file_is_refused(answered: Respondent) -> None:
    add(answered, document=file(), url="")
    answer = answered.post(f"evidence/{only(answered).pk}/", LINK | {"url": "", "drops_file": "on"})
    assert answer.status_code == 422
    assert only(answered).file


def test_a_piece_is_removed_with_its_file_after_a_question(
    answered: Respondent, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    add(answered, document=file())
    path = f"evidence/{only(answered).pk}/remove/"
    assert "Remove this evidence?" in text_of(answered.get(path))
    with django_capture_on_commit_callbacks(execute=False) as afterwards:
        answered.post(path, {})
    assert len(stored_in(folder)) == 1, "not before the removal is certain"
    for callback in afterwards:
        callback()
    assert stored_in(folder) == []
    assert not Evidence.objects.exists()
    assert answered.lands_on(answered.post(path, {})) == "evidence/", "pressed twice"
    assert answered.get(path).status_code == 404


def test_the_list_says_what_is_missing_and_what_nothing_needs_any_more(answered: Respondent) -> None:
    add(answered, items=["F1.1.b"])
    words = text_of(answered.get("evidence/"))
    assert "2 Yes answers have no evidence" in words
    save_answers(answered.response, {"F1.1.a": "no"})  # F1.1.b below it is no longer asked
    words = text_of(answered.get("evidence/"))
    assert "1 Yes answer has no evidence" in words
    assert "Evidence that no Yes answer needs any more" in words
    save_answers(answered.response, {"F2.1.a": "dk"})
    assert "No question about facts is answered Yes yet." in text_of(answered.get("evidence/"))


def test_the_check_counts_what_is_missing_as_advice_only(answered: Respondent) -> None:
    assert "3 Yes answers have no evidence" in text_of(answered.get("check/"))
    add(answered, items=["F1.1.a", "F1.1.b", "F2.1.a"])
    assert "have no evidence" not in text_of(answered.get("check/"))
    Evidence.objects.all().delete()
    assert answered.lands_on(answered.post("check/", {"declaration": "on"})) == "receipt/"


def test_after_submission_evidence_is_read_only(answered: Respondent) -> None:
    add(answered, document=file())
    made = only(answered)
    submit(answered.response)
    words = text_of(answered.get("evidence/"))
    assert "can be read, but no longer changed" in words
    assert "Add evidence" not in words
    for path in ("evidence/new/", f"evidence/{made.pk}/", f"evidence/{made.pk}/remove/"):
        assert answered.lands_on(answered.get(path)) == "evidence/"
        assert answered.post(path, LINK).status_code == 403
    with pytest.raises(AlreadySubmitted):
        remove_evidence(made, ["F1.1.a"])
    assert answered.get(f"evidence/{made.pk}/file/").status_code == 200
    assert Evidence.objects.count() == 1


def test_a_closed_round_takes_no_evidence(answered: Respondent, survey_round: Round) -> None:
    survey_round.close()
    Round.objects.update(grace_minutes=0)
    assert answered.get("evidence/").status_code == 200
    assert answered.lands_on(answered.get("evidence/new/")) == "evidence/"
    assert add(answered).status_code == 403
    assert not Evidence.objects.exists()


def test_another_language_shows_the_same_form_with_what_was_typed(answered: Respondent) -> None:
    answer = answered.post("evidence/new/", LINK | {"note": "Typed", "language": "ru"})
    assert answer.status_code == 200
    assert 'lang="ru"' in answer.content.decode()
    assert all(
        part in answer.content.decode() for part in ("Typed", "https://example.org/law", 'value="F1.1.a" checked')
    )
    assert not Evidence.objects.exists()
