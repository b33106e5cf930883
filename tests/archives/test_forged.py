"""Archives that somebody made to do harm: every checksum fits, and still nothing gets through."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from metep.archives import reading
from metep.archives.manifest import FORMAT, Manifest, read_manifest
from metep.archives.names import is_part, is_stored_name
from metep.archives.problems import BrokenArchive, OtherState
from metep.archives.reading import open_archive
from tests.archives.containers import EMPTY, made, part_of, read_all, remade


def test_a_newer_format_says_what_to_do(tmp_path: Path) -> None:
    value = json.loads(EMPTY.write()) | {"format": FORMAT + 1, "a_new_word": True}
    with pytest.raises(OtherState, match=r"format 2.*reads 1.*install a newer"):
        read_manifest(json.dumps(value).encode())


@pytest.mark.parametrize("format_", [None, "1", 0, -1, True, 1.0, []])
def test_a_manifest_without_a_good_format_is_refused(format_: object) -> None:
    value = json.loads(EMPTY.write()) | {"format": format_}
    with pytest.raises(BrokenArchive):
        read_manifest(json.dumps(value).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "nothing"},
        {"parts": None},
        {"parts": [{}]},
        {"parts": [{"name": "README.txt", "bytes": -1, "sha256": "0" * 64}]},
        {"parts": [{"name": "README.txt", "bytes": 1, "sha256": "x"}]},
        {"parts": [{"name": "README.txt", "bytes": 1, "sha256": "0" * 64}] * 2},
        {"parts": [{"name": "tables/a.tsv", "bytes": 1, "sha256": "0" * 64, "table": "b"}]},
        {"parts": [{"name": "tables/a.tsv", "bytes": 1, "sha256": "0" * 64, "table": "a", "columns": ['x"; DROP']}]},
        {"migrations": []},
        {"migrations": {"a": [1]}},
        {"made_at": 1},
        {"about": []},
        {"more": 1},
    ],
)
def test_a_manifest_that_says_nonsense_is_refused(change: dict[str, Any]) -> None:
    value = json.loads(EMPTY.write()) | change
    with pytest.raises(BrokenArchive):
        read_manifest(json.dumps(value).encode())


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "files/evidence/../../evil",
        "files/evidence/a/../b",
        "files/evidence//etc/passwd",
        "files/evidence/a/b/c",
        "files/evidence/.hidden/a",
        "files/evidence/a/.bashrc",
        "files/evidence/a\\b/c",
        "files/evidence/C:/a",
        "files/evidence/a/b\0c",
        "files/evidence/a/",
        "files/evidence/a",
        "/etc/passwd",
        "tables/../evil.tsv",
        "tables/A.tsv",
        "manifest.json",
        "",
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_part_has_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    assert not is_part(name)

    def add(made_: zipfile.ZipFile, manifest: Manifest) -> Manifest:
        if name:
            made_.writestr(name, b"x")
        return replace(manifest, parts=(*manifest.parts, part_of(name, b"x")))

    with pytest.raises(BrokenArchive), open_archive(made(tmp_path, remade(add))):
        pass


def test_a_name_of_evidence_may_have_letters_of_any_language() -> None:
    assert is_stored_name("6f3a/9b1c.құж")
    assert not is_stored_name("6f3a/" + "x" * 300)


def test_a_part_that_the_manifest_does_not_name_is_refused(tmp_path: Path) -> None:
    content = remade(lambda made_, manifest: made_.writestr("tables/more.tsv", b"x"))
    with pytest.raises(BrokenArchive, match="not those that the manifest names"), open_archive(made(tmp_path, content)):
        pass


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    content = remade(lambda made_, manifest: made_.writestr("README.txt", b"Read me."))
    with pytest.raises(BrokenArchive, match="two parts of one name"), open_archive(made(tmp_path, content)):
        pass


def test_a_part_that_is_packed_otherwise_is_refused(tmp_path: Path) -> None:
    def add(made_: zipfile.ZipFile, manifest: Manifest) -> Manifest:
        made_.writestr("tables/more.tsv", b"x", zipfile.ZIP_BZIP2)
        return replace(manifest, parts=(*manifest.parts, part_of("tables/more.tsv", b"x", table="more")))

    with pytest.raises(BrokenArchive, match="packed in a way"), open_archive(made(tmp_path, remade(add))):
        pass


def test_rows_are_as_many_as_the_manifest_says(tmp_path: Path) -> None:
    def lie(_made: zipfile.ZipFile, manifest: Manifest) -> Manifest:
        return replace(manifest, parts=tuple(replace(p, rows=3) if p.table else p for p in manifest.parts))

    with pytest.raises(BrokenArchive, match="holds 2 rows; the manifest says 3"):
        read_all(made(tmp_path, remade(lie)))


def test_a_table_begins_with_its_columns(tmp_path: Path) -> None:
    def lie(_made: zipfile.ZipFile, manifest: Manifest) -> Manifest:
        parts = tuple(replace(p, columns=("code", "id")) if p.table else p for p in manifest.parts)
        return replace(manifest, parts=parts)

    with pytest.raises(BrokenArchive, match="names of its columns"):
        read_all(made(tmp_path, remade(lie)))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SMALL", 1 << 20)
    zeros = b"\0" * (4 << 20)

    def add(made_: zipfile.ZipFile, manifest: Manifest) -> Manifest:
        made_.writestr("tables/more.tsv", zeros)
        return replace(manifest, parts=(*manifest.parts, part_of("tables/more.tsv", zeros, table="more")))

    with pytest.raises(BrokenArchive, match="trap"), open_archive(made(tmp_path, remade(add))):
        pass


def test_a_part_gives_no_byte_more_than_the_manifest_says(tmp_path: Path) -> None:
    liar = remade(
        lambda made_, manifest: replace(
            manifest, parts=tuple(replace(p, bytes=p.bytes - 1) if p.table else p for p in manifest.parts)
        )
    )
    with pytest.raises(BrokenArchive), open_archive(made(tmp_path, liar)):
        pass
