"""What stands in the sources: no code in templates, no way from words to code, each exception with its reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent.parent
APPS = ("metep", "reports", "scoring", "fieldwork", "surveys")

# Never sent to a browser: what is printed, and letters, whose readers know no style sheets.
NOT_PAGES = ("reports/pdf/", "fieldwork/people/mail.html", "fieldwork/people/sheets.html")

# Words that are taken as HTML, with what makes them harmless. tests/security/test_stored_html.py attacks each.
TAKEN_AS_HTML = {
    "mfa/totp/activate_form.html": "a QR code of numbers",
    "reports/workbench/_panel.html": "pictures escape their words: reports/charts/svg.py",
    "reports/dashboard/_chart.html": "pictures escape their words: reports/charts/svg.py",
    "fieldwork/people/sheets.html": "parts are templates, which escape",
}
MADE_AS_HTML = {
    "reports/templatetags/typography.py": "escaped before anything is put around it",
    "reports/workbench/tables.py": "every cell, name and address is escaped",
    "fieldwork/people/letters.py": "escaped before ends of lines become elements",
    "surveys/rendering.py": "every part comes from a template",
    "surveys/qr_codes.py": "a QR code of numbers",
    "surveys/templatetags/on_device.py": "a template, an identifier, an address of ours and two numbers",
}
_CODE_IN_TEMPLATES = re.compile(
    r"<style\b|\sstyle=|\son[a-z]+\s*=\s*[\"']|\shx-on|javascript:|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")",
    re.IGNORECASE,
)
_WAYS_TO_CODE = re.compile(
    r"(inner|outer)HTML\s*\+?=(?!=)|insertAdjacentHTML|document\.write|\beval\(|new Function|cssText"
    r"|setAttribute\([\"'](style|on)|createContextualFragment|setTimeout\([\"']|\.attr\([\"']style"
)
# Scripts that put HTML into a page: only what the site itself has just sent, in which the policy lets nothing run.
PUTS_HTML = {"answering.js": "the list of evidence after a save"}


def templates() -> dict[str, str]:
    folder = BASE_DIR / "templates"
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.html")}


def python_files() -> dict[str, str]:
    paths = [path for app in APPS for path in (BASE_DIR / app).rglob("*.py")]
    return {str(path.relative_to(BASE_DIR)): path.read_text("utf-8") for path in paths}


def test_no_template_of_a_page_has_code_or_styles_written_into_it() -> None:
    pages = {name: text for name, text in templates().items() if not name.startswith(NOT_PAGES)}
    assert len(pages) > 100
    assert {name: found[0] for name, text in pages.items() if (found := _CODE_IN_TEMPLATES.search(text))} == {}


@pytest.mark.parametrize("name", sorted(path.name for path in (BASE_DIR / "static" / "src").glob("*.js")))
def test_no_script_makes_code_or_pages_of_words(name: str) -> None:
    text = (BASE_DIR / "static" / "src" / name).read_text("utf-8")
    assert (name in PUTS_HTML) == bool(_WAYS_TO_CODE.search(text))


def test_every_word_taken_as_html_has_a_reason() -> None:
    assert {name for name, text in templates().items() if re.search(r"\|\s*safe(seq)?\b", text)} == TAKEN_AS_HTML.keys()
    made = re.compile(r"\bmark_safe\(|\bSafeString\(|\bMarkup\(")
    assert {name for name, text in python_files().items() if made.search(text)} == MADE_AS_HTML.keys()


def test_nothing_but_letters_and_titles_is_written_without_escaping() -> None:
    assert [name for name, text in templates().items() if "autoescape off" in text] == []


def test_no_form_is_free_of_the_guard_against_forgeries_but_one() -> None:
    exempt = {name for name, text in python_files().items() if "csrf_exempt" in text}
    assert exempt == {"fieldwork/people/unsubscribing.py"}


def test_only_the_check_of_links_opens_addresses() -> None:
    opens = re.compile(
        r"^\s*(import|from) (urllib\.request|http\.client|requests|httpx|aiohttp|urllib3)\b", re.MULTILINE
    )
    assert {name for name, text in python_files().items() if opens.search(text)} <= {
        "fieldwork/quality/links/fetching.py",
        "metep/demo/health.py",
    }


def test_no_object_is_unpickled_and_no_program_is_started_but_our_own() -> None:
    danger = re.compile(
        r"^\s*(import|from) (pickle|marshal|shelve|subprocess|yaml)\b|\bos\.system\(|\bshell=True", re.MULTILINE
    )
    # It starts Python again, to set a document: a fixed command without a shell.
    assert [name for name, text in python_files().items() if danger.search(text)] == ["surveys/printing.py"]
