"""Which version runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from metep.observing import versions


@pytest.fixture(autouse=True)
def _forget() -> None:
    versions.revision.cache_clear()


def test_an_image_is_told_its_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METEP_REVISION", "1234567890abcdef")
    assert versions.revision() == "1234567890ab"
    assert versions.named() == f"{versions.code_version()}-1234567"


@pytest.mark.parametrize(
    ("head", "reference", "expected"),
    [
        ("ref: refs/heads/main", "abcdef1234567890", "abcdef123456"),
        ("abcdef1234567890", None, "abcdef123456"),
        ("ref: refs/heads/packed", None, ""),
        (None, None, ""),
    ],
)
def test_a_checkout_knows_its_commit_without_a_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, head: str | None, reference: str | None, expected: str
) -> None:
    monkeypatch.delenv("METEP_REVISION", raising=False)
    monkeypatch.setattr(versions, "_BASE", tmp_path)
    (tmp_path / ".git" / "refs" / "heads").mkdir(parents=True)
    if head:
        (tmp_path / ".git" / "HEAD").write_text(head)
    if reference:
        (tmp_path / ".git" / "refs" / "heads" / "main").write_text(reference)
    assert versions.revision() == expected


def test_without_a_commit_the_version_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "revision", lambda: "")
    assert versions.named() == versions.code_version()
