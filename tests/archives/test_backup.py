"""A site goes into a file: of one moment, whole, for its owner only."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from metep.archives import copying
from metep.archives.backup import backup_site
from metep.archives.manifest import read_manifest
from metep.archives.reading import open_archive
from metep.archives.tables import LEFT_OUT, site_tables
from surveys.models import Evidence, Response, ReviewComment
from tests.archives.site import (
    elsewhere,
    empty_site,
    restore,
    rows_of_all,
)


def test_a_backup_is_of_one_moment(filled: Response, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What others save while it is being written is not in it: not even in tables that are written later."""
    copied = copying.copy_out

    def saved_meanwhile(cursor: Any, packing: Any, table: str, *rest: Any) -> None:
        if table == "surveys_region":
            with elsewhere() as other:
                other.execute("DELETE FROM surveys_reviewcomment")
                other.execute("UPDATE surveys_round SET title_en = 'Meanwhile'")
        copied(cursor, packing, table, *rest)

    monkeypatch.setattr("metep.archives.backup.copy_out", saved_meanwhile)
    path = tmp_path / "site.zip"
    call_command("backup", path, stdout=io.StringIO())
    assert not ReviewComment.objects.exists()
    with zipfile.ZipFile(path) as archive:
        assert b"Meanwhile" not in archive.read("tables/surveys_round.tsv")
        assert archive.read("tables/surveys_reviewcomment.tsv").count(b"\n") == 2


def test_an_archive_is_for_its_owner_only_and_overwrites_nothing(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    content = backup.read_bytes()
    with pytest.raises(CommandError, match="none is overwritten"):
        call_command("backup", backup)
    assert backup.read_bytes() == content
    assert [path.name for path in backup.parent.iterdir() if path.is_file()] == [backup.name]


def test_a_backup_that_fails_leaves_no_file(filled: Response, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("metep.archives.backup.pack_files", fail)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", tmp_path / "site.zip")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", tmp_path / "no" / "folder.zip")


def test_a_backup_can_be_read_again_at_once(filled: Response, tmp_path: Path) -> None:
    told = io.StringIO()
    call_command("backup", tmp_path / "site.zip", verify=True, stdout=told)
    assert "every part is as it was written" in told.getvalue()
    assert f"its seal: {(tmp_path / 'site.zip').read_bytes()[-64:].decode()}" in told.getvalue()


def test_check_archive_tells_what_is_in_it(backup: Path, exported: Path) -> None:
    told = io.StringIO()
    call_command("check_archive", backup, stdout=told)
    assert "backup of a site" in told.getvalue()
    assert "surveys_reviewcomment: 1\n" in told.getvalue()
    call_command("check_archive", exported, stdout=told)
    assert "round r1 with people" in told.getvalue()
    with pytest.raises(CommandError, match="another one"):
        call_command("check_archive", backup, seal="1" * 64)
    with pytest.raises(CommandError, match="No such file"):
        call_command("check_archive", backup.with_name("none.zip"))


def test_no_session_and_no_plain_secret_is_in_a_backup(backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        names = set(archive.namelist())
        everything = b"".join(archive.read(name) for name in names)
        manifest = read_manifest(archive.read("manifest.json"))
    assert not {f"tables/{table}.tsv" for table in LEFT_OUT} & names
    assert manifest.about["left_out"] == LEFT_OUT
    assert b"a long enough password" not in everything


def test_an_altered_file_is_told_and_does_not_stop_a_backup(filled: Response, tmp_path: Path) -> None:
    Evidence.objects.exclude(file="").update(checksum=hashlib.sha256(b"other").hexdigest())
    problems = io.StringIO()
    call_command("backup", tmp_path / "site.zip", stdout=io.StringIO(), stderr=problems)
    assert "is not what was uploaded: its checksum differs" in problems.getvalue()


def test_a_lost_file_is_told_when_it_is_kept_and_when_it_comes_back(
    filled: Response, evidence_folder: Path, tmp_path: Path
) -> None:
    [path] = evidence_folder.rglob("*.pdf")
    path.unlink()
    problems = io.StringIO()
    call_command("backup", tmp_path / "site.zip", stdout=io.StringIO(), stderr=problems)
    assert f"{path.name} is missing: evidence names it" in problems.getvalue()
    empty_site()
    problems = io.StringIO()
    call_command("restore", tmp_path / "site.zip", stdout=io.StringIO(), stderr=problems)
    assert f"{path.name} was missing already" in problems.getvalue()


def test_every_table_is_in_a_backup_or_left_out_with_a_reason(db: None) -> None:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        columns = {
            model._meta.db_table: {
                column.name for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
            }
            for model in site_tables()
        }
    kept = {model._meta.db_table: {f.column for f in model._meta.local_concrete_fields} for model in site_tables()}
    assert there == kept.keys() | LEFT_OUT.keys()
    assert columns == kept


def test_memory_does_not_hold_what_is_written(filled: Response) -> None:
    """What goes to the target goes in pieces: the largest one is a buffer's."""

    class Pieces(io.RawIOBase):
        largest = 0

        def write(self, data: Any) -> int:
            self.largest = max(self.largest, len(data))
            return len(data)

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reports_reporttext (round_id, tier, unit, place, text, at) "
            "SELECT id, '', '', 'p' || n, repeat(md5(n::text), 200), now() "
            "FROM surveys_round, generate_series(1, 3000) n"
        )
    pieces = Pieces()
    written = backup_site(pieces)  # type: ignore[arg-type]
    assert max(part.bytes for part in written.manifest.parts) > 10 << 20
    assert pieces.largest < 1 << 20


def test_standard_output_takes_a_backup(filled: Response, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through a pipe, which cannot seek, to whatever encrypts it."""
    reading, writing = os.pipe()
    collected = tmp_path / "piped.zip"
    child = os.fork()
    if child == 0:  # a reader of the pipe: nothing of the test's database is touched in it
        os.close(writing)
        with os.fdopen(reading, "rb") as source, collected.open("wb") as target:
            while data := source.read(65536):
                target.write(data)
        os._exit(0)
    os.close(reading)
    with os.fdopen(writing, "wb") as stream:
        backup_site(stream)
    os.waitpid(child, 0)
    with open_archive(collected) as archive:
        archive.check_parts()
    with pytest.raises(CommandError, match="cannot be read again"):
        call_command("backup", "-", verify=True)


def test_a_restore_that_was_done_says_so_when_it_is_asked_for_again(backup: Path) -> None:
    empty_site()
    restore(backup)
    before = rows_of_all()
    with pytest.raises(CommandError, match=r"restored here already, to its end, at \d{4}-.*; nothing was changed"):
        restore(backup)
    assert rows_of_all() == before
