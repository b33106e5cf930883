"""Who reads evidence: the holder of the link, delegates in part, staff by role; and what becomes of its files."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from metep.models import User
from surveys.links import create_link
from surveys.models import Assignment, Evidence, Institution, Mode, Response, Role, Round
from surveys.receipts import write_copy
from tests.browsers import browser_of
from tests.surveys.evidence import LINK, add, file, only, stored_in
from tests.surveys.files import PDF
from tests.surveys.respondents import Respondent, text_of


def user(name: str = "staff", *, is_superuser: bool = False) -> User:
    make = User.objects.create_superuser if is_superuser else User.objects.create_user
    return make(f"{name}@example.org", "a long enough password")


def test_nobody_else_sees_or_changes_evidence(answered: Respondent, institution: Institution) -> None:
    add(answered, document=file())
    number = only(answered).pk
    stranger, other = Client(), Respondent.begin()
    for path in ("", "new/", f"{number}/", f"{number}/remove/", f"{number}/file/"):
        assert stranger.get(f"{answered.base}evidence/{path}").status_code == 403, path
        assert other.client.get(f"{answered.base}evidence/{path}").status_code == 403, path
    for path in (f"{number}/", f"{number}/remove/", f"{number}/file/"):
        assert other.get(f"evidence/{path}").status_code == 404, path
    assert other.post(f"evidence/{number}/", LINK).status_code == 404
    other.post(f"evidence/{number}/remove/", {})
    assert Evidence.objects.count() == 1


STAFF = {
    "administrator": 200,
    Role.REVIEWER: 200,
    Role.COORDINATOR: 200,
    Role.ANALYST: 403,
    Role.FACILITATOR: 403,
    Role.CLERK: 403,
    "coordinator elsewhere": 403,
    "reviewer elsewhere": 403,
    "nobody": 403,
}


@pytest.mark.parametrize("who", STAFF)
def test_staff_download_what_their_role_includes(
    answered: Respondent, survey_round: Round, institution: Institution, version: Any, who: str
) -> None:
    add(answered, document=file())
    person = user(is_superuser=who == "administrator")
    elsewhere = Institution.objects.create(code="I2", country="KZ", name_kk="Басқа", name_ru="Другое", name_en="Other")
    another = Round.objects.create(
        code="r2", country="KZ", title_en="x", version=version, method="metep-2014/1", languages=["kk"], sections=["F"]
    )
    if who in Role.values:
        own = institution if who == Role.COORDINATOR else None
        Assignment.objects.create(user=person, role=who, round=survey_round, institution=own)
    if who == "coordinator elsewhere":
        Assignment.objects.create(user=person, role=Role.COORDINATOR, round=survey_round, institution=elsewhere)
    if who == "reviewer elsewhere":
        Assignment.objects.create(user=person, role=Role.REVIEWER, round=another)
    if who == "nobody":
        person.user_permissions.add(Permission.objects.get(codename="view_results"))
    answer = browser_of(person).get(f"{answered.base}evidence/{only(answered).pk}/file/")
    assert answer.status_code == STAFF[who]


def test_a_clerk_downloads_evidence_of_paper_only(answered: Respondent, survey_round: Round) -> None:
    add(answered, document=file())
    person = user()
    Assignment.objects.create(user=person, role=Role.CLERK, round=survey_round)
    address = f"{answered.base}evidence/{only(answered).pk}/file/"
    assert browser_of(person).get(address).status_code == 403
    Response.objects.update(entered_by=person, mode=Mode.PAPER)
    assert browser_of(person).get(address).status_code == 200


def test_a_delegate_gives_evidence_within_her_chapters_only(answered: Respondent, survey_round: Round) -> None:
    add(answered, items=["F2.1.a"], url="https://example.org/other")
    add(answered, items=["F1.1.a", "F2.1.a"], url="https://example.org/both", document=file())
    others, shared = Evidence.objects.order_by("pk")
    response = answered.response
    secret = create_link(survey_round, response.institution, response=response, chapters=["F1"])[1]
    delegate = Respondent(Client(), answered.base)
    delegate.client.get(f"/en/answer/{secret}/")
    words = text_of(delegate.get("evidence/"))
    assert "F2.1.a" not in words
    assert "example.org/both" in words
    assert "example.org/other" not in words
    assert delegate.get(f"evidence/{others.pk}/").status_code == 404
    assert add(delegate, items=["F2.1.a"]).status_code == 422
    assert add(delegate, items=["F1.1.b"]).status_code == 302
    assert delegate.get(f"evidence/{shared.pk}/file/").status_code == 200
    delegate.post(f"evidence/{shared.pk}/", LINK | {"items": ["F1.1.b"]})
    shared.refresh_from_db()
    assert shared.items == ["F1.1.b", "F2.1.a"]
    delegate.post(f"evidence/{shared.pk}/remove/", {})
    shared.refresh_from_db()
    assert shared.items == ["F2.1.a"]


def test_a_file_that_is_gone_is_not_found(answered: Respondent, folder: Path) -> None:
    add(answered, document=file())
    for path in stored_in(folder):
        path.unlink()
    assert answered.get(f"evidence/{only(answered).pk}/file/").status_code == 404
    add(answered)
    assert answered.get(f"evidence/{Evidence.objects.last().pk}/file/").status_code == 404, "only a link"


def test_a_save_that_fails_leaves_no_file(answered: Respondent, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Evidence, "save", fail)
    with pytest.raises(RuntimeError):
        add(answered, document=file())
    assert stored_in(folder) == []


def test_the_copy_lists_evidence(answered: Respondent) -> None:
    add(answered, document=file(), note="Article 5")
    pages = PdfReader(io.BytesIO(write_copy(answered.response))).pages
    words = " ".join(page.extract_text() for page in pages)
    assert all(part in words for part in ("law.pdf", "https://example.org/law", "Article 5", "F1.1.a"))


def test_orphans_are_cleaned_and_lost_files_named(
    answered: Respondent, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("clean_evidence", language="en")
    assert "0 files were removed." in capsys.readouterr().out
    add(answered, document=file())
    (folder / "x").mkdir()
    (folder / "x" / "orphan.pdf").write_bytes(PDF)
    call_command("clean_evidence", language="en")
    assert (folder / "x" / "orphan.pdf").exists(), "a file may be a moment older than its row"
    monkeypatch.setattr("surveys.management.commands.clean_evidence.YOUNG", timedelta(0))
    call_command("clean_evidence", "--dry-run", language="en")
    assert "1 files belonged to nothing." in capsys.readouterr().out
    call_command("clean_evidence", language="en")
    assert len(stored_in(folder)) == 1
    stored_in(folder)[0].unlink()
    call_command("clean_evidence", language="en")
    assert only(answered).file.name in capsys.readouterr().err


def test_pages_take_few_queries_however_much_there_is(answered: Respondent) -> None:
    def count() -> list[int]:
        paths = ("evidence/", "evidence/new/?item=F1.1.a", "F1.1/", "check/")
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                answered.get(path)
            counts.append(len(queries))
        return counts

    few = count()
    for number in range(20):
        add(answered, items=["F1.1.a", "F2.1.a"], url=f"https://example.org/{number}")
    assert count() == few
    assert max(few) <= 4
