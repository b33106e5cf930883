"""Documents that a web server lets a process of its own set."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from typing import Any

import pypdf
import pytest

from surveys import printing
from surveys.not_ours import NotOurs
from surveys.printing import TooLong, print_html, print_on_one_page
from surveys.troubles import DocumentNotSet
from tests.accessible_pdf import faults_of

STYLE = "src/report.css"
SHORT = '<html lang="kk"><title>Түбіртек</title><h1>Қабылданды</h1><img alt="Сурет" src="picture:one"></html>'
LONG = f'<html lang="kk"><title>Ұзын</title>{"<p>Тағы бір бет.</p>" * 400}</html>'
PICTURES = {"one": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'}


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "is_apart", True)


def pages_of(document: bytes) -> int:
    return len(pypdf.PdfReader(BytesIO(document)).pages)


def test_the_document_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    document = print_html(SHORT, STYLE, PICTURES)
    assert not faults_of(document)
    monkeypatch.setattr(printing, "is_apart", False)
    assert len(document) == pytest.approx(len(print_html(SHORT, STYLE, PICTURES)), rel=0.02)


def test_the_setting_that_fits_is_taken() -> None:
    assert pages_of(print_on_one_page([LONG, SHORT], STYLE, PICTURES)) == 1
    with pytest.raises(TooLong):
        print_on_one_page([LONG], STYLE)


def test_what_is_not_ours_is_refused_there_too() -> None:
    with pytest.raises(NotOurs, match=r"example\.org"):
        print_html(SHORT.replace("picture:one", "https://example.org/a.png"), STYLE)


def test_a_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing.sys, "executable", "/bin/false")
    with pytest.raises(DocumentNotSet, match="ended with 1"):
        print_html(SHORT, STYLE, PICTURES)


def test_a_process_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "SECONDS", 0.01)
    with pytest.raises(DocumentNotSet, match="within"):
        print_html(SHORT, STYLE, PICTURES)


def test_the_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret@example.org/metep")
    seen: dict[str, Any] = {}
    run = subprocess.run

    def watched(*words: Any, **options: Any) -> Any:
        seen.update(options["env"])
        return run(*words, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    print_html(SHORT, STYLE, PICTURES)
    assert "PATH" in seen
    assert not [name for name, value in seen.items() if "secret" in value]
    assert "SECRET_KEY" in os.environ


def test_web_servers_set_documents_apart() -> None:
    asked = "import metep.wsgi; from surveys import printing; print(printing.is_apart)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "True"
