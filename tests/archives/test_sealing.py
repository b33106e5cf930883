"""The container alone: every altered byte is found, and any tool reads it."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from metep.archives.problems import ArchiveRefused, BrokenArchive
from metep.archives.reading import open_archive
from metep.archives.sealing import COMMENT, PLACE
from tests.archives.containers import CONTENT, GOOD, made, packed, read_all, sealed


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    found = read_all(made(tmp_path, GOOD))
    assert found.pop("README.txt") == b"Read me."
    assert found == CONTENT


def test_the_same_content_gives_the_same_bytes() -> None:
    assert packed() == GOOD


def test_any_tool_for_zip_reads_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(made(tmp_path, GOOD)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "out")
    checked = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(b": OK") == 4  # three parts and the manifest


def test_the_seal_is_checked_by_hand_as_the_readme_says(tmp_path: Path) -> None:
    path = made(tmp_path, GOOD)
    told = subprocess.run(
        f"head -c -64 {path} | sha256sum; tail -c 64 {path}", shell=True, capture_output=True, text=True
    )
    digits, seal = told.stdout.replace("-", "").split()
    assert digits == seal


@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(GOOD) - 1), by=st.integers(1, 255))
def test_one_altered_byte_anywhere_is_found(tmp_path: Path, place: int, by: int) -> None:
    content = bytearray(GOOD)
    content[place] ^= by
    with pytest.raises(BrokenArchive), open_archive(made(tmp_path, bytes(content))):
        pass


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, len(GOOD) - 1), more=st.binary(max_size=100))
def test_a_cut_off_or_continued_file_is_found(tmp_path: Path, cut: int, more: bytes) -> None:
    for content in (GOOD[:cut], GOOD[:cut] + more, GOOD + more):
        if content != GOOD:
            with pytest.raises(BrokenArchive), open_archive(made(tmp_path, content)):
                pass


@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, len(GOOD) - 65), st.integers(1, 255)), min_size=1, max_size=8))
@example(changes=[(3412, 1)])  # the first part would lie before the beginning of the file
def test_behind_a_forged_seal_a_part_is_refused_or_is_what_it_was(
    tmp_path: Path, changes: list[tuple[int, int]]
) -> None:
    content = bytearray(GOOD)
    for place, by in changes:
        content[place] ^= by
    try:
        found = read_all(made(tmp_path, sealed(bytes(content))))
    except ArchiveRefused:
        return
    assert found.pop("README.txt") == b"Read me."
    assert found == CONTENT


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400))
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    for bytes_ in (content, sealed(content + COMMENT + PLACE)):
        with pytest.raises(BrokenArchive), open_archive(made(tmp_path, bytes_)):
            pass


def test_another_archive_than_the_one_noted_down_is_refused(tmp_path: Path) -> None:
    path, seal = made(tmp_path, GOOD), GOOD[-64:].decode()
    with open_archive(path, seal.upper()) as archive:
        assert archive.seal == seal
    with pytest.raises(BrokenArchive, match="another one"), open_archive(path, "0" * 64):
        pass
