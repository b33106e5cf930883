"""A site comes back as it was; what is not right is refused before anything is written."""

from __future__ import annotations

import io
from datetime import UTC
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldwork.audit.reading import Reader
from fieldwork.models import AuditEntry, Letter, LetterState, Mailing
from metep.archives import evidence
from metep.archives.backup import backup_site
from metep.archives.reading import open_archive
from metep.archives.restoring import restore_site
from metep.models import User
from surveys.models import Evidence, Institution, InstrumentVersion, Response, ReviewComment, Round
from surveys.publishing import clone, publish
from tests.archives.site import (
    NASTY,
    STAFF,
    changed,
    elsewhere,
    empty_site,
    files_in,
    is_empty,
    restore,
    rows_of_all,
)

SETTLED = {
    "fieldwork_auditentry",  # the restore is told in it
    "fieldwork_letter",
    "fieldwork_mailing",
    "django_tasks_database_dbtaskresult",
}


def test_a_restored_site_is_the_site_row_by_row(backup: Path, evidence_folder: Path) -> None:
    before, files = rows_of_all(), files_in(evidence_folder)
    empty_site()
    for path in evidence_folder.rglob("*.pdf"):
        path.unlink()
    assert is_empty()
    told = restore(backup)
    after = rows_of_all()
    assert {t: rows for t, rows in after.items() if t not in SETTLED} == {
        t: rows for t, rows in before.items() if t not in SETTLED
    }
    assert set(before["fieldwork_auditentry"]) < set(after["fieldwork_auditentry"])
    assert files_in(evidence_folder) == files
    assert len(files) == 1
    assert "1 files of evidence" in told
    assert ReviewComment.objects.get().text == NASTY


def test_a_restored_site_goes_on(backup: Path) -> None:
    last = Evidence.objects.latest("pk").pk
    Evidence.objects.filter(pk=last).delete()  # its number was given once and never comes back
    empty_site()
    restore(backup)
    response = Response.objects.filter(evidence__isnull=False).distinct().get()
    assert Evidence.objects.create(response=response, items=["F1.1.a"], url="https://example.org/").pk > last
    assert User.objects.create_user("new@example.org").pk > User.objects.get(email=STAFF).pk


def test_a_restored_version_is_frozen_again_and_the_trail_too(backup: Path) -> None:
    empty_site()
    restore(backup)
    version = InstrumentVersion.objects.get()
    with pytest.raises(Exception, match="is published and cannot change"):
        version.sections.update(position=9)
    with pytest.raises(Exception, match="never change"):
        AuditEntry.objects.all().delete()
    Institution.objects.update(kind="ministry")
    assert AuditEntry.objects.filter(model="surveys.institution", action="update").count() == 1


def test_the_trail_tells_the_restore(backup: Path) -> None:
    empty_site()
    restore(backup)
    entry = AuditEntry.objects.get(model="archives.site")
    assert entry.after["seal"] == backup.read_bytes()[-64:].decode()
    with override("en"):
        [read] = Reader([entry], UTC, sees_contacts=False).read()
        assert (read.kind, read.action) == ("Whole site", "added")
        assert {change.name for change in read.changes} == {
            "Moment of the backup",
            "Seal of the backup",
            "Number of rows",
        }


def test_letters_that_waited_are_not_sent_twice(backup: Path) -> None:
    empty_site()
    assert "1 letters that waited count as perhaps sent" in restore(backup)
    assert Letter.objects.get().state == LetterState.UNCERTAIN
    assert Mailing.objects.get().cancelled_at
    assert [task.task_path for task in DBTaskResult.objects.all()] == ["fieldwork.privacy.tasks.purge_contacts"]


def test_a_site_that_was_stopped_before_it_moved_goes_on_with_its_mail(backup: Path) -> None:
    empty_site()
    restore(backup, mail_goes_on=True)
    assert Letter.objects.get().state == LetterState.WAITING
    assert Mailing.objects.get().cancelled_at is None
    assert DBTaskResult.objects.count() == 2


def test_a_site_that_is_not_empty_is_refused(backup: Path) -> None:
    before = rows_of_all()
    with pytest.raises(CommandError, match=r"not empty \(.*metep_user.*nothing here was changed"):
        restore(backup)
    assert rows_of_all() == before


@pytest.mark.parametrize("what", ["user", "region", "trail"])
def test_one_row_is_enough_to_be_refused(backup: Path, what: str) -> None:
    empty_site()
    if what == "user":
        User.objects.create_user("somebody@example.org")
    elif what == "region":
        call_command("load_regions", stdout=io.StringIO())
    else:
        AuditEntry.objects.create(at="2026-01-01T00:00Z", action="insert", model="surveys.round", object_key="1")
    with pytest.raises(CommandError, match="not empty"):
        restore(backup)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), by=st.integers(1, 255))
def test_an_altered_archive_is_refused_before_anything_is_written(
    backup: Path, evidence_folder: Path, share: float, by: int
) -> None:
    if Round.objects.exists():
        empty_site()
    before = files_in(evidence_folder)

    def flip(content: bytearray) -> None:
        content[int(share * len(content))] ^= by

    with pytest.raises(CommandError):
        restore(changed(backup, flip))
    assert is_empty()
    assert files_in(evidence_folder) == before


def test_a_cut_off_archive_is_refused(backup: Path) -> None:
    empty_site()
    for length in (0, 10, 1000, backup.stat().st_size - 1):
        with pytest.raises(CommandError, match=r"too short|cut off|seal"):
            restore(changed(backup, lambda content, length=length: content.__delitem__(slice(length, None))))
    assert is_empty()


def test_the_archive_of_an_older_and_of_a_newer_version_say_what_to_do(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_site()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('surveys', '9999_later', now())")
    try:
        with pytest.raises(CommandError, match=r"older than this version.*9999_later.*restore there, then upgrade"):
            restore(backup)
        cut = backup.with_name("later.zip")
        with cut.open("wb") as file:
            backup_site(file)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    with pytest.raises(CommandError, match=r"needs another version of the application \(migrations surveys 9999_later"):
        restore(cut)
    assert is_empty()


def test_a_round_is_not_restored_as_a_site_nor_a_site_imported_as_a_round(exported: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"use manage\.py import_round"):
        restore(exported)
    call_command("backup", tmp_path / "site.zip", stdout=io.StringIO())
    with pytest.raises(CommandError, match=r"use manage\.py restore"):
        call_command("import_round", tmp_path / "site.zip")


def test_what_fails_at_the_end_leaves_nothing(
    backup: Path, evidence_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_site()
    for path in evidence_folder.rglob("*.pdf"):
        path.unlink()

    def fail(self: evidence.Storing) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(evidence.Storing, "settle", fail)
    with pytest.raises(CommandError, match="No space left on device"):
        restore(backup)
    assert is_empty()
    assert files_in(evidence_folder) == {}
    monkeypatch.undo()


def test_a_half_written_file_of_an_earlier_attempt_is_replaced(backup: Path, evidence_folder: Path) -> None:
    files = files_in(evidence_folder)
    empty_site()
    [path] = evidence_folder.rglob("*.pdf")
    path.write_bytes(b"half")
    restore(backup)
    assert files_in(evidence_folder) == files


def test_a_draft_version_comes_back_as_a_draft(filled: Response, tmp_path: Path) -> None:
    clone(InstrumentVersion.objects.get(), "next")
    call_command("backup", tmp_path / "site.zip", stdout=io.StringIO())
    empty_site()
    restore(tmp_path / "site.zip")
    draft = InstrumentVersion.objects.get(version="next")
    assert not draft.is_published
    publish(draft)


def test_a_restore_waits_for_nobody(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty_site()
    monkeypatch.setattr("metep.archives.restoring._WAIT", "300ms")
    with elsewhere() as other:
        other.execute("SELECT count(*) FROM surveys_response")  # somebody reads
        with pytest.raises(CommandError, match="stop web servers and workers first"):
            restore(backup)
    assert is_empty()


def test_rows_that_point_to_nothing_are_refused(filled: Response, tmp_path: Path) -> None:
    """As in an archive that somebody made: every checksum fits, a row is gone."""
    path = tmp_path / "site.zip"
    with path.open("wb") as file, connection.cursor() as cursor:
        cursor.execute("ALTER TABLE fieldwork_vote DISABLE TRIGGER ALL; DELETE FROM fieldwork_vote")
        cursor.execute("ALTER TABLE fieldwork_vote ENABLE TRIGGER ALL")
        cursor.execute("ALTER TABLE fieldwork_seat DISABLE TRIGGER ALL")
        cursor.execute("UPDATE fieldwork_seat SET workshop_id = 999999")
        cursor.execute("ALTER TABLE fieldwork_seat ENABLE TRIGGER ALL")
        backup_site(file)
    empty_site()
    with open_archive(path) as archive, pytest.raises(Exception, match="point to rows that the archive does not hold"):
        restore_site(archive)
    assert is_empty()
