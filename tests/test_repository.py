"""Promises of the repository as a whole: what it holds, what it never holds, and that what it says is there."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from fontTools.ttLib import TTFont

BASE_DIR = Path(__file__).resolve().parent.parent
NOT_OURS = {"var", "node_modules", "vendor", "__pycache__"}
LOCKS = [
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-node.lock",
    "requirements-audit.lock",
    "requirements-load.lock",
]
SCRIPTS = [
    *sorted(path for path in (BASE_DIR / "script").iterdir() if path.is_file() and not path.suffix),
    BASE_DIR / ".ci" / "run",
]

KAZAKH = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя"
SIGNS = "0123456789%«»“”‘’–—…№₸≤≥−×→←↑↓✓•"
LATIN = "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz"
COMPLETE_FONTS = ["Inter-Regular", "Inter-Italic", "Inter-SemiBold", "Inter-Bold", "Inter-BoldItalic"]
WEB_FONTS = ["Inter-Regular-core", "Inter-Italic-core", "Inter-SemiBold-core"]


def project_files() -> Iterator[Path]:
    """Every file that is ours, wherever the checkout came from."""
    for folder, subfolders, names in os.walk(BASE_DIR):
        subfolders[:] = [name for name in subfolders if name == ".ci" or (name[0] != "." and name not in NOT_OURS)]
        yield from (Path(folder) / name for name in names if not name.endswith(".mo"))


def find_in_texts(pattern: str) -> list[str]:
    """Where a pattern occurs in our text files, as `path: match`."""
    found = []
    for path in project_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # pictures
        found += [f"{path.relative_to(BASE_DIR)}: {match[0]}" for match in re.finditer(pattern, text)]
    return found


def read_pins(lock: str) -> dict[str, list[str]]:
    """Package name -> its pinned versions with markers (`contourpy` has one for each Python)."""
    pins: dict[str, list[str]] = {}
    for line in (BASE_DIR / lock).read_text("utf-8").splitlines():
        if line[:1].isalnum():
            name, pin = line.split("==", 1)
            pins.setdefault(name, []).append(pin.removesuffix("\\").strip())
    return pins


def test_no_file_names_a_package_registry() -> None:
    hosts = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "yarn" + "pkg.com"]
    assert find_in_texts("|".join(map(re.escape, hosts))) == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert find_in_texts(r"(?<![\w.$})/-])/(?:home|root|work|Users|tmp|opt)/\S*") == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_the_lock_no_options(lock: str) -> None:
    text = (BASE_DIR / lock).read_text("utf-8")
    assert re.findall(r"^(?:-|.*(?:://|@ ))", text, re.MULTILINE) == []
    entries = re.split(r"\n(?=\S)", text)
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_locks_pin_every_dependency_of_the_project() -> None:
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    wanted = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-dev.lock": project["project"]["dependencies"] + groups["dev"],
        "requirements-audit.lock": groups["audit"],
        "requirements-load.lock": groups["load"],
        "requirements-node.lock": groups["node"],
    }
    for lock, dependencies in wanted.items():
        names = {re.split(r"[<>=\[; ]", dependency)[0].lower() for dependency in dependencies}
        assert names - set(read_pins(lock)) == set(), lock


def test_tests_run_with_the_versions_that_are_deployed() -> None:
    runtime, development = read_pins("requirements.lock"), read_pins("requirements-dev.lock")
    assert {name: development.get(name) for name in runtime} == runtime


def test_front_end_packages_are_pinned_with_integrity_and_no_address() -> None:
    wanted = json.loads((BASE_DIR / "package.json").read_text("utf-8"))["dependencies"]
    packages = json.loads((BASE_DIR / "package-lock.json").read_text("utf-8"))["packages"]
    locked = {name.removeprefix("node_modules/"): package for name, package in packages.items() if name}
    assert [name for name, package in locked.items() if "resolved" in package or "integrity" not in package] == []
    assert {name: locked[name]["version"] for name in wanted} == wanted


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_executable_and_have_an_interpreter(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").startswith("#!/usr/bin/env ")


def test_continuous_integration_calls_the_test_script_and_nothing_else() -> None:
    lines = (BASE_DIR / ".ci" / "run").read_text("utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set "))]
    assert commands == ['exec "$(dirname "$0")/../script/test"']


def test_vendored_and_installed_files_are_not_committed() -> None:
    ignored = (BASE_DIR / ".gitignore").read_text("utf-8").split()
    assert {".venv/", "node_modules/", "static/vendor/", "var/", "*.mo"} <= set(ignored)
    if (BASE_DIR / ".git").exists() and (git := shutil.which("git")):
        command = [git, "ls-files", ".venv", "node_modules", "static/vendor", "var", "*.mo"]
        assert subprocess.run(command, cwd=BASE_DIR, check=True, capture_output=True, text=True).stdout == ""


def commands_in_documents() -> list[tuple[str, str]]:
    """(document, command line) of every ```sh block of README.md, ARCHITECTURE.md and docs/."""
    found = []
    for path in [BASE_DIR / "README.md", BASE_DIR / "ARCHITECTURE.md", *sorted((BASE_DIR / "docs").rglob("*.md"))]:
        if path.exists():
            for block in re.findall(r"^```sh\n(.*?)^```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL):
                lines = block.replace("\\\n", " ").splitlines()
                found += [(path.name, line) for line in lines if shlex.split(line, comments=True)]
    return found


def find_unknown(line: str) -> Iterator[str]:
    """What a documented command line names that does not exist: scripts, management commands, their options."""
    words = shlex.split(line, comments=True)
    options = {word.split("=")[0] for word in words if word.startswith("--")}
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word.startswith(("script/", "./script/")):
            script = BASE_DIR / word
            if not os.access(script, os.X_OK):
                yield word
            elif script.name != "test":  # what test does not know, it hands to pytest
                yield from (option for option in options if option not in script.read_text("utf-8"))
        elif word.endswith("manage.py"):
            if following not in get_commands():
                yield following
            else:
                parser = load_command_class(get_commands()[following], following).create_parser("manage.py", following)
                yield from options - set(parser._option_string_actions)


def test_the_readme_shows_how_to_begin() -> None:
    shown = [line for document, line in commands_in_documents() if document == "README.md"]
    assert [name for name in ("script/demo", "script/test") if not any(name in line for line in shown)] == []


def test_every_documented_command_exists() -> None:
    unknown = [
        f"{document}: {line}: {word}" for document, line in commands_in_documents() for word in find_unknown(line)
    ]
    assert unknown == []


@pytest.mark.parametrize("line", ["script/nothing", "python manage.py nothing", "manage.py check --nothing"])
def test_an_unknown_documented_command_is_noticed(line: str) -> None:
    assert list(find_unknown(line))


@pytest.mark.parametrize(
    "name", [*(f"{name}.ttf" for name in COMPLETE_FONTS), *(f"{name}.woff2" for name in WEB_FONTS)]
)
def test_every_font_has_every_letter_of_the_three_languages(name: str) -> None:
    with TTFont(BASE_DIR / "static" / "vendor" / "fonts" / name) as font:
        known = font.getBestCmap()
    assert [letter for letter in KAZAKH + LATIN + SIGNS if ord(letter) not in known] == []


@pytest.mark.parametrize("name", WEB_FONTS)
def test_web_fonts_are_small(name: str) -> None:
    assert (BASE_DIR / "static" / "vendor" / "fonts" / f"{name}.woff2").stat().st_size < 20_000


def test_every_statement_of_the_licence_is_the_same() -> None:
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "EUPL-1.2"
    assert json.loads((BASE_DIR / "package.json").read_text("utf-8"))["license"] == project["license"]
    assert f"license: {project['license']}" in (BASE_DIR / "publiccode.yml").read_text("utf-8")
    assert (BASE_DIR / "LICENSE").read_text("utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
