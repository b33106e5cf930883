"""Promises about the code as a whole."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from surveys.content import read_instrument

BASE_DIR = Path(__file__).resolve().parent.parent
ENGINE = (
    "surveys",
    "fieldwork",
    "scoring",
    "reports",
    "templates/surveys",
    "templates/fieldwork",
    "templates/reports",
    "templates/admin/surveys",
    "templates/admin/widgets",
    "static/src",
)
LONGEST = 250  # lines; nine files in ten are far shorter
ALONE = "scoring/proof/recompute.py"  # one file that must not import another; its own test allows it 300 lines


def engine_files() -> list[Path]:
    paths = (path for folder in ENGINE for path in (BASE_DIR / folder).rglob("*"))
    return sorted(
        path for path in paths if path.suffix in (".py", ".html", ".css", ".js") and "migrations" not in path.parts
    )


@pytest.mark.parametrize("path", engine_files(), ids=lambda path: str(path.relative_to(BASE_DIR)))
def test_the_engine_names_no_instrument(path: Path) -> None:
    """What an instrument says lives in its file: its name and the codes of its items stand nowhere in the engine."""
    text = path.read_text("utf-8")
    assert re.findall(r"metep(?!\.)", text, re.IGNORECASE) == []
    assert item_codes() & set(re.findall(r"[\w.]+", text)) == set()


@cache
def item_codes() -> frozenset[str]:
    """The codes of items and tables; those of profile questions are plain words of the language."""
    files = (BASE_DIR / "fixtures/instruments").rglob("*.toml")
    instruments = [read_instrument(file.read_text("utf-8")) for file in files]
    tables = (table.code for instrument in instruments for table in instrument.tables())
    return frozenset(tables).union(*(instrument.items_by_code for instrument in instruments))


def test_files_are_short() -> None:
    paths = [
        path
        for folder in ("surveys", "fieldwork", "scoring", "reports", "metep")
        for path in (BASE_DIR / folder).rglob("*.py")
    ]
    lengths = {str(path.relative_to(BASE_DIR)): len(path.read_text("utf-8").splitlines()) for path in paths}
    long = {
        name: lines for name, lines in lengths.items() if lines > LONGEST and "migrations" not in name and name != ALONE
    }
    assert long == {}
