"""A round that does not fit is refused in words, and nothing of it is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override

from metep.archives.copying import copy_out
from metep.archives.manifest import Kind
from metep.archives.packing import Packing
from metep.archives.state import manifest_of_now
from scoring.catalogue import method_text
from surveys.models import (
    Institution,
    InstrumentVersion,
    Region,
    Response,
    Round,
)
from surveys.publishing import clone, load
from tests.archives.site import (
    DEPUTY,
    bring_in,
    changed,
    export,
    files_in,
    new_site,
    rows_of_all,
)


def test_a_round_that_is_here_already_is_refused(exported: Path) -> None:
    before = rows_of_all()
    with pytest.raises(CommandError, match=r"a round r1 here already; none is overwritten.*--code"):
        bring_in(exported)
    assert rows_of_all() == before


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ({"name_kk": "Басқа мекеме"}, r"I1: “Мекеме” in the archive, “Басқа мекеме” here"),
        ({"country": "UZ"}, r"I1: “KZ” in the archive, “UZ” here"),
        ({"region": None}, r"I1: in region KZ-X1 in the archive, in \(none\) here"),
    ],
)
def test_another_body_of_the_same_code_is_refused(exported: Path, there: dict[str, Any], words: str) -> None:
    new_site()
    region = Region.objects.create(country="KZ", code="KZ-X1", name_kk="Бірінші")
    usual = {"country": "KZ", "region": region, "name_kk": "Мекеме"}
    Institution.objects.create(code="I1", **(usual | there))
    before = rows_of_all()
    with pytest.raises(CommandError, match=words):
        bring_in(exported, deputy=DEPUTY)
    assert rows_of_all() == before


def test_an_instrument_of_the_same_name_with_other_content_is_refused(exported: Path, small: Any) -> None:
    new_site()
    load(replace(small, source=dict.fromkeys(("kk", "ru", "en"), "Somewhere else")))
    with pytest.raises(CommandError, match=r"cannot be used here: .*published|cannot be used here"):
        bring_in(exported, deputy=DEPUTY)
    assert not Round.objects.exists()


def test_another_method_of_the_same_name_is_refused(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_site()
    monkeypatch.setattr("metep.archives.round_meeting.method_text", lambda code: "other rules")
    with pytest.raises(CommandError, match="says something else here"):
        bring_in(exported, deputy=DEPUTY)
    monkeypatch.setattr("metep.archives.round_meeting.method_codes", lambda: ["other/1"])
    with pytest.raises(CommandError, match="has no method metep-2014/1"):
        bring_in(exported, deputy=DEPUTY)


def test_a_round_in_preparation_with_a_draft_is_refused(filled: Response, tmp_path: Path) -> None:
    draft = clone(InstrumentVersion.objects.get(), "next")
    Round.objects.filter(code="r1").update(version=draft)
    with pytest.raises(CommandError, match="is a draft"):
        export(tmp_path / "round.zip")
    with pytest.raises(CommandError, match="no round r9"):
        call_command("export_round", "r9", tmp_path / "round.zip")
    assert not (tmp_path / "round.zip").exists()


def test_an_altered_round_is_refused_before_anything_is_written(exported: Path, evidence_folder: Path) -> None:
    new_site()
    files = files_in(evidence_folder)
    size = exported.stat().st_size
    for place in range(0, size, size // 23):
        with pytest.raises(CommandError):
            bring_in(changed(exported, lambda content, place=place: content.__setitem__(place, content[place] ^ 1)))
    assert not Round.objects.exists()
    assert not Institution.objects.exists()
    assert files_in(evidence_folder) == files


def test_what_fails_at_the_end_leaves_nothing(
    exported: Path, evidence_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_site()
    before, files = rows_of_all(), files_in(evidence_folder)

    def fail(_self: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("metep.archives.evidence.Storing.settle", fail)
    with pytest.raises(CommandError, match="Nothing was imported"):
        bring_in(exported, deputy=DEPUTY)
    assert rows_of_all() == before
    assert files_in(evidence_folder) == files


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE surveys_round SET sections = '{ZZ}'", "no sections ZZ"),
        ("UPDATE surveys_round SET method = 'other/1'", "no method"),
    ],
)
def test_a_round_that_asks_what_its_instrument_lacks_is_refused(
    filled: Response, tmp_path: Path, statement: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in an archive that somebody made by hand: its seal fits."""
    if "method" in statement:
        monkeypatch.setattr("metep.archives.round_export.method_text", lambda code: "")
    with connection.cursor() as cursor:
        cursor.execute(statement)
    path = export(tmp_path / "round.zip")
    new_site()
    with override("en"), pytest.raises(CommandError, match=words):
        bring_in(path, deputy=DEPUTY)
    assert not Round.objects.exists()


def test_an_archive_without_the_tables_of_a_round_is_refused(filled: Response, tmp_path: Path) -> None:
    path = tmp_path / "made.zip"
    with path.open("wb") as file, connection.cursor() as cursor:
        packing = Packing(file)
        packing.text("method.toml", method_text("metep-2014/1"))
        copy_out(cursor, packing, "surveys_round", ("id", "code"))
        packing.finish(manifest_of_now(Kind.ROUND, {"method": "metep-2014/1", "round": "other"}))
    with pytest.raises(CommandError, match="not those of a round"):
        bring_in(path)
