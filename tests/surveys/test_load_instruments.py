"""`manage.py load_instruments`: every defect of every file at once; all or nothing; twice is once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from surveys.models import InstrumentVersion
from tests.contents import SMALL

TOML = SMALL.read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path, settings, db: None) -> Path:
    settings.INSTRUMENTS_DIR = tmp_path
    return tmp_path


def write(folder: Path, name: str, toml: str) -> Path:
    path = folder / name
    path.write_text(toml, "utf-8")
    return path


def refusal(*files: Path) -> list[str]:
    with pytest.raises(CommandError) as caught:
        call_command("load_instruments", *files)
    return str(caught.value).split("\n")


def test_every_file_of_the_folder_is_loaded_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "1.toml", TOML)
    (folder / "deeper").mkdir()
    write(folder, "deeper/2.toml", TOML.replace('version = "1"', 'version = "2"'))
    call_command("load_instruments")
    call_command("load_instruments")
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["small 1: loaded, 14 items", "small 2: loaded, 14 items"]
    assert lines[2:] == ["small 1: unchanged, 14 items", "small 2: unchanged, 14 items"]
    assert InstrumentVersion.objects.published().count() == 2


def test_a_file_with_a_byte_order_mark_is_read(folder: Path) -> None:
    write(folder, "1.toml", "\ufeff" + TOML)
    call_command("load_instruments")
    assert InstrumentVersion.objects.published().count() == 1


def test_an_empty_folder_is_said_to_be_empty(folder: Path) -> None:
    assert refusal() == [f"There is no instrument file in {folder}."]


def test_all_defects_of_all_files_are_reported_and_nothing_is_loaded(folder: Path) -> None:
    sound = write(folder, "1.toml", TOML)
    form = write(folder, "2.toml", TOML.replace('version = "1"', "version = 2"))
    incomplete = write(folder, "3.toml", TOML.replace('version = "1"', 'version = "3"').replace('text.ru = "Да"\n', ""))
    broken = write(folder, "4.toml", TOML.replace('code = "small"', "code = small"))
    copy = write(folder, "5.toml", TOML)
    long = write(folder, "6.toml", TOML.replace('version = "1"', f'version = "{"6" * 60}"'))
    problems = refusal()
    assert problems[:2] == [
        f"{form}: small: version must be text, not 2.",
        f"{incomplete}: yndk: yes: text lacks ru.",
    ]
    assert problems[2].startswith(f"{broken}: This is not a TOML file: ")
    assert problems[3:] == [
        f"{long}: small: version has 60 characters; at most 50 can be stored.",
        f"{copy}: small 1 is also in {sound}.",
    ]
    assert not InstrumentVersion.objects.exists()


def test_files_that_cannot_be_read_are_named(folder: Path) -> None:
    (folder / "cp1251.toml").write_bytes(TOML.encode("cp1251", "replace"))
    problems = refusal(folder / "missing.toml", folder / "cp1251.toml", folder)
    assert problems[0] == f"{folder / 'missing.toml'}: The file cannot be read: No such file or directory."
    assert problems[1].startswith(f"{folder / 'cp1251.toml'}: The file is not UTF-8: byte ")
    assert problems[2] == f"{folder}: The file cannot be read: Is a directory."


def test_changed_files_of_published_versions_are_refused_together_and_nothing_else_is_loaded(folder: Path) -> None:
    first = write(folder, "1.toml", TOML)
    second = write(folder, "2.toml", TOML.replace('version = "1"', 'version = "2"'))
    call_command("load_instruments")
    for path in (first, second):
        path.write_text(path.read_text("utf-8").replace("Is there a law?", "Is there any law?"), "utf-8")
    write(folder, "0.toml", TOML.replace('version = "1"', 'version = "0"'))
    with translation.override("ru"):  # the command speaks English whatever the language of who calls it
        assert refusal() == [
            f"{first}: small 1 is published with other content: give the file a new version.",
            f"{second}: small 2 is published with other content: give the file a new version.",
        ]
    assert InstrumentVersion.objects.count() == 2


def test_versions_may_follow_each_other_when_they_come_together(folder: Path) -> None:
    write(folder, "1.toml", TOML)
    write(folder, "2.toml", following("F2.1.a"))
    call_command("load_instruments")
    assert InstrumentVersion.objects.published().count() == 2


def test_a_version_that_follows_nothing_is_refused(folder: Path) -> None:
    path = write(folder, "2.toml", following("F2.1.a"))
    sentence = "F2.1.site replaces F2.1.a, which no other published version of the instrument has."
    assert refusal() == [f"{path}: {sentence}"]


def test_a_version_named_before_the_one_it_follows_is_refused(folder: Path) -> None:
    path = write(folder, "1.toml", following("F2.1.a"))
    write(folder, "2.toml", TOML)
    assert refusal()[0].startswith(f"{path}: F2.1.site replaces F2.1.a")
    assert not InstrumentVersion.objects.exists()


def following(code: str) -> str:
    """The small instrument in a later version, in which one item has a new code."""
    item = f'code = "F2.1.site"\nreplaces = "{code}"\n'
    later = TOML.replace('version = "1"', 'version = "2"').replace(f'code = "{code}"\n', item)
    return later.replace(f'parent = "{code}"', 'parent = "F2.1.site"').replace(f', "{code}"]', ', "F2.1.site"]')
